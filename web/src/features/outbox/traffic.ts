import { monthAt } from '../../api/clock'

/** How much of the kader's own data the app has used in a month, as far as a page can know. */

const key = 'binaan.traffic'

interface Spent {
  month: string
  bytes: number
}

function spent(): Spent {
  try {
    const text = localStorage.getItem(key)
    if (text) return JSON.parse(text) as Spent
  } catch {} // no storage, or not ours
  return { month: '', bytes: 0 }
}

/** Bytes used in the branch's month of an instant. */
export function spentIn(now: number): number {
  const { month, bytes } = spent()
  return month === monthAt(now) ? bytes : 0
}

/** Headers of a request and its answer, about. */
const headers = 600

/** Counts a request: what was sent, and what came, compressed where the browser tells. */
export function spend(path: string, sent: number, came: number, now: number): void {
  const told = performance.getEntriesByName(new URL(path, location.href).href, 'resource').at(-1)
  performance.clearResourceTimings?.()
  const size = (told as PerformanceResourceTiming | undefined)?.transferSize || came + headers
  try {
    localStorage.setItem(
      key,
      JSON.stringify({ month: monthAt(now), bytes: spentIn(now) + sent + headers + size }),
    )
  } catch {} // a full phone counts no traffic
}
