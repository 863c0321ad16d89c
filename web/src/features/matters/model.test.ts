import { expect, test } from 'vitest'
import { daysBetween, ends, left, missing, overdue, queues, sharesOf } from './model'

const complaint = 'KELUHAN'

test('a complaint is late on the third day, a death on the second, an address after two weeks', () => {
  const late = (queue: string, since: string) => overdue({ queue, since } as never, '2026-11-23')
  expect(late(complaint, '2026-11-21')).toBe(false)
  expect(late(complaint, '2026-11-20')).toBe(true)
  expect(late('SENSITIF', '2026-11-21')).toBe(true)
  expect(late('DATA', '2026-11-09')).toBe(false)
  expect(late('DATA', '2026-11-08')).toBe(true)
})

test('days are counted across months and years', () => {
  expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1)
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
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
