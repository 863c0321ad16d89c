import { clock as minutes, shortDay, standInYear } from '../shared/format'
import { body, door } from './client'

/** Zones of branches, in hours east of Greenwich. */
const zones: Record<string, number> = { WIB: 7, WITA: 8, WIT: 9 }

/** The server's clock: the browser's own may be wrong, and a drill has a time of its own. */
interface Clock {
  /** By how much it is ahead of the browser's, in milliseconds. */
  ahead: number
  drill: boolean
  /** What it showed when it was last asked, in milliseconds since 1970; 0: never. */
  told: number
}

const stored = 'binaan.clock'

/** What was learnt is kept: a phone that starts without a line still knows the time. */
let clock: Clock = remembered()

function remembered(): Clock {
  try {
    const text = localStorage.getItem(stored)
    if (text) return JSON.parse(text) as Clock
  } catch {} // no storage, or not ours
  return { ahead: 0, drill: false, told: 0 }
}

function learn(now: string, drill: boolean): void {
  const told = Date.parse(now)
  clock = { ahead: told - Date.now(), drill, told }
  try {
    localStorage.setItem(stored, JSON.stringify(clock))
  } catch {}
}

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

/** The present by the server, in milliseconds since 1970. */
export const instant = (): number => Date.now() + clock.ahead

/** What clocks in a zone show now, by the server. */
export const nowIn = (zone: string): Shown => shownIn(zone, instant())

/** The present in a zone as 2026-11-23T17:05:03+07:00. */
export function stampIn(zone: string, at = instant()): string {
  const east = zones[zone] ?? 0
  const text = new Date(at + east * 3_600_000).toISOString().slice(0, 19)
  return `${text}+${String(east).padStart(2, '0')}:00`
}

/** Far longer than a phone stays without the server. */
const tooLong = 60 * 86_400_000

/** Whether the phone's clock was moved since the server was last asked: back, or far ahead. */
export function clockIsOff(at = instant()): boolean {
  return clock.told > 0 && (at < clock.told - 600_000 || at > clock.told + tooLong)
}

/** Puts the phone's time right by a day that its owner confirmed, at noon. */
export function trustDay(day: string, zone: string): void {
  const noon = Date.parse(`${day}T12:00:00Z`) - (zones[zone] ?? 0) * 3_600_000
  clock = { ...clock, ahead: noon - Date.now(), told: noon }
}

/** Learns the time from the server; where it does not answer, what was known stays. */
export async function askClock(): Promise<void> {
  try {
    const { now, drill } = await body(door.GET('/api/v1/clock'))
    learn(now, drill)
  } catch {}
}

let standing = 'WIB'

/** Stands in a zone: days of its present year are written without it, and months are its own. */
export function standIn(zone: string): void {
  standing = zone
  standInYear(nowIn(zone).day.slice(0, 4))
}

/** The month of an instant where the page stands: in its first hours Greenwich is in the one before. */
export const monthAt = (instant: number): string => shownIn(standing, instant).day.slice(0, 7)
