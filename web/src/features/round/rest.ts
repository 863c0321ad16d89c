import { again, type Errand, type Rest } from './again'
import type { DayView, Visit } from './day'
import { pointOf } from './day'
import type { Family, Pack } from './pack'
import { type Price, priceOf } from './price'

/** Reasons for which a visit goes before any worth. */
const keeping = ['PROMISE_TODAY', 'PROMISE_LATE', 'INSTALMENT_DUE']

/** Minutes of a ride to or from a family of whom nobody knows where it lives. */
const blindRide = 10

/** What the rest of a day planned anew comes to: families in order, and those left for another day. */
export interface Anew {
  order: number[]
  /** Of the order, those from the reserve. */
  added: number[]
  left: number
}

/** The rest of a day as the phone can make it from a minute on, starting at the last family visited. */
export function planRest(pack: Pack, view: DayView, now: number): Anew {
  const open = view.visits.filter((visit) => visit.family && !visit.done)
  const visits = [...open, ...view.reserve]
  const rest = restOf(pack, view, visits, open.length, now)
  const order = again(rest).map((i) => visits[i]?.family?.id ?? 0)
  const reserve = new Set(view.reserve.map((visit) => visit.family?.id ?? 0))
  const taken = new Set(order)
  return {
    order,
    added: order.filter((id) => reserve.has(id)),
    left: open.filter((visit) => !taken.has(visit.family?.id ?? 0)).length,
  }
}

/** What the kader's own order of the open visits costs against the planned one, from a minute on. */
export function ownPrice(pack: Pack, planned: DayView, own: DayView, now: number): Price {
  const open = (view: DayView) => view.visits.filter((visit) => visit.family && !visit.done)
  const idOf = (visit: Visit) => visit.family?.id ?? 0
  const visits = open(planned)
  const place = new Map(visits.map((visit, i) => [idOf(visit), i]))
  const order = open(own).flatMap((visit) => place.get(idOf(visit)) ?? [])
  const rest = restOf(pack, planned, visits, visits.length, now)
  return priceOf(
    rest,
    order,
    visits.map((_, i) => i),
  )
}

function restOf(pack: Pack, view: DayView, visits: Visit[], planned: number, now: number): Rest {
  const minutes = pack.rules.visit_minutes ?? 20
  const windows = view.visits.flatMap((visit) => (visit.stop.window ? [visit.stop.window] : []))
  const day: [number, number] = windows.length
    ? [Math.min(...windows.map((w) => w[0])), Math.max(...windows.map((w) => w[1]))]
    : [now, 20 * 60 - minutes]
  // Who is in reserve was worth less than who is planned: half of the least is a fair guess.
  const worthOf = (visit: Visit) => presentOf(visit, pack.rules.later_worth)
  const least = planned > 0 ? Math.floor(Math.min(...visits.slice(0, planned).map(worthOf)) / 2) : 1
  const errands = visits.map((visit, i): Errand => {
    const [from, to] = visit.stop.window ?? day
    return {
      household: visit.family?.id ?? 0,
      open: from,
      close: to,
      minutes,
      worth: i < planned ? worthOf(visit) : least,
      kept: visit.stop.reasons.some((reason) => keeping.includes(reason)),
    }
  })
  const last = [...view.visits]
    .filter((visit) => visit.done)
    .sort((a, b) => (b.done?.seq ?? 0) - (a.done?.seq ?? 0))[0]
  const from = [last?.family, ...visits.map((visit) => visit.family)]
  return {
    now: Math.max(1, now),
    most: Math.max(0, (pack.rules.cap ?? 8) - view.finished),
    errands,
    rides: from.map((a) => visits.map((b) => rideMinutes(pack, a, b.family))),
  }
}

/** What a visit is worth now, as the server ranks it; packs from before it did so count a later Rupiah in full. */
export const presentOf = ({ stop }: Pick<Visit, 'stop'>, laterWorth = 1): number =>
  (stop.expects?.cash ?? 0) + Math.round(laterWorth * (stop.expects?.later ?? 0))

/** Minutes along the straight line times the detour of the branch's rule, rounded up. */
function rideMinutes(pack: Pack, a: Family | undefined, b: Family | undefined): number {
  if (a?.lat === undefined || a.lng === undefined || b?.lat === undefined || b.lng === undefined)
    return a === undefined ? 0 : blindRide
  const { x, y } = pointOf(b.lat, b.lng, { lat: a.lat, lng: a.lng })
  const { factor = 1.4, speedKmh = 18 } = pack.rules.travel ?? {}
  return Math.ceil((Math.hypot(x, y) * factor * 60) / (1000 * speedKmh))
}
