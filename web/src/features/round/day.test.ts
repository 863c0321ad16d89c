import { expect, test } from 'vitest'
import type { Done } from '../outbox/fold'
import { frameOf, international, partOf, pointOf, scaleOf, viewOf } from './day'
import { type Family, type Pack, type PackStop, packDay } from './pack'

const family = (id: number): Family => ({
  id,
  head: `Keluarga ${id}`,
  kk: '9901••••••••0007',
  address: 'Jl Contoh',
  rt: '01',
  rw: '02',
  desa: 'Contoh',
  members: 3,
  months: 18,
  arrears: 1_260_000,
  as_of: '2026-11-01',
  place_class: 'A',
})
const stop = (household: number): PackStop => ({
  household,
  from: 960,
  until: 1140,
  arrive: 970,
  ride: { metres: 300, minutes: 2, rough: false },
  reasons: [],
})
const pack: Pack = {
  server_epoch: 'e',
  server_time: '2026-11-23T10:00:00+07:00',
  today: '2026-11-23',
  kader: { id: 1, code: 'K1', name: 'Ani', branch: '9901' },
  days: [{ day: '2026-11-23', state: 'route', stops: [0, 1, 2, 3].map(stop), reserve: [stop(4), stop(5)] }],
  families: [1, 2, 3, 4, 5, 6].map(family),
  rules: {},
}
const done = (type: Done['type'], seq = 1): Done => ({
  event: 'e',
  type,
  payload: {},
  day: '2026-11-23',
  seq,
})

test('the next visit is the first family of which nothing is recorded', () => {
  const view = viewOf(pack, '2026-11-23', new Map([[1, done('RUMAH_KOSONG')]]))
  expect(view.next?.family?.id).toBe(2)
  expect(view.finished).toBe(1)
  expect(view.reserve.map((one) => one.family?.id)).toEqual([4, 5])
  expect(view.visits[0]?.family).toBeUndefined() // the village office
})

test('a skipped stop is passed by and counts as no visit', () => {
  const view = viewOf(pack, '2026-11-23', new Map([[1, done('DILEWATI')]]))
  expect(view.next?.family?.id).toBe(2)
  expect(view.finished).toBe(0)
})

test('a family taken from the reserve or met by chance stands in the day', () => {
  const view = viewOf(pack, '2026-11-23', new Map([[6, done('BAYAR_CICIL')]]), [], [4])
  expect(view.visits.map((one) => one.stop.household)).toEqual([0, 1, 2, 3, 4, 6])
  expect(view.reserve.map((one) => one.family?.id)).toEqual([5])
})

test("the kader's own order goes after the village office, and what it does not name behind", () => {
  const view = viewOf(pack, '2026-11-23', new Map(), [3, 2])
  expect(view.visits.map((one) => one.stop.household)).toEqual([0, 3, 2, 1])
  expect(view.visits.map((one) => one.seq)).toEqual([1, 2, 3, 4])
  expect(view.visits[1]?.stop.arrive).toBe(0) // the plan's time is none any more
})

test("the kader's own order and additions stay when the plan is made anew under them", () => {
  const anew = {
    ...pack,
    days: [{ ...packDay(pack, pack.today), stops: [0, 3, 6, 2, 4].map(stop), reserve: [stop(5)] }],
  }
  const view = viewOf(anew, '2026-11-23', new Map([[1, done('RUMAH_KOSONG')]]), [3, 2, 1], [4])
  // 6 is new and comes behind; 4, that the kader had added, is planned now and stands once.
  expect(view.visits.map((one) => one.stop.household)).toEqual([0, 3, 2, 6, 4, 1])
  expect(view.next?.family?.id).toBe(3)
})

test('what is done stands before what the kader put in order, so that numbers go on', () => {
  const view = viewOf(pack, '2026-11-23', new Map([[1, done('RUMAH_KOSONG')]]), [3, 2])
  expect(view.visits.map((one) => one.stop.household)).toEqual([0, 1, 3, 2])
  expect(view.next?.seq).toBe(3)
})

test('a family that left the territory is no visit any more', () => {
  const view = viewOf({ ...pack, families: pack.families.slice(1) }, '2026-11-23', new Map())
  expect(view.next?.family?.id).toBe(2)
})

test('the frame holds every point with room around, north up', () => {
  const frame = frameOf([
    { x: 0, y: 0 },
    { x: 1000, y: 2000 },
  ])
  expect(frame.left).toBeLessThan(0)
  expect(frame.top).toBeLessThan(-2000)
  expect(frame.left + frame.width).toBeGreaterThan(1000)
  expect(frame.top + frame.height).toBeGreaterThan(0)
  expect(frameOf([{ x: 5, y: 5 }]).width).toBeGreaterThanOrEqual(400)
})

test('a hundredth of a degree is a kilometre and a bit, less to the east', () => {
  const { x, y } = pointOf(-7.49, 110.81, { lat: -7.5, lng: 110.8 })
  expect(Math.round(y)).toBe(1112)
  expect(Math.round(x)).toBe(1102)
})

test('a scale is a round length that fits', () => {
  expect([400, 1000, 2600, 9000].map(scaleOf)).toEqual([100, 200, 500, 2000])
})

test('a telephone number loses its leading zero', () => {
  expect(international('0800 0123')).toBe('628000123')
  expect(international('+62800')).toBe('62800')
  expect(international('••••••••1234')).toBe('')
  expect(international(undefined)).toBe('')
})

test('the greeting follows the sun', () => {
  expect([8, 12, 17].map(partOf)).toEqual(['partMorning', 'partNoon', 'partEvening'])
})
