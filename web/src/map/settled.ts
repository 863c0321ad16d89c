import type { Feature, Position } from 'geojson'
import { cellToBoundary } from 'h3-js'
import type { GeoJSONSourceDiff } from 'maplibre-gl'
import type { Shapes } from './shapes'
import type { Painted, Spot } from './spot'

/** Features by their ids; one that did not change is the same object as before. */
export type Laid = Map<string, Feature>

export type SettledLayer = 'borders' | 'patterns' | 'labels'

/** Borders, patterns and labels of territories: what of the map follows a stroke after it. */
export class Settled {
  private readonly borders = new WeakMap<Spot[], Map<boolean, Feature>>()
  private readonly others = new Map<string, Feature>()

  constructor(private readonly shapes: Shapes) {}

  of(painted: Painted[], open: string[]): Record<SettledLayer, Laid> {
    const out: Record<SettledLayer, Laid> = { borders: new Map(), patterns: new Map(), labels: new Map() }
    for (const one of painted) {
      const id = `hand ${one.hand}`
      out.borders.set(id, this.border(id, one))
      if (one.pattern !== 'plain')
        for (const desa of whole(one.spots)) out.patterns.set(desa, this.pattern(desa, one.pattern))
      const label = this.label(id, one)
      if (label) out.labels.set(id, label)
    }
    for (const desa of open) out.patterns.set(desa, this.pattern(desa, 'open'))
    return out
  }

  private border(id: string, { spots, strong }: Painted): Feature {
    let known = this.borders.get(spots)
    if (!known) {
      known = new Map()
      this.borders.set(spots, known)
    }
    const had = known.get(strong)
    if (had) return had
    const coordinates = [
      ...this.shapes.border(whole(spots)),
      ...cellBorder(spots.flatMap(({ cell }) => (cell ? [cell] : []))),
    ]
    const made: Feature = {
      type: 'Feature',
      id,
      properties: { strong },
      geometry: { type: 'MultiLineString', coordinates },
    }
    known.set(strong, made)
    return made
  }

  private pattern(desa: string, pattern: string): Feature {
    return this.once(`${desa} ${pattern}`, () => ({
      type: 'Feature',
      id: desa,
      properties: { pattern },
      geometry: { type: 'MultiPolygon', coordinates: this.shapes.polygons([desa]) },
    }))
  }

  private label(id: string, { label, at, broken }: Painted): Feature | undefined {
    const coordinates = this.shapes.innerOf(at)
    if (!coordinates) return undefined
    const name = broken ? `${label} !` : label
    return this.once(`${id} ${at} ${name}`, () => ({
      type: 'Feature',
      id,
      properties: { name },
      geometry: { type: 'Point', coordinates },
    }))
  }

  private once(key: string, make: () => Feature): Feature {
    const known = this.others.get(key)
    if (known) return known
    const made = make()
    this.others.set(key, made)
    return made
  }
}

const whole = (spots: Spot[]) => spots.filter(({ cell }) => !cell).map(({ desa }) => desa)

/** What has to be told of features for those before to become those after; null: nothing. */
export function changesOf(before: Laid, after: Laid): GeoJSONSourceDiff | null {
  const add = [...after].filter(([id, one]) => before.get(id) !== one).map(([, one]) => one)
  const remove = [...before].filter(([id, one]) => after.get(id) !== one).map(([id]) => id)
  return add.length === 0 && remove.length === 0 ? null : { remove, add }
}

/** The edges that only one of some cells has. */
export function cellBorder(cells: string[]): Position[][] {
  const edges = new Map<string, Position[] | null>()
  const name = ([x = 0, y = 0]: Position) => `${x.toFixed(7)},${y.toFixed(7)}`
  for (const cell of cells) {
    const ring = cellToBoundary(cell, true) as Position[]
    for (const [i, a] of ring.slice(0, -1).entries()) {
      const b = ring[i + 1] as Position
      const key = [name(a), name(b)].sort().join(';')
      edges.set(key, edges.has(key) ? null : [a, b])
    }
  }
  return [...edges.values()].filter((edge) => edge !== null)
}
