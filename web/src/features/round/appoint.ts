import { addDays } from '../../shared/day'
import type { Part } from '../outbox/event'
import type { Family, Pack, Shift } from './pack'

/** Minutes after midnight, from and up to. */
export type Span = [number, number]

/** When a kader works and families are visited. */
export interface Times {
  shifts: Shift[]
  visiting: { weekdays: number[]; open: number; close: number; quiet?: Shift[] | null }
  until: string
  away: { first: string; last: string }[]
  holidays: string[]
}

/** What a promise comes to: whether the kader can come for it, else why not and when instead. */
export interface Appointment {
  fits: boolean
  why?: string
  nearest?: { day: string; open: number; close: number } | null
}

/** How many days after its day a promise is waited for. */
const grace = 7

/** The hours of the parts of a day that a promise may name. */
export const partHours: Record<Part, Span> = {
  PAGI: [8 * 60, 12 * 60],
  SIANG: [12 * 60, 16 * 60],
  SORE: [16 * 60, 18 * 60],
  MALAM: [18 * 60, 20 * 60],
}

/** Whether the kader can come for a promise of a day and part of it; null: the pack does not tell. */
export function promised(pack: Pack, family: Family, day: string, part: Part): Appointment | null {
  const { hours, rules } = pack
  if (!hours || !rules.visiting_hours || !day) return null
  const times = { ...hours, shifts: pack.kader.shifts ?? [], visiting: rules.visiting_hours }
  const need = (rules.visit_minutes ?? 20) + (hours.search[family.place_class] ?? 0)
  return appoint(times, day, partHours[part], need)
}

/** The part of the day to promise so that the kader can come at a time that would do. */
export function partFor(pack: Pack, family: Family, { day, open }: { day: string; open: number }): Part {
  const parts = Object.keys(partHours) as Part[]
  const at = parts.filter((part) => partHours[part][0] <= open && open < partHours[part][1])
  return [...at, ...parts].find((part) => promised(pack, family, day, part)?.fits) ?? at[0] ?? 'SORE'
}

/**
 * As the server's planner.Calendar.Appoint for a family that has named no hours of its own; need: minutes
 * that the visit takes. A promise is never visited before its day.
 */
export function appoint(times: Times, day: string, named: Span, need: number): Appointment {
  const on = shiftsOn(times, day)
  const asked = named[0] < named[1] ? [named] : visiting(times, day, true)
  if (roomy(common(asked, on), need).length > 0) return { fits: true }
  const why = on.length > 0 ? 'OUTSIDE_SHIFT' : 'AWAY'
  for (let n = 0; n <= grace; n++) {
    const at = addDays(day, n)
    const near = nearest(roomy(common(visiting(times, at, n === 0), shiftsOn(times, at)), need), named, need)
    if (near) return { fits: false, why, nearest: { day: at, open: near[0], close: near[1] } }
  }
  return { fits: false, why }
}

/** The shifts in which the kader works on a day. */
function shiftsOn({ shifts, until, away }: Times, day: string): Span[] {
  if (day > until || away.some((one) => one.first <= day && day <= one.last)) return []
  return union(shifts.filter((one) => one.weekday === weekdayOf(day)).map(spanOf))
}

/** When families may be visited on a day, on the day of their promise at any visiting hour. */
function visiting({ visiting: rule, holidays }: Times, day: string, promise: boolean): Span[] {
  const whole: Span = [rule.open, rule.close]
  if (promise) return union([whole])
  if (holidays.includes(day) || !rule.weekdays.includes(weekdayOf(day))) return []
  return (rule.quiet ?? [])
    .filter((quiet) => quiet.weekday === weekdayOf(day))
    .reduce<Span[]>(
      (spans, quiet) =>
        spans.flatMap(([open, close]): Span[] => [
          [open, Math.min(close, quiet.open)],
          [Math.max(open, quiet.close), close],
        ]),
      [whole],
    )
    .filter(([open, close]) => open < close)
}

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

const spanOf = ({ open, close }: Shift): Span => [open, close]

/** Spans in order, those that touch joined; empty ones vanish. */
function union(spans: Span[]): Span[] {
  const out: Span[] = []
  for (const [open, close] of spans.filter((one) => one[0] < one[1]).sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last && open <= last[1]) last[1] = Math.max(last[1], close)
    else out.push([open, close])
  }
  return out
}

const common = (a: Span[], b: Span[]): Span[] =>
  a.flatMap((x) => b.map((y): Span => [Math.max(x[0], y[0]), Math.min(x[1], y[1])]))

const roomy = (spans: Span[], need: number): Span[] =>
  spans.filter(([open, close]) => open < close && close - open >= need)

/** The part of the spans nearest to the hours named: within them, else a visit next to them. */
function nearest(spans: Span[], [from, to]: Span, need: number): Span | null {
  let best: Span | null = null
  let away = Number.POSITIVE_INFINITY
  for (const [open, close] of spans) {
    if (from >= to) return [open, close]
    const within: Span = [Math.max(open, from), Math.min(close, to)]
    if (within[1] - within[0] >= need) return within
    const early = open < from // earlier than asked for: as late as the span has it
    const at: Span = early
      ? [Math.max(open, Math.min(close, to) - need), Math.min(close, to)]
      : [open, open + need]
    const by = early ? from - at[1] : open - to
    if (by < away) {
      best = at
      away = by
    }
  }
  return best
}
