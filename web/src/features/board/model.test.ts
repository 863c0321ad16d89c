import { describe, expect, test } from 'vitest'
import { csv } from './csv'
import {
  found,
  levelOf,
  monthsTo,
  notBegun,
  percent,
  points,
  ratios,
  sayRupiah,
  signed,
  sorted,
  type Tally,
} from './model'

const tally = (of: Partial<Tally>): Tally =>
  ({
    visits: 0, asked: 0, planned: 0, onRoute: 0, met: 0, promised: 0, kept: 0, due: 0, rehab: 0,
    collected: 0, target: 0, unsought: 0, workdays: 0, ...of,
  }) // biome-ignore format: one line

describe('shares', () => {
  test('0/0 is none, and 5 of 3 stays 167 %', () => {
    expect(percent(ratios.kept(tally({})))).toBeNull()
    expect(percent(ratios.visits(tally({ visits: 5, asked: 3 })))).toBe('167 %')
    expect(percent({ num: 0, den: 4 })).toBe('0 %')
    expect(percent({ num: 3, den: 100 })).toBe('3,0 %')
    expect(percent({ num: 9_951, den: 100_000 })).toBe('10 %')
  })
  test('differ in points, where both are there', () => {
    expect(points({ num: 1, den: 2 }, { num: 1, den: 4 })).toBe(25)
    expect(points({ num: 1, den: 2 }, { num: 0, den: 0 })).toBeNull()
  })
})

test.each([
  [2_900_000_000, 'Rp2,9 miliar'],
  [2_600_000_000, 'Rp2,6 miliar'],
  [999_960_000, 'Rp1,0 miliar'],
  [999_940_000, 'Rp999,9 juta'],
  [247_000, 'Rp247.000'],
  [-1_250_000, '−Rp1,3 juta'],
  [-140_000, '−Rp140.000'],
  [0, 'Rp0'],
])('%d is said as a person would: %s', (amount, words) => {
  expect(sayRupiah(amount)).toBe(words)
})

test('a change has its sign', () => {
  expect([signed(3), signed(-3), signed(0), signed(2_000_000, sayRupiah)]).toEqual([
    '+3',
    '−3',
    '0',
    '+Rp2,0 juta',
  ])
})

test('what has no number stands last, whichever way rows are sorted', () => {
  const rows = [{ n: null }, { n: 2 }, { n: 0 }, { n: 10 }]
  expect(sorted(rows, (r) => r.n, false).map((r) => r.n)).toEqual([0, 2, 10, null])
  expect(sorted(rows, (r) => r.n, true).map((r) => r.n)).toEqual([10, 2, 0, null])
  expect(sorted([{ n: 'K10' }, { n: 'K9' }], (r) => r.n, false).map((r) => r.n)).toEqual(['K9', 'K10'])
})

test('a search finds rows by every word of it', () => {
  const rows = ['Siti Aminah K7', 'Budi K12', 'Désa Siti']
  expect(found(rows, ' siti k7 ', (r) => r)).toEqual(['Siti Aminah K7'])
  expect(found(rows, 'DESA', (r) => r)).toEqual(['Désa Siti'])
  expect(found(rows, '', (r) => r)).toEqual(rows)
})

test('months go back over the turn of years', () => {
  const months = monthsTo('2026-02')
  expect(months).toHaveLength(24)
  expect([months[0], months[1], months[2], months[23]]).toEqual(['2026-02', '2026-01', '2025-12', '2024-03'])
})

test('areas know their rank', () => {
  expect(['', '33.72', '33.72.01', '33.72.01.1001'].map(levelOf)).toEqual([0, 2, 3, 4])
})

describe('a file', () => {
  const columns = [
    { head: 'Nama', of: (r: { name: string; sum: number | null }) => r.name },
    { head: 'Rupiah', of: (r: { name: string; sum: number | null }) => r.sum },
  ]
  const text = csv([['saring', 'kelas III; "12 bulan"']], columns, [
    { name: '=1+1', sum: 2_612_345_678 },
    { name: 'Desa "Baru"; timur', sum: null },
  ])
  const lines = text.slice(1).trimEnd().split('\r\n')
  test('holds whole rupiah, its filter, and an empty cell for what is not there', () => {
    expect(text.charCodeAt(0)).toBe(0xfeff)
    expect(lines).toEqual([
      '# saring;"kelas III; ""12 bulan"""',
      'Nama;Rupiah',
      "'=1+1;2612345678",
      '"Desa ""Baru""; timur";',
    ])
  })
})

test('on the first day of work a month without visits has not begun, later it lacks them', () => {
  const board = (visits: number, done: number) =>
    ({ now: { visits }, workdays: { done, all: 25 } }) as Parameters<typeof notBegun>[0]
  expect(notBegun(board(0, 1))).toBe(true)
  expect(notBegun(board(1, 1))).toBe(false)
  expect(notBegun(board(0, 2))).toBe(false)
})
