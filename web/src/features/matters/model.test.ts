import { expect, test } from 'vitest'
import {
  asBefore,
  byFamily,
  counted,
  ends,
  inAll,
  left,
  mayRule,
  missing,
  queues,
  sharesOf,
  standing,
} from './model'

test('matters of a family stand together, candidates each alone', () => {
  const of = (event: string, household?: number) => ({ event, household }) as never
  const cards = byFamily([of('a', 7), of('b', 7), of('c'), of('d'), of('e', 9), of('f', 7)])
  expect(cards.map((card) => card.map((one) => one.event).join(''))).toEqual(['ab', 'c', 'd', 'e', 'f'])
  expect(byFamily([])).toEqual([])
})

test('every queue has an end, a death comes first', () => {
  expect(queues[0]).toBe('SENSITIF')
  expect(queues).toHaveLength(6)
  expect(queues.every((queue) => ends[queue].length > 0)).toBe(true)
})

test('shares are whole rupiah as people write them', () => {
  expect(sharesOf({ 3: 'Rp 1.250.000', 7: '', 9: '0', 12: '35000' })).toEqual([
    { household: 3, amount: 1_250_000 },
    { household: 12, amount: 35_000 },
  ])
  for (const wrong of ['1,5', '-35000', 'seribu', '9'.repeat(13)]) expect(sharesOf({ 3: wrong })).toBeNull()
})

test('a payment is divided when nothing is missing of what is left', () => {
  const payment = { amount: 420_000, credited: 100_000 }
  expect(left(payment)).toBe(320_000)
  expect(missing(payment, [{ amount: 200_000 }, { amount: 120_000 }])).toBe(0)
  expect(missing(payment, [{ amount: 200_000 }])).toBe(120_000)
  expect(missing(payment, [{ amount: 400_000 }])).toBe(-80_000)
})

test('nothing is counted as none before it is known', () => {
  expect(counted(inAll(undefined))).toBe('…')
  expect(counted(inAll({}))).toBe('0')
  expect(counted(inAll({ DATA: 1_190, UANG: 3 }))).toBe('1.193')
})

test('the last division is written into the form as it was', () => {
  const shares = [
    { household: 4, amount: 100_000 },
    { household: 2, amount: 150_000 },
  ]
  const written = asBefore({ before: { day: '2026-10-09', by: 'petugas', shares } })
  expect(sharesOf(written)).toEqual(expect.arrayContaining(shares))
  expect(asBefore({})).toEqual({})
})

test('a decision of one family on numbers that are nobody’s may become a rule', () => {
  const share = (id: number, undoneBy?: string) => ({ id, household: id, undoneBy }) as never
  const one = { decidedBy: 'petugas', reason: 'UNKNOWN_NUMBER', shares: [share(1), share(2, 'petugas')] }
  expect(standing(one)).toHaveLength(1)
  expect(mayRule(one)).toBe(true)
  expect(mayRule({ ...one, decidedBy: '' })).toBe(false)
  expect(mayRule({ ...one, reason: 'SHARED_VA' })).toBe(false)
  expect(mayRule({ ...one, shares: [share(1), share(3)] })).toBe(false)
  expect(mayRule({ ...one, shares: null })).toBe(false)
})
