import { type Done, isVisit } from '../outbox/fold'
import { type Family, familiesById, type Pack, type PackStop, packDay } from './pack'

/** A stop of the day with its family and what came of it. */
export interface Visit {
  seq: number
  stop: PackStop
  /** Undefined at the village office, and where the family is not the kader's any more. */
  family?: Family
  done?: Done
}

/** A day as it stands: planned stops, families added by hand, what came of each. */
export interface DayView {
  visits: Visit[]
  /** The visit to make now; undefined when all are made. */
  next?: Visit
  reserve: Visit[]
  finished: number
}

/** Lays what was recorded over what was planned. added: families that the kader put in. */
export function viewOf(
  pack: Pack,
  day: string,
  done: Map<number, Done>,
  order: number[] = [],
  added: number[] = [],
): DayView {
  const families = familiesById(pack)
  const planned = packDay(pack, day)
  const stands = new Set(planned.stops.map((stop) => stop.household))
  // The plan may have taken in meanwhile whom the kader added.
  const more = added.filter((id) => !stands.has(id)).map((id) => stopFor(planned.reserve, id))
  const stops = ordered([...planned.stops, ...more], order, done)
  const visits = stops.map((stop, i) => visitOf(stop, i + 1, families, done))
  const here = new Set(visits.map((visit) => visit.stop.household))
  const extra = [...done.keys()].filter((id) => !here.has(id) && families.has(id))
  for (const id of extra) visits.push(visitOf(stopFor([], id), visits.length + 1, families, done))
  const reserve = planned.reserve
    .filter((stop) => stop.household && !here.has(stop.household) && !done.has(stop.household))
    .map((stop, i) => visitOf(stop, i + 1, families, done))
    .filter((visit) => visit.family)
  return {
    visits,
    next: visits.find((visit) => visit.family && !visit.done),
    reserve,
    finished: visits.filter(
      (visit) => visit.done && isVisit(visit.done.type) && visit.done.type !== 'DILEWATI',
    ).length,
  }
}

function visitOf(stop: PackStop, seq: number, families: Map<number, Family>, done: Map<number, Done>): Visit {
  const id = stop.household || 0
  return { seq, stop, family: families.get(id), done: done.get(id) }
}

const stopFor = (reserve: PackStop[], id: number): PackStop =>
  reserve.find((stop) => stop.household === id) ?? {
    household: id,
    from: 0,
    until: 0,
    arrive: 0,
    ride: { metres: 0, minutes: 0, rough: true },
    reasons: [],
  }

/**
 * Stops in the kader's own order, without the times and rides of the plan, which it broke;
 * those that it does not name keep theirs, behind, but engagements, which have their hour,
 * in front. The village office stays first, and
 * before the rest those that are done: after four visits the next is the fifth.
 */
function ordered(stops: PackStop[], order: number[], done: Map<number, Done>): PackStop[] {
  if (order.length === 0) return stops
  const place = new Map(order.map((id, i) => [id, i]))
  const rank = (stop: PackStop) => {
    const key = keyOf({ stop })
    if (key === 0) return Number.NEGATIVE_INFINITY
    return done.has(key) ? -1 : (place.get(key) ?? (key < 0 ? -0.5 : order.length))
  }
  return stops
    .map((stop, i) => ({ stop, i }))
    .sort((a, b) => compare(rank(a.stop), rank(b.stop)) || a.i - b.i)
    .map(({ stop }) => ({ ...stop, arrive: 0, ride: { metres: 0, minutes: 0, rough: true } }))
}

/** What an order names a stop by: its family, its engagement with a minus, 0 the village office. */
export const keyOf = ({ stop }: Pick<Visit, 'stop'>): number => stop.household || -(stop.engagement?.id ?? 0)

/** What is still to be done from a minute on: families not visited, engagements not over. */
export const openOf = (view: DayView, now: number): Visit[] =>
  view.visits.filter((visit) =>
    visit.stop.engagement ? visit.stop.until > now : visit.family && !visit.done,
  )

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

export interface Point {
  x: number
  y: number
}

const metresPerDegree = 111_195

/** Metres east and north of a point, good enough for a village. */
export function pointOf(lat: number, lng: number, from: { lat: number; lng: number }): Point {
  return {
    x: (lng - from.lng) * metresPerDegree * Math.cos((from.lat * Math.PI) / 180),
    y: (lat - from.lat) * metresPerDegree,
  }
}

export interface Frame {
  left: number
  top: number
  width: number
  height: number
}

/** A box about all points with room at its edges; at least 400 m wide and high. */
export function frameOf(points: Point[]): Frame {
  const xs = points.map((p) => p.x)
  const ys = points.map((p) => -p.y)
  const spanX = Math.max(400, Math.max(...xs) - Math.min(...xs))
  const spanY = Math.max(400, Math.max(...ys) - Math.min(...ys))
  const room = 0.15 * Math.max(spanX, spanY)
  const middleX = (Math.max(...xs) + Math.min(...xs)) / 2
  const middleY = (Math.max(...ys) + Math.min(...ys)) / 2
  return {
    left: middleX - spanX / 2 - room,
    top: middleY - spanY / 2 - room,
    width: spanX + 2 * room,
    height: spanY + 2 * room,
  }
}

/** A length for the scale of a sketch: 1, 2 or 5 times a power of ten, at most a third of the width. */
export function scaleOf(width: number): number {
  const most = width / 3
  const ten = 10 ** Math.floor(Math.log10(most))
  return [5, 2, 1].map((n) => n * ten).find((n) => n <= most) ?? ten
}

/** Part of the day in which a message is sent, for its greeting. */
export function partOf(hour: number): 'partMorning' | 'partNoon' | 'partEvening' {
  if (hour < 11) return 'partMorning'
  return hour < 15 ? 'partNoon' : 'partEvening'
}

/** A number as tel: and wa.me want it: 62… without a plus. */
export function international(phone: string | undefined): string {
  if (!phone || phone.includes('•')) return ''
  return phone.replace(/\D/g, '').replace(/^0/, '62')
}
