import { expect, test } from 'vitest'
import { viewOf } from './day'
import type { Family, Pack, PackStop } from './pack'
import { planRest, presentOf } from './rest'

const family = (id: number, north: number | null): Family => ({
  id,
  head: `Keluarga ${id}`,
  kk: '',
  address: '',
  rt: '1',
  rw: '1',
  desa: '',
  members: 1,
  months: 12,
  arrears: 100_000,
  as_of: '2026-11-01',
  place_class: 'A',
  ...(north === null ? {} : { lat: -7.5 + north / 111_195, lng: 110.8 }),
})
const stop = (household: number, more: Partial<PackStop> = {}): PackStop => ({
  household,
  from: 960,
  until: 980,
  arrive: 960,
  window: [960, 1180],
  ride: { metres: 0, minutes: 0, rough: false },
  expects: { cash: 10_000, later: 0 },
  reasons: [],
  ...more,
})
const pack = (stops: PackStop[], reserve: number[] = []): Pack => ({
  server_epoch: 'e',
  server_time: '',
  today: '2026-11-23',
  kader: { id: 1, code: '', name: '', branch: '' },
  days: [
    {
      day: '2026-11-23',
      state: 'route',
      stops,
      reserve: reserve.map((id) => stop(id, { window: undefined, expects: undefined })),
    },
  ],
  families: [1, 2, 3, 4, 5].map((id) => family(id, id === 5 ? null : 500 * id)),
  rules: { visit_minutes: 20, cap: 8, travel: { factor: 1.4, speedKmh: 18 } },
})
const anew = (p: Pack, now: number) => planRest(p, viewOf(p, '2026-11-23', new Map()), now)

test('with time enough everybody is visited, those in reserve too', () => {
  const made = anew(pack([stop(1), stop(2)], [3]), 960)
  expect([...made.order].sort()).toEqual([1, 2, 3])
  expect(made.added).toEqual([3])
  expect(made.left).toBe(0)
})

test('a Rupiah that comes later counts less, by the rule of the pack', () => {
  const [now, later] = [
    { stop: stop(1, { expects: { cash: 49_000, later: 0 } }) },
    { stop: stop(2, { expects: { cash: 0, later: 50_000 } }) },
  ]
  expect([presentOf(now, 0.942045), presentOf(later, 0.942045)]).toEqual([49_000, 47_102])
  expect(presentOf(later)).toBe(50_000)
  const p = pack([now.stop, later.stop])
  p.rules = { ...p.rules, later_worth: 0.942045 }
  expect(anew(p, 1175).order).toEqual([1])
})

test('late, a promise of today goes before what is worth more', () => {
  const promised = stop(2, { reasons: ['PROMISE_TODAY'], expects: { cash: 1, later: 0 } })
  const made = anew(pack([stop(1, { expects: { cash: 900_000, later: 0 } }), promised]), 1175)
  expect(made.order).toEqual([2])
  expect(made.left).toBe(1)
})

test('after the last window nobody is visited and all are left', () => {
  const made = anew(pack([stop(1), stop(2)], [3]), 1190)
  expect(made).toEqual({ order: [], added: [], left: 2 })
})

test('a family of unknown place is a ride of ten minutes, not of none', () => {
  const made = anew(pack([stop(1, { window: [960, 965] }), stop(5, { window: [960, 985] })]), 960)
  expect(made.order).toEqual([1]) // 960 + 20 at the first + 10 is past 985
})

const meeting = (from: number, until: number): PackStop => ({
  ...stop(0, { from, until, window: undefined, expects: undefined }),
  engagement: { id: 7, for: 'EDUKASI', place: 'Balai RW 3', lat: -7.5 + 1000 / 111_195, lng: 110.8 },
})

test('a meeting keeps its hour when the rest of the day is planned anew', () => {
  const day = pack([stop(1), meeting(1000, 1060), stop(2)])
  const made = anew(day, 960)
  expect([...made.order].sort((a, b) => a - b)).toEqual([-7, 1, 2])
  expect(made.left).toBe(0)
  expect(anew(pack([stop(1, { window: [960, 1000] }), meeting(970, 1180)]), 965).order).toEqual([-7])
  // Over, it is none of the rest of the day.
  expect(anew(day, 1061).order).not.toContain(-7)
})

test('an order of the kader places a meeting; one that came later is in front', () => {
  const day = pack([stop(1), meeting(1000, 1060), stop(2)])
  const keys = (order: number[]) =>
    viewOf(day, '2026-11-23', new Map(), order).visits.map(
      ({ stop }) => stop.engagement?.id ?? stop.household,
    )
  expect(keys([2, -7, 1])).toEqual([2, 7, 1])
  expect(keys([2, 1])).toEqual([7, 2, 1])
  expect(keys([])).toEqual([1, 7, 2])
})
