import type { Feature, FeatureCollection, Position } from 'geojson'
import { cellToBoundary } from 'h3-js'
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { patternNames } from './patterns'
import type { Laid, SettledLayer } from './settled'
import type { Areas, Shapes } from './shapes'
import { borderWidth, type Drawing, ground, tileUrl } from './style'

export interface Home {
  at: Position
  label: string
}

/** What the map is about, whoever holds it. */
export interface Shown {
  areas: Areas
  /** Cells of desa that may be divided, by desa. */
  cells: Map<string, string[]>
  /** The names of kecamatan, by their codes. */
  kecamatan: ReadonlyMap<string, string>
  homes: Home[]
  branch: string
  version: number
  dark: boolean
}

export const collection = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})

export const points = (places: { at: Position; properties: Record<string, unknown> }[]): FeatureCollection =>
  collection(
    places.map(({ at, properties }) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: at },
    })),
  )

const none = collection([])

const hueState = ['to-color', ['feature-state', 'hue'], 'rgba(0,0,0,0)'] as unknown as ExpressionSpecification
const strength = [
  'coalesce',
  ['to-number', ['feature-state', 'strength']],
  0.5,
] as unknown as ExpressionSpecification

/**
 * All layers, the last one on top. Names give way to the numbers of territories, and those
 * are all shown, wherever they fall.
 */
export function layersOf(
  { areas, branch, version, kecamatan, homes, dark, cells: divided }: Shown,
  shapes: Shapes,
  { patterns, borders, labels }: Record<SettledLayer, Laid>,
): Drawing {
  const { line, ink, halo } = ground(dark)
  const cells: Feature[] = [...divided].flatMap(([desa, all]) =>
    [...all].map((cell) => ({
      type: 'Feature',
      properties: { key: `${desa} ${cell}` },
      geometry: { type: 'Polygon', coordinates: [cellToBoundary(cell, true)] },
    })),
  ) as Feature[]
  const desaNames = areas.features.map(({ properties }) => ({
    at: [properties.lon, properties.lat],
    properties: { name: properties.name },
  }))
  const text = (id: string, source: string, size: unknown, more: object, paint = {}): LayerSpecification =>
    ({
      id,
      type: 'symbol',
      source,
      layout: { 'text-field': ['get', 'name'], 'text-size': size, 'text-font': ['sans-serif'], ...more },
      paint: { 'text-color': ink, 'text-halo-color': halo, 'text-halo-width': 1.5, ...paint },
    }) as unknown as LayerSpecification
  return {
    sources: {
      heat: {
        type: 'vector',
        tiles: [tileUrl('blocks', branch, version, '&plan=0')],
        maxzoom: 13,
        minzoom: 5,
      },
      desa: { type: 'geojson', data: areas, promoteId: 'code' },
      cells: { type: 'geojson', data: collection(cells), promoteId: 'key' },
      patterns: { type: 'geojson', data: collection([...patterns.values()]) },
      borders: { type: 'geojson', data: collection([...borders.values()]) },
      labels: { type: 'geojson', data: collection([...labels.values()]) },
      names: { type: 'geojson', data: points(desaNames) },
      kecamatan: {
        type: 'geojson',
        data: points(
          shapes.middles(8).map(({ code, at }) => ({ at, properties: { name: kecamatan.get(code) ?? '' } })),
        ),
      },
      homes: {
        type: 'geojson',
        data: points(homes.map(({ at, label }) => ({ at, properties: { name: label } }))),
      },
      pins: { type: 'geojson', data: none },
    },
    layers: [
      {
        id: 'heat',
        type: 'fill',
        source: 'heat',
        'source-layer': 'blocks',
        layout: { visibility: 'none' },
        paint: {
          'fill-antialias': false,
          'fill-color': dark ? '#ffffff' : '#000000',
          'fill-opacity': ['interpolate', ['linear'], ['get', 'arrears'], 0, 0.03, 2e7, 0.2, 1e8, 0.55],
        },
      },
      {
        id: 'desa',
        type: 'fill',
        source: 'desa',
        paint: { 'fill-color': hueState, 'fill-opacity': strength, 'fill-antialias': false },
      },
      {
        id: 'cells',
        type: 'fill',
        source: 'cells',
        paint: { 'fill-color': hueState, 'fill-opacity': strength, 'fill-antialias': false },
      },
      // One layer for each: a pattern that is read from the feature is kept for every corner of it.
      ...patternNames.map((pattern) => ({
        id: `pattern-${pattern}`,
        type: 'fill',
        source: 'patterns',
        filter: ['==', ['get', 'pattern'], pattern],
        paint: { 'fill-pattern': pattern, 'fill-opacity': 0.5, 'fill-antialias': false },
      })),
      {
        id: 'desa-line',
        type: 'line',
        source: 'desa',
        paint: { 'line-color': line, 'line-width': borderWidth },
      },
      {
        id: 'cells-line',
        type: 'line',
        source: 'cells',
        minzoom: 11,
        paint: { 'line-color': line, 'line-width': 0.4 },
      },
      {
        id: 'borders',
        type: 'line',
        source: 'borders',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': ink, 'line-width': ['case', ['get', 'strong'], 3.5, 1.6] },
      },
      {
        id: 'homes',
        type: 'circle',
        source: 'homes',
        paint: {
          'circle-radius': 4,
          'circle-color': halo,
          'circle-stroke-color': ink,
          'circle-stroke-width': 2,
        },
      },
      text(
        'kecamatan',
        'kecamatan',
        12,
        {
          'text-transform': 'uppercase',
          'text-letter-spacing': 0.08,
          'text-variable-anchor': ['center', 'top', 'bottom'],
          'text-radial-offset': 0.9,
        },
        { 'text-opacity': ['interpolate', ['linear'], ['zoom'], 9.5, 0, 10.5, 0.75, 13, 0.75, 14, 0] },
      ),
      {
        ...text('names', 'names', 12, {
          'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
          'text-radial-offset': 0.9,
        }),
        minzoom: 11.3,
      } as LayerSpecification,
      {
        ...text('home-names', 'homes', 11, { 'text-offset': [0, 1], 'text-optional': true }),
        minzoom: 12.5,
      } as LayerSpecification,
      text(
        'labels',
        'labels',
        ['interpolate', ['linear'], ['zoom'], 9, 12, 11, 15],
        { 'text-allow-overlap': true },
        { 'text-halo-width': 2.5 },
      ),
      {
        id: 'pins',
        type: 'circle',
        source: 'pins',
        paint: {
          'circle-radius': 9,
          'circle-color': '#b3261e',
          'circle-stroke-color': '#ffffff',
          'circle-stroke-width': 1.5,
        },
      },
      {
        id: 'pin-names',
        type: 'symbol',
        source: 'pins',
        layout: {
          'text-field': ['get', 'name'],
          'text-size': 11,
          'text-font': ['sans-serif'],
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': '#ffffff' },
      },
    ] as LayerSpecification[],
  }
}
