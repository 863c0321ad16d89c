import { expect, test } from 'vitest'
import {
  cropOf,
  daysUntil,
  found,
  letterOn,
  nextContract,
  ordered,
  type Row,
  supervisionAfter,
  turned,
} from './paper'

const today = '2026-11-23'
const row = (over: Partial<Row> = {}): Row => ({
  kader: 1,
  code: 'K001',
  name: 'Siti Contoh',
  status: 'aktif',
  supervisor: 'Bu Ani',
  from: '2026-01-01',
  until: '2027-06-30',
  photo: true,
  phones: 1,
  work: { territories: 1, desa: ['Sukamaju'], eligible: 500 },
  contracts: [],
  supervision: [],
  letters: [letter('2026-11-01', '2026-12-31')],
  ...over,
})
const letter = (from: string, until: string, withdrawn?: string) => ({
  id: 1,
  kader: 1,
  number: '1/ST',
  from,
  until,
  desa: [],
  text: '',
  withdrawn,
})
const month = (visits: number, asked: number) => ({ now: { visits, asked } }) as Row['month']

test('who ends within sixty days is to be renewed, who has left is not', () => {
  const of = (until: string, status = 'aktif') => found([row({ until, status })], '', 'renew', today).length
  expect(daysUntil(today, '2027-01-22')).toBe(60)
  expect(of('2027-01-22')).toBe(1)
  expect(of('2027-01-23')).toBe(0)
  expect(of('2026-11-01')).toBe(1) // ended already
  expect(of('2026-11-01', 'berhenti')).toBe(0)
})

test('a letter holds within its days unless it was withdrawn', () => {
  expect(letterOn(row(), today)?.number).toBe('1/ST')
  expect(letterOn(row({ letters: [letter('2026-11-24', '2026-12-31')] }), today)).toBeUndefined()
  expect(letterOn(row({ letters: [letter('2026-11-01', '2026-12-31', today)] }), today)).toBeUndefined()
  expect(letterOn(row({ letters: null }), today)).toBeUndefined()
})

test('who looks after a kader later on is told apart from who does today', () => {
  const said = ['2026-11-01', today, '2026-11-24', '2027-01-01'].map((from) => ({
    from,
    account: 1,
    name: 'Bu Ani',
  }))
  expect(supervisionAfter(row({ supervision: said }), today).map((one) => one.from)).toEqual([
    '2026-11-24',
    '2027-01-01',
  ])
  expect(supervisionAfter(row({ supervision: null }), today)).toEqual([])
})

test('all words of a search are looked for in name, code, supervisor and desa', () => {
  const rows = [row(), row({ kader: 2, code: 'K002', name: 'Budi Contoh', photo: false, phones: 0 })]
  expect(found(rows, 'contoh k002', '', today).map((one) => one.kader)).toEqual([2])
  expect(found(rows, 'sukamaju ani', '', today)).toHaveLength(2)
  expect(found(rows, 'tidak ada', '', today)).toEqual([])
  for (const lack of ['photo', 'phone']) expect(found(rows, '', lack, today)).toEqual([rows[1]])
  expect(found(rows, '', 'left', today)).toEqual([])
  expect(found(rows, '', 'anything', today)).toHaveLength(2)
})

test('a list is ordered both ways, and equals stay by code', () => {
  const rows = [
    row({ code: 'K3', month: month(5, 10) }),
    row({ code: 'K1', until: '2026-12-01' }),
    row({ code: 'K2', month: month(9, 10) }),
  ]
  const by = (sort: string) => ordered(rows, sort).map((one) => one.code)
  expect(by('until')).toEqual(['K1', 'K2', 'K3'])
  expect(by('-visits')).toEqual(['K2', 'K3', 'K1'])
  expect(by('no such column')).toEqual(['K1', 'K2', 'K3'])
  expect(turned('until', 'until')).toBe('-until')
  expect(turned('-until', 'until')).toBe('until')
})

test('the next contract follows on, or begins tomorrow after a pause', () => {
  expect(nextContract('2026-12-31', today)).toEqual({ from: '2027-01-01', until: '2027-12-31' })
  expect(nextContract('2026-03-01', today)).toEqual({ from: '2026-11-24', until: '2027-11-23' })
  expect(nextContract('2028-02-28', today)).toEqual({ from: '2028-02-29', until: '2029-02-28' })
})

test('a crop is three to four, within the picture, whatever was moved', () => {
  for (const size of [
    { width: 4000, height: 3000 },
    { width: 300, height: 900 },
    { width: 64, height: 64 },
  ])
    for (const zoom of [1, 1.5, 4])
      for (const at of [0, 0.5, 1]) {
        const crop = cropOf(size, zoom, at, 1 - at)
        expect(crop.width / crop.height).toBeCloseTo(0.75)
        expect(crop.x).toBeGreaterThanOrEqual(0)
        expect(crop.y).toBeGreaterThanOrEqual(0)
        expect(crop.x + crop.width).toBeLessThanOrEqual(size.width + 1e-9)
        expect(crop.y + crop.height).toBeLessThanOrEqual(size.height + 1e-9)
      }
  expect(cropOf({ width: 600, height: 800 }, 1, 0.5, 0.5)).toEqual({ x: 0, y: 0, width: 600, height: 800 })
})
