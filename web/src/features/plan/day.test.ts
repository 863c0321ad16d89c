import { expect, test } from 'vitest'
import type { Schemas } from '../../api/client'
import { dayRows, doneOf, later } from './day'

const card = (household: number) =>
  ({
    household,
    headName: `Contoh ${household}`,
    rt: '001',
    rw: '002',
    desaName: 'Contoh',
  }) as Schemas['RouteCard']
const visit = (household: number, at: number, outcome = 'RUMAH_KOSONG') =>
  ({
    household,
    headName: 'Lain',
    rt: '009',
    rw: '001',
    desaName: 'Contoh',
    at,
    outcome,
    amount: 0,
  }) as Schemas['DayVisit']

test('planned families stand in their order with every visit, others follow in theirs', () => {
  const rows = dayRows(
    [card(3), card(1), card(2)],
    [visit(9, 960), visit(1, 970), visit(1, 1100), visit(8, 1110)],
  )
  expect(rows.map((row) => [row.household, row.card !== null, row.visits.map((one) => one.at)])).toEqual([
    [3, true, []],
    [1, true, [970, 1100]],
    [2, true, []],
    [9, false, [960]],
    [8, false, [1110]],
  ])
  expect(rows[3]).toMatchObject({ name: 'Lain', place: 'RT 009/RW 001 Contoh' })
  expect(doneOf(rows)).toEqual({ planned: 3, done: 1, besides: 2 })
})

test('a day without a route and without visits has no rows', () => {
  expect(doneOf(dayRows([], []))).toEqual({ planned: 0, done: 0, besides: 0 })
})

test('the next day crosses months, years and the leap day', () => {
  expect([
    later('2026-11-30', 1),
    later('2027-01-01', -1),
    later('2028-02-28', 1),
    later('2026-03-01', -1),
  ]).toEqual(['2026-12-01', '2026-12-31', '2028-02-29', '2026-02-28'])
})

test('an engagement stands at its hour and is no visit', () => {
  const at = (household: number, begin: number) =>
    ({ ...card(household), stop: { begin } }) as Schemas['RouteCard']
  const meeting = {
    id: 7,
    open: 1020,
    minutes: 60,
    place: 'Balai RW 3',
    desaName: 'Contoh',
  } as Schemas['PlannedEngagement']
  const rows = dayRows([at(3, 960), at(1, 1100)], [], [meeting])
  expect(rows.map((row) => row.household)).toEqual([3, -7, 1])
  expect(rows[1]?.place).toBe('Balai RW 3, Contoh')
  expect(doneOf(rows)).toEqual({ planned: 2, done: 0, besides: 0 })
})
