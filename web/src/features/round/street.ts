import { cornersOf, passes } from './border'
import type { Frame, Point } from './day'

/** A street as on the wire: class 1 between towns to 4 for feet, steps as of a border. */
export interface Street {
  class: number
  name?: string
  steps: number[]
}

/** The streets about the kader's families, those that help most first. */
export interface Streets {
  /** Whose they are; empty: the branch has none. */
  source: string
  roads: Street[]
}

/** A name along a street: its middle, and by how many degrees it is turned. */
export interface StreetName extends Point {
  turn: number
  text: string
}

export interface DrawnStreets {
  paths: { class: number; d: string }[]
  names: StreetName[]
}

/** How many stretches a sketch draws: more is grey all over, and slow on a cheap phone. */
const most = 3000

const mostNames = 6

/** The streets within a frame, and names of larger ones that fit beside its spots; size: of a letter. */
export function streetsIn(
  frame: Frame,
  { roads }: Streets,
  from: { lat: number; lng: number },
  spots: Point[],
  size: number,
): DrawnStreets {
  const paths: DrawnStreets['paths'] = []
  const names: StreetName[] = []
  const taken = spots.map(({ x, y }) => ({ x, y: -y }))
  let drawn = 0
  for (const kind of [1, 2, 3, 4]) {
    const of = roads.filter((road) => road.class === kind)
    const lines = of.map((road) => cornersOf(road.steps, from))
    const runs = lines.flatMap((corners) => runsIn(frame, corners))
    const stretches = runs.reduce((sum, run) => sum + run.length - 1, 0)
    if (runs.length === 0) continue
    if (kind > 1 && drawn + stretches > most) break
    drawn += stretches
    paths.push({ class: kind, d: runs.map(pathOf).join('') })
    of.forEach((road, i) => {
      if (kind > 3 || !road.name || names.length >= mostNames) return
      if (names.some((one) => one.text === road.name)) return
      const name = nameIn(frame, lines[i] ?? [], road.name, taken, size)
      if (name) names.push(name)
    })
  }
  return { paths, names }
}

/** The stretches of a line that run through a frame, joined where they meet. */
function runsIn(frame: Frame, corners: Point[]): Point[][] {
  const out: Point[][] = []
  let run: Point[] | null = null
  corners.forEach((to, i) => {
    const at = corners[i - 1]
    if (!at) return
    if (!passes(frame, at, to)) run = null
    else if (run) run.push(to)
    else {
      run = [at, to]
      out.push(run)
    }
  })
  return out
}

const pathOf = (run: Point[]): string =>
  `M${run.map(({ x, y }) => `${Math.round(x)},${Math.round(-y)}`).join('L')}`

/** How much a street may bend under its name, in radians. */
const bend = 0.15

/** A name on the first straight part of a line that is long enough and free; it takes its place. */
function nameIn(
  frame: Frame,
  corners: Point[],
  text: string,
  taken: Point[],
  size: number,
): StreetName | null {
  const long = 0.6 * size * text.length
  for (let i = 0; i + 1 < corners.length; i++) {
    const a = corners[i] as Point
    let b = corners[i + 1] as Point
    const towards = Math.atan2(b.y - a.y, b.x - a.x)
    for (let j = i + 2; j < corners.length; j++) {
      const next = corners[j] as Point
      if (Math.abs(Math.atan2(next.y - b.y, next.x - b.x) - towards) > bend) break
      b = next
    }
    if (Math.hypot(b.x - a.x, b.y - a.y) < long) continue
    const x = (a.x + b.x) / 2
    const y = -(a.y + b.y) / 2
    const angle = Math.atan2(a.y - b.y, b.x - a.x)
    const along = [-0.5, -0.25, 0, 0.25, 0.5].map((part) => ({
      x: x + part * long * Math.cos(angle),
      y: y + part * long * Math.sin(angle),
    }))
    if (!along.every((point) => within(frame, point, size) && free(point, taken, 2 * size))) continue
    taken.push(...along)
    const turn = (angle * 180) / Math.PI
    return { x, y, turn: turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn, text }
  }
  return null
}

const within = ({ left, top, width, height }: Frame, { x, y }: Point, room: number): boolean =>
  x > left + room && x < left + width - room && y > top + room && y < top + height - room

const free = (point: Point, taken: Point[], room: number): boolean =>
  taken.every(({ x, y }) => Math.hypot(x - point.x, y - point.y) > room)
