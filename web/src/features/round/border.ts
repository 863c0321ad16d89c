import { type Frame, type Point, pointOf } from './day'

/** The border of a desa: rings of steps in hundred-thousandths of a degree, lon before lat. */
export interface Border {
  desa: string
  rings: number[][]
}

const grain = 1e5

/** The corners of a ring, in metres from a place. */
export function cornersOf(ring: number[], from: { lat: number; lng: number }): Point[] {
  const out: Point[] = []
  let lng = 0
  let lat = 0
  for (let i = 0; i + 1 < ring.length; i += 2) {
    lng += ring[i] ?? 0
    lat += ring[i + 1] ?? 0
    out.push(pointOf(lat / grain, lng / grain, from))
  }
  return out
}

/** The borders that run through a frame, as paths. */
export function pathsIn(
  frame: Frame,
  borders: Border[] | undefined,
  { lat, lng }: { lat?: number; lng?: number },
): string[] {
  if (lat === undefined || lng === undefined) return []
  return (borders ?? [])
    .flatMap(({ rings }) => rings.map((ring) => cornersOf(ring, { lat, lng })))
    .filter((corners) => corners.some((a, i) => passes(frame, a, corners[i + 1] ?? a)))
    .map((corners) => `M${corners.map(({ x, y }) => `${Math.round(x)},${Math.round(-y)}`).join('L')}`)
}

/** Whether the line between two points may run through a frame: what encloses both lies in it. */
export function passes({ left, top, width, height }: Frame, a: Point, b: Point): boolean {
  return (
    Math.max(a.x, b.x) >= left &&
    Math.min(a.x, b.x) <= left + width &&
    Math.max(-a.y, -b.y) >= top &&
    Math.min(-a.y, -b.y) <= top + height
  )
}
