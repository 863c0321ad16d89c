import { again, type Errand, type Rest } from './again'
import { type DayView, keyOf, openOf, pointOf, type Visit } from './day'
import type { Pack } from './pack'
import { type Price, priceOf } from './price'

/** Reasons for which a visit goes before any worth. */
const keeping = ['PROMISE_TODAY', 'PROMISE_LATE', 'INSTALMENT_DUE']

/** Minutes of a ride to or from a place that nobody knows. */
const blindRide = 10

/** What the rest of a day planned anew comes to: stops in order (keyOf), and families left for another day. */
export interface Anew {
  order: number[]
  /** Of the order, those from the reserve. */
  added: number[]
  left: number
}

/** The rest of a day as the phone can make it from a minute on, starting at the last family visited. */
export function planRest(pack: Pack, view: DayView, now: number): Anew {
  const open = openOf(view, now)
  const visits = [...open, ...view.reserve]
  const rest = restOf(pack, view, visits, open.length, now)
  const order = again(rest).flatMap((i) => (visits[i] ? [keyOf(visits[i])] : []))
  const reserve = new Set(view.reserve.map((visit) => visit.family?.id ?? 0))
  const taken = new Set(order)
  return {
    order,
    added: order.filter((id) => reserve.has(id)),
    left: open.filter((visit) => visit.family && !taken.has(keyOf(visit))).length,
  }
}

/** What the kader's own order of the open visits costs against the planned one, from a minute on. */
export function ownPrice(pack: Pack, planned: DayView, own: DayView, now: number): Price {
  const visits = openOf(planned, now)
  const place = new Map(visits.map((visit, i) => [keyOf(visit), i]))
  const order = openOf(own, now).flatMap((visit) => place.get(keyOf(visit)) ?? [])
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
  const families = visits.slice(0, planned).filter((visit) => visit.family)
  const least = families.length > 0 ? Math.floor(Math.min(...families.map(worthOf)) / 2) : 1
  const last = [...view.visits]
    .filter((visit) => visit.done)
    .sort((a, b) => (b.done?.seq ?? 0) - (a.done?.seq ?? 0))[0]
  const meetings = visits.filter((visit) => visit.stop.engagement).length
  const from = [last && placeOf(last), ...visits.map(placeOf)]
  const rides = from.map((a) => visits.map((b) => rideMinutes(pack, a, placeOf(b))))
  const errands = visits.map((visit, i): Errand => {
    const { engagement, from: begins, until } = visit.stop
    if (engagement) {
      // In time, or as soon as can be from here; what has begun lasts until its end.
      const close = Math.max(begins, now + (rides[0]?.[i] ?? 0))
      return {
        household: 0,
        open: begins,
        close,
        minutes: until - Math.max(begins, Math.min(now, until)),
        worth: 0,
        kept: true,
      }
    }
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
  return {
    now: Math.max(1, now),
    most: Math.max(0, (pack.rules.cap ?? 8) - view.finished) + meetings,
    errands,
    rides,
  }
}

/** What a visit is worth now, as the server ranks it; packs from before it did so count a later Rupiah in full. */
export const presentOf = ({ stop }: Pick<Visit, 'stop'>, laterWorth = 1): number =>
  (stop.expects?.cash ?? 0) + Math.round(laterWorth * (stop.expects?.later ?? 0))

/** Where a stop is, as far as it is known. */
type Place = { lat?: number; lng?: number }
const placeOf = ({ family, stop }: Visit): Place => family ?? stop.engagement ?? {}

/** Minutes along the straight line times the detour of the branch's rule, rounded up. */
function rideMinutes(pack: Pack, a: Place | undefined, b: Place): number {
  if (a?.lat === undefined || a.lng === undefined || b.lat === undefined || b.lng === undefined)
    return a === undefined ? 0 : blindRide
  const { x, y } = pointOf(b.lat, b.lng, { lat: a.lat, lng: a.lng })
  const { factor = 1.4, speedKmh = 18 } = pack.rules.travel ?? {}
  return Math.ceil((Math.hypot(x, y) * factor * 60) / (1000 * speedKmh))
}
