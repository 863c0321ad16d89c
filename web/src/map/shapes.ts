import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

export type Areas = FeatureCollection<
  Polygon | MultiPolygon,
  { code: string; name: string; lon: number; lat: number }
>

export type Box = [number, number, number, number]

interface Shape {
  code: string
  /** A point within. */
  inner: Position
  rings: Position[][]
  box: Box
  /** The edges of every ring, by number; the same edge of a neighbour has the same number. */
  edges: number[][]
}

/** Outlines of desa: which one lies under a point, and what borders a set of them. */
export class Shapes {
  private readonly all: Shape[] = []
  private readonly by = new Map<string, Shape>()
  private readonly edges: number
  private readonly counts: Uint8Array
  private readonly grid: Grid

  constructor(areas: Areas) {
    const known = new Map<string, number>()
    const numberOf = (a: Position, b: Position) => {
      const [x, y] = [`${a[0]},${a[1]}`, `${b[0]},${b[1]}`]
      const key = x < y ? `${x};${y}` : `${y};${x}`
      const old = known.get(key)
      if (old !== undefined) return old
      known.set(key, known.size)
      return known.size - 1
    }
    for (const { geometry, properties } of areas.features) {
      const rings = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat()
      const shape: Shape = {
        code: properties.code,
        inner: [properties.lon, properties.lat],
        rings,
        box: boxOf(rings),
        edges: rings.map((ring) => ring.slice(1).map((b, i) => numberOf(ring[i] as Position, b))),
      }
      this.all.push(shape)
      this.by.set(shape.code, shape)
    }
    this.edges = known.size
    this.counts = new Uint8Array(this.edges)
    this.grid = new Grid(this.all.map(({ box }) => box))
  }

  get codes(): string[] {
    return this.all.map((shape) => shape.code)
  }

  /** The desa that holds a point. */
  at(lng: number, lat: number): string | undefined {
    for (const i of this.grid.near(lng, lat)) {
      const shape = this.all[i]
      if (shape && within(shape.box, lng, lat) && inside(shape.rings, lng, lat)) return shape.code
    }
    return undefined
  }

  innerOf(code: string): Position | undefined {
    return this.by.get(code)?.inner
  }

  /** By the first letters of their codes, of desa together: the inner point of the one nearest to their middle. */
  middles(letters: number): { code: string; at: Position }[] {
    const groups = new Map<string, Shape[]>()
    for (const shape of this.all) {
      const code = shape.code.slice(0, letters)
      groups.set(code, [...(groups.get(code) ?? []), shape])
    }
    return [...groups].map(([code, shapes]) => {
      const middle = [0, 1].map(
        (i) => shapes.reduce((sum, { inner }) => sum + (inner[i] ?? 0), 0) / shapes.length,
      )
      const far = ({ inner: [x = 0, y = 0] }: Shape) => Math.hypot(x - (middle[0] ?? 0), y - (middle[1] ?? 0))
      return { code, at: shapes.reduce((best, one) => (far(one) < far(best) ? one : best)).inner }
    })
  }

  /** The desa whose inner point lies in a ring that was drawn round them. */
  enclosed(ring: Position[]): string[] {
    if (ring.length < 3) return []
    const closed = [...ring, ring[0] as Position]
    return this.all
      .filter(({ inner }) => inside([closed], inner[0] ?? 0, inner[1] ?? 0))
      .map(({ code }) => code)
  }

  /** The box about some desa; null where none is on the map. */
  boxAbout(codes: Iterable<string>): Box | null {
    let out: Box | null = null
    for (const code of codes) {
      const box = this.by.get(code)?.box
      if (!box) continue
      out = out
        ? [
            Math.min(out[0], box[0]),
            Math.min(out[1], box[1]),
            Math.max(out[2], box[2]),
            Math.max(out[3], box[3]),
          ]
        : [...box]
    }
    return out
  }

  polygons(codes: Iterable<string>): Position[][][] {
    return [...codes].flatMap((code) => this.by.get(code)?.rings.map((ring) => [ring]) ?? [])
  }

  /** The border about some desa taken as one: the edges that only one of them has. */
  border(codes: string[]): Position[][] {
    const { counts } = this
    const shapes = codes.map((code) => this.by.get(code)).filter((shape) => shape !== undefined)
    for (const { edges } of shapes)
      for (const ring of edges) for (const edge of ring) counts[edge] = (counts[edge] ?? 0) + 1
    const lines: Position[][] = []
    for (const { edges, rings } of shapes)
      for (const [r, ring] of edges.entries()) {
        let line: Position[] = []
        for (const [i, edge] of ring.entries()) {
          const [a, b] = [rings[r]?.[i], rings[r]?.[i + 1]]
          if (counts[edge] === 1 && a && b) {
            if (line.length === 0) line.push(a)
            line.push(b)
          } else if (line.length > 0) {
            lines.push(line)
            line = []
          }
        }
        if (line.length > 0) lines.push(line)
      }
    for (const { edges } of shapes) for (const ring of edges) for (const edge of ring) counts[edge] = 0
    return lines
  }
}

/** Which of some boxes may hold a point, without asking all. */
class Grid {
  private readonly fields: number[][] = []
  private readonly box: Box = [180, 90, -180, -90]

  constructor(boxes: Box[]) {
    for (const [west, south, east, north] of boxes) {
      this.box[0] = Math.min(this.box[0], west)
      this.box[1] = Math.min(this.box[1], south)
      this.box[2] = Math.max(this.box[2], east)
      this.box[3] = Math.max(this.box[3], north)
    }
    for (const [i, [west, south, east, north]] of boxes.entries())
      for (let x = this.column(west); x <= this.column(east); x++)
        for (let y = this.row(south); y <= this.row(north); y++) {
          const field = this.fields[x * side + y]
          if (field) field.push(i)
          else this.fields[x * side + y] = [i]
        }
  }

  near(lng: number, lat: number): number[] {
    return this.fields[this.column(lng) * side + this.row(lat)] ?? []
  }

  private column = (lng: number) => fieldOf(lng, this.box[0], this.box[2])
  private row = (lat: number) => fieldOf(lat, this.box[1], this.box[3])
}

const side = 64

const fieldOf = (at: number, from: number, to: number) =>
  Math.min(side - 1, Math.max(0, Math.floor(((at - from) / (to - from || 1)) * side)))

function boxOf(rings: Position[][]): Box {
  const box: Box = [180, 90, -180, -90]
  for (const ring of rings)
    for (const [x = 0, y = 0] of ring) {
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], y)
    }
  return box
}

const within = (box: Box, x: number, y: number) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]

/** Whether a point is inside rings, holes taken out (even and odd crossings). */
function inside(rings: Position[][], x: number, y: number): boolean {
  let odd = false
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi = 0, yi = 0] = ring[i] ?? []
      const [xj = 0, yj = 0] = ring[j] ?? []
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
    }
  return odd
}
