import type { Fix } from './event'

/** How the search for the phone's place goes; it never holds anything up. */
export type Search =
  | { state: 'seeking' }
  | { state: 'found'; at: GeolocationPosition }
  | { state: 'denied' | 'unavailable' | 'timeout' | 'none' }

const longest = 60_000

/**
 * Looks for the phone's place from now on and tells how it goes; stop ends it. Positions
 * from before are not asked for: they may be the previous house's.
 */
export function seek(tell: (search: Search) => void): () => void {
  if (!('geolocation' in navigator)) {
    tell({ state: 'none' })
    return () => undefined
  }
  tell({ state: 'seeking' })
  let best = Number.POSITIVE_INFINITY
  const id = navigator.geolocation.watchPosition(
    (at) => {
      if (at.coords.accuracy > best) return
      best = at.coords.accuracy
      tell({ state: 'found', at })
    },
    (error) => {
      if (best < Number.POSITIVE_INFINITY) return
      tell({ state: error.code === 1 ? 'denied' : error.code === 3 ? 'timeout' : 'unavailable' })
    },
    { enableHighAccuracy: true, maximumAge: 0, timeout: longest },
  )
  return () => navigator.geolocation.clearWatch(id)
}

/** The fix to send, with its age; undefined unless it was taken since the card was opened. */
export function fixOf(search: Search, opened: number, now: number): Fix | undefined {
  if (search.state !== 'found' || search.at.timestamp < opened) return undefined
  const { latitude, longitude, accuracy } = search.at.coords
  return {
    lat: latitude,
    lng: longitude,
    accuracy: Math.round(accuracy),
    age_ms: Math.max(0, Math.round(now - search.at.timestamp)),
  }
}

/** The middle of several fixes, each coordinate for itself; undefined of none. */
export function medianOf(fixes: Fix[]): Fix | undefined {
  const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
  const [lat, lng, accuracy] = [
    middle(fixes.map((f) => f.lat)),
    middle(fixes.map((f) => f.lng)),
    middle(fixes.map((f) => f.accuracy)),
  ]
  if (lat === undefined || lng === undefined || accuracy === undefined) return undefined
  return { lat, lng, accuracy, age_ms: 0 }
}
