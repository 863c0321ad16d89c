import { expect, test } from 'vitest'
import type { Code, FieldEvent, Payload } from '../outbox/event'
import { fold } from '../outbox/fold'
import { viewOf } from './day'
import { madeOn, paidOn } from './made'
import type { Family, Pack } from './pack'

const day = '2026-11-23'
const family = (id: number, last?: Family['last']): Family => ({
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
  ...(last && { last }),
})
/** A pack whose day was planned anew after its visits were made: no stop is left. */
const packOf = (families: Family[]): Pack => ({
  server_epoch: 'e',
  server_time: `${day}T10:00:00+07:00`,
  today: day,
  kader: { id: 1, code: 'K1', name: 'Ani', branch: '9901' },
  days: [{ day, state: 'route', stops: [], reserve: [] }],
  families,
  rules: {},
})
let seq = 0
const event = (type: Code, more: Partial<FieldEvent> & { payload?: Payload }): FieldEvent => ({
  event_id: `e${++seq}`,
  device_id: 'd',
  device_seq: seq,
  type,
  payload: {},
  wall_time: `${day}T17:00:00+07:00`,
  monotonic_ms: 0,
  boot_id: 'b',
  app: 'test',
  ...more,
})

test('a phone that is new to its kader shows the visits of the day, and their money', () => {
  const pack = packOf([
    family(1, [{ day, type: 'BAYAR_CICIL', amount: 100_000 }]),
    family(2, [{ day, type: 'JANJI_BAYAR', amount: 50_000 }]),
    family(3, [{ day: '2026-11-20', type: 'RUMAH_KOSONG' }]),
  ])
  const none = fold([])
  const view = viewOf(pack, day, madeOn(pack, none, day))
  expect(view.visits.map((one) => [one.family?.id, one.done?.type])).toEqual([
    [1, 'BAYAR_CICIL'],
    [2, 'JANJI_BAYAR'],
  ])
  expect(view.finished).toBe(2)
  expect(paidOn(pack, none, day)).toBe(100_000)
})

test('what this phone recorded speaks for itself, be it newer or taken back', () => {
  const taken = event('RUMAH_KOSONG', { household: 1 })
  const folded = fold([
    taken,
    event('BATAL', { household: 1, of: taken.event_id }),
    event('BAYAR_CICIL', { household: 2, payload: { amount: 70_000 } }),
  ])
  const pack = packOf([
    family(1, [{ day, type: 'RUMAH_KOSONG' }]),
    family(2, [{ day, type: 'BAYAR_CICIL', amount: 70_000 }]),
  ])
  expect([...madeOn(pack, folded, day).keys()]).toEqual([2])
  expect(paidOn(pack, folded, day)).toBe(70_000)
})

test('without a pack there is what this phone recorded', () => {
  const folded = fold([event('RUMAH_KOSONG', { household: 1 })])
  expect(madeOn(null, folded, day).get(1)?.type).toBe('RUMAH_KOSONG')
  expect(paidOn(null, folded, day)).toBe(0)
})
