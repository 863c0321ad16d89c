import type { SymbolLayerSpecification } from 'maplibre-gl'
import { describe, expect, it, vi } from 'vitest'
import { layersOf } from './layers'
import { Settled } from './settled'
import { type Areas, Shapes } from './shapes'
import type { Painted } from './spot'

/** So many desa in a row, each a square. */
const row = (n: number): Areas => ({
  type: 'FeatureCollection',
  features: Array.from({ length: n }, (_, x) => ({
    type: 'Feature',
    properties: { code: `d${x}`, name: `Desa ${x}`, lon: x + 0.5, lat: 0.5 },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [x, 0],
          [x + 1, 0],
          [x + 1, 1],
          [x, 1],
          [x, 0],
        ],
      ],
    },
  })),
})

const territory = (hand: number): Painted => ({
  hand,
  hue: '#000',
  pattern: 'plain',
  label: String(hand),
  name: '',
  spots: [{ desa: `d${hand}` }],
  at: `d${hand}`,
  broken: false,
  strong: false,
})

vi.stubGlobal('location', { origin: '' })

describe('the layers of the map that is drawn on', () => {
  const areas = row(45)
  const shapes = new Shapes(areas)
  const painted = Array.from({ length: 41 }, (_, i) => territory(i + 1))
  const laid = new Settled(shapes).of(painted, [])
  const of = {
    areas,
    cells: new Map(),
    kecamatan: new Map(),
    homes: [],
    branch: 'B',
    version: 1,
    dark: false,
  }
  const { sources, layers } = layersOf(of, shapes, laid)
  const layer = (id: string) => layers.find((one) => one.id === id) as SymbolLayerSpecification

  it('show a number for each of 41 territories once, within it, and none gives way to another', () => {
    const { data } = sources.labels as unknown as { data: GeoJSON.FeatureCollection<GeoJSON.Point> }
    expect(data.features.map((one) => one.properties?.name)).toEqual(painted.map((one) => one.label))
    for (const [i, { geometry }] of data.features.entries())
      expect(shapes.at(geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0)).toBe(`d${i + 1}`)
    expect(layer('labels').layout?.['text-allow-overlap']).toBe(true)
  })

  it('let names of desa and kecamatan stand beside a number, not on it', () => {
    const ids = layers.map(({ id }) => id)
    for (const names of ['names', 'kecamatan']) {
      expect(ids.indexOf(names)).toBeLessThan(ids.indexOf('labels')) // who lies on top is placed first
      expect(layer(names).layout?.['text-allow-overlap']).toBeUndefined()
      expect(layer(names).layout?.['text-variable-anchor']).toContain('top')
    }
    expect(layer('labels').layout?.['text-ignore-placement']).toBeUndefined()
  })
})
