import type { KaderDay } from './model'

/** How a day's route differs from the one seen before on this phone. */
export interface Change {
  gone: number
  come: number
}

/** The families of a route, by number alone: nothing else of them stays on the phone. */
export function familiesOf(day: KaderDay): number[] {
  const route = day.route as KaderDay['route'] | null
  return (route?.stops ?? []).map((stop) => stop.household).filter((household) => household !== 0)
}

/** What changed between two routes; null where the families are the same. */
export function compare(before: number[], now: number[]): Change | null {
  const gone = before.filter((one) => !now.includes(one)).length
  const come = now.filter((one) => !before.includes(one)).length
  return gone + come > 0 ? { gone, come } : null
}

const prefix = 'binaan.route.'

/** Compares a day with what this phone saw of it before, and keeps it for the next time. */
export function seen(day: KaderDay, store: Storage = localStorage): Change | null {
  const key = `${prefix}${day.kader}.${day.day}`
  for (const old of Object.keys(store))
    if (old.startsWith(prefix) && old.slice(-10) < day.today) store.removeItem(old)
  const before = store.getItem(key)
  const now = familiesOf(day)
  store.setItem(key, JSON.stringify(now))
  return before === null ? null : compare(JSON.parse(before), now)
}
