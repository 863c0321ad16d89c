import { expect, test } from 'vitest'
import { say, sayTotal } from './values'

test('money is said in the unit of its size, and never as a thousand of the smaller', () => {
  for (const [value, said] of [
    [0, 'Rp0'],
    [999_949, 'Rp999.949'],
    [999_950, 'Rp1,0 juta'],
    [1_260_000, 'Rp1,3 juta'],
    [999_949_999, 'Rp999,9 juta'],
    [999_950_000, 'Rp1,0 miliar'],
    [2_900_000_000, 'Rp2,9 miliar'],
    [2_949_999_999, 'Rp2,9 miliar'],
    [1_234_500_000_000, 'Rp1.234,5 miliar'],
  ] as const) {
    expect(say('rupiah', value), String(value)).toBe(said)
    if (value > 0) expect(say('rupiah', -value), String(-value)).toBe(`−${said}`)
  }
})

test('what is said of money is within half of its last digit', () => {
  for (let value = 7; value < 5e12; value = Math.ceil(value * 1.13)) {
    const said = say('rupiah', value)
    const unit = said.endsWith('miliar') ? 1e9 : said.endsWith('juta') ? 1e6 : 1
    const figure = Number(
      said
        .replace(/^Rp| .*$/g, '')
        .replaceAll('.', '')
        .replace(',', '.'),
    )
    const most = unit === 1 ? 0 : unit / 20
    expect(Math.abs(figure * unit - value), `${value}: ${said}`).toBeLessThanOrEqual(most * 1.000001)
  }
})

test('months come in tenths and shares in thousandths', () => {
  expect(say('months', 123)).toBe('12,3')
  expect(say('months', 120)).toBe('12,0')
  expect(say('months', -5)).toBe('−0,5')
  expect(say('count', -2)).toBe('−2')
  expect(say('permille', 460)).toBe('46 %')
  expect(say('permille', 465)).toBe('46,5 %')
  expect(say('permille', 1000)).toBe('100 %')
  expect(say('count', 12_345)).toBe('12.345')
})

test('a total of shares stands beside the two numbers it is made of', () => {
  expect(sayTotal('permille', { num: 460, den: 1000 })).toBe('46 % (460 / 1.000)')
  expect(sayTotal('months', { num: 25, den: 2 })).toBe('12,5')
  expect(sayTotal('rupiah', { num: 2_900_000_000, den: 0 })).toBe('Rp2,9 miliar')
})

test('nothing of nothing is no share: neither none nor all', () => {
  for (const unit of ['permille', 'months']) {
    expect(sayTotal(unit, { num: 0, den: 0 })).toBeNull()
    expect(sayTotal(unit, { num: 0, den: 5 })).not.toBeNull()
  }
})
