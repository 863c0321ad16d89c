import { expect, test } from 'vitest'
import {
  clock,
  distance,
  longDay,
  monthName,
  roundRupiah,
  rupiah,
  rupiahBand,
  shortDay,
  speakDays,
  standInYear,
  weekday,
} from './format'

test('money is written the Indonesian way', () => {
  expect(rupiah(1234567)).toBe('Rp1.234.567')
  expect(rupiah(-500)).toBe('-Rp500')
})

test('a civil date stays the same date in every zone', () => {
  expect(longDay('2026-12-01')).toBe('1 Desember 2026')
})

test('a day of another year says which', () => {
  expect(shortDay('2026-11-23')).toBe('Sen, 23 Nov 2026')
  standInYear('2026')
  expect(shortDay('2026-11-23')).toBe('Sen, 23 Nov')
  expect(shortDay('2025-11-27')).toBe('Kam, 27 Nov 2025')
})

test('days and months are named in the language chosen', () => {
  standInYear('2026')
  speakDays('en')
  expect(shortDay('2026-11-23')).toMatch(/^Mon,? 23 Nov$/)
  expect(longDay('2026-12-01')).toBe('1 December 2026')
  expect([0, 1, 6].map(weekday)).toEqual(['Sun', 'Mon', 'Sat'])
  expect(monthName('2026-12')).toBe('December 2026')
  speakDays('id')
  expect(longDay('2026-12-01')).toBe('1 Desember 2026')
})

test('times of day and lengths are short', () => {
  expect(clock(17 * 60 + 5)).toBe('17.05')
  expect(distance(344)).toBe('340 m')
  expect(distance(1240)).toBe('1,2 km')
})

test('a band of sums is said in one unit', () => {
  expect(rupiahBand(9_400_000, 12_800_000)).toBe('Rp9–13 juta')
  expect(rupiahBand(850_000, 2_340_000)).toBe('Rp0,9–2,3 juta')
  expect(rupiahBand(1_140_000_000, 1_620_000_000)).toBe('Rp1,1–1,6 miliar')
})

test('a sum that rounds up to the next unit is said in it', () => {
  for (const [value, said] of [
    [0, 'Rp0'],
    [999_949, 'Rp999.949'],
    [1_000_000, 'Rp1 juta'],
    [345_000_000, 'Rp345 juta'],
    [999_949_999, 'Rp999,9 juta'],
    [999_950_000, 'Rp1 miliar'],
    [2_949_999_999, 'Rp2,9 miliar'],
    [2_950_000_000, 'Rp3 miliar'],
    [1_234_500_000_000, 'Rp1.234,5 miliar'],
  ] as const)
    expect(roundRupiah(value), String(value)).toBe(said)
  expect(rupiahBand(980_000_000, 999_700_000)).toBe('Rp1–1 miliar')
  expect(rupiahBand(900_000_000, 999_400_000)).toBe('Rp900–999 juta')
})

test('a sum below zero is rounded as the same above it', () => {
  for (const value of [500, 999_950, 1_260_000, 999_950_000, 2_940_000_000])
    expect(roundRupiah(-value)).toBe(`-${roundRupiah(value)}`)
})

test('no length below a kilometre is said as a thousand metres', () => {
  expect(distance(994)).toBe('990 m')
  for (let metres = 0; metres < 2000; metres++) {
    const said = distance(metres)
    expect(said, String(metres)).not.toContain('1000')
    const size = Number(said.replace(',', '.').replace(/ k?m$/, '')) * (said.endsWith('km') ? 1000 : 1)
    expect(Math.abs(size - metres), `${metres}: ${said}`).toBeLessThanOrEqual(said.endsWith('km') ? 50 : 5)
  }
})
