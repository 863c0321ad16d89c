import { clock as minutes, shortDay, standInYear } from '../shared/format'
import { body, door } from './client'

/** Zones of branches, in hours east of Greenwich. */
const zones: Record<string, number> = { WIB: 7, WITA: 8, WIT: 9 }

/** The server's clock: the browser's own may be wrong, and a drill has a time of its own. */
interface Clock {
  /** By how much it is ahead of the browser's, in milliseconds. */
  ahead: number
  drill: boolean
}

let clock: Clock = { ahead: 0, drill: false }

/** A time of day as clocks in a zone show it. */
export interface Shown {
  day: string
  hour: number
  minute: number
}

export const isDrill = (): boolean => clock.drill

/** What clocks in a zone show at an instant. */
export function shownIn(zone: string, instant: number): Shown {
  const at = new Date(instant + (zones[zone] ?? 0) * 3_600_000)
  return { day: at.toISOString().slice(0, 10), hour: at.getUTCHours(), minute: at.getUTCMinutes() }
}

/** Rab, 25 Nov 17.05 from an instant, as clocks in a zone show it. */
export function when(zone: string, instant: string): string {
  const at = shownIn(zone, Date.parse(instant))
  return `${shortDay(at.day)} ${minutes(60 * at.hour + at.minute)}`
}

/** What clocks in a zone show now, by the server. */
export const nowIn = (zone: string): Shown => shownIn(zone, Date.now() + clock.ahead)

/** Learns the time from the server; where it does not answer, what was known stays. */
export async function askClock(): Promise<void> {
  try {
    const { now, drill } = await body(door.GET('/api/v1/clock'))
    clock = { ahead: Date.parse(now) - Date.now(), drill }
  } catch {}
}

/** Has days of the present year in a zone written without it. */
export const standIn = (zone: string): void => standInYear(nowIn(zone).day.slice(0, 4))
