import { expect, test } from 'vitest'
import type { Say } from '../../shared/i18n'
import { standing } from './band'
import {
  apartWords,
  type Certificate,
  changeOf,
  type DesaSum,
  gapPercent,
  linksOf,
  matching,
  placesOf,
  shapeOf,
  sortedBy,
  wholenessOf,
} from './model'

test('a territory stands below, in or above the band, both ends included', () => {
  const band = { lower: 450, upper: 550 }
  expect([449, 450, 550, 551].map((n) => standing(n, band))).toEqual([
    'bandLow',
    'bandOk',
    'bandOk',
    'bandHigh',
  ])
})

test('a gap that nobody proved is unknown, not zero', () => {
  expect(gapPercent({ inertia: 100, bound: 0 } as Certificate)).toBeNull()
  expect(gapPercent({ inertia: 100, bound: 95 } as Certificate)).toBeCloseTo(5)
})

test('what two plans bring differs in cash first and in later sums apart, each with its sign', () => {
  const say = ((_: string, of: Record<string, string>) => `${of.cash} | ${of.later}`) as Say
  expect(apartWords(-1_200_000, 300_000, say)).toBe('−Rp1,2 juta | +Rp300.000')
  expect(apartWords(0, -5_000_000, say)).toBe('Rp0 | −Rp5 juta')
})

test('desa are found by their own name and their kecamatan', () => {
  const desa = [
    { name: 'Karangasri', kecamatan: 'Kec. A', code: '99.01.01.2001' },
    { name: 'Sukamaju', kecamatan: 'Kec. B', code: '99.01.02.2001' },
  ] as DesaSum[]
  expect(matching(desa, 'kec. b').map((d) => d.name)).toEqual(['Sukamaju'])
  expect(matching(desa, '')).toHaveLength(2)
})

test('a kader can only be wished for where families live', () => {
  const desa = [
    { name: 'Sukamaju', kecamatan: 'Kec. B', code: '99.01.02.2001', households: 3 },
    { name: 'Sepi', kecamatan: 'Kec. B', code: '99.01.02.2002', households: 0 },
    { name: 'Karangasri', kecamatan: 'Kec. A', code: '99.01.01.2001', households: 9 },
    { name: 'Hutan', kecamatan: 'Kec. C', code: '99.01.03.2001', households: 0 },
  ] as DesaSum[]
  expect(placesOf(desa, (code) => code.slice(0, 8))).toEqual([
    { code: '99.01.01', name: 'Kec. A', desa: [{ code: '99.01.01.2001', name: 'Karangasri' }] },
    { code: '99.01.02', name: 'Kec. B', desa: [{ code: '99.01.02.2001', name: 'Sukamaju' }] },
  ])
})

test('uncovered desa are ranked by the measure asked for', () => {
  const row = (households: number, expected: number) => ({ households, expected, eligible: 0, arrears: 0 })
  const rows = [row(1, 5), row(9, 2), row(9, 1)]
  expect(sortedBy(rows, 'expected').map((r) => r.expected)).toEqual([5, 2, 1])
  expect(sortedBy(rows, 'households').map((r) => r.expected)).toEqual([2, 1, 5])
  expect(rows[0]?.expected).toBe(5)
})

test('a change is told in Rupiah with its sign, and as a share where something was before', () => {
  expect(changeOf(2e8, 195e6)).toBe('−Rp5 juta, −2,5 %')
  expect(changeOf(1_166_038_800, 1_185_460_677)).toBe('+Rp19,4 juta, +1,7 %')
  expect(changeOf(0, 9)).toBe('+Rp9')
})

test('what territories by cells leave within them is summed, and narrow ones are counted', () => {
  const of = (...lies: object[]) => shapeOf({ territories: lies as never })
  expect(of({ skipped: 12, skippedCash: 300_000, narrow: 40 }, {}, { skipped: 3, skippedCash: 5 })).toEqual({
    skipped: 15,
    cash: 300_005,
    narrow: 1,
  })
  expect(of()).toEqual({ skipped: 0, cash: 0, narrow: 0 })
  expect(shapeOf({ territories: null })).toEqual({ skipped: 0, cash: 0, narrow: 0 })
})

test('the price of whole desa is what cells could bring more by present value, the dearest kecamatan first', () => {
  const of = (...prices: object[]) =>
    wholenessOf({ certificate: { whole: { prices } } as never }).map((row) => [row.kecamatan, row.most])
  expect(
    of(
      { kecamatan: '99.01.02', cells: 900, value: 850, expected: 700 },
      { kecamatan: '99.01.01', cells: 900, value: 850, expected: 700 },
      { kecamatan: '99.01.03', cells: 900, value: 800, expected: 700 },
      { kecamatan: '99.01.04', cells: 900, value: 0, expected: 890 },
      { kecamatan: '99.01.05', cells: 900, value: 900, expected: 800 },
    ),
  ).toEqual([
    ['99.01.03', 100],
    ['99.01.01', 50],
    ['99.01.02', 50],
    ['99.01.04', 10],
    ['99.01.05', 0],
  ])
  expect(wholenessOf({ certificate: undefined })).toEqual([])
  expect(wholenessOf({ certificate: { whole: { prices: null } } as never })).toEqual([])
})

test('links across gaps are those of all territories, the widest first', () => {
  const gap = (from: string, to: string, metres: number) => ({ from, to, metres })
  const plan = {
    territories: [
      { id: 1, gaps: [gap('a', 'b', 900)] },
      { id: 2 },
      { id: 3, gaps: [gap('d', 'd', 40), gap('c', 'e', 5000)] },
    ],
  } as never
  expect(linksOf(plan).map((link) => [link.territory, link.from, link.to, link.metres])).toEqual([
    [3, 'c', 'e', 5000],
    [1, 'a', 'b', 900],
    [3, 'd', 'd', 40],
  ])
  expect(linksOf({ territories: null })).toEqual([])
})
