import type { FeatureCollection } from 'geojson'
import { borderWidth, type Drawing, ground, tileUrl } from '../../map/style'
import { hues, type Territory, unservedHue } from './model'

type Expression = import('maplibre-gl').ExpressionSpecification

const colourOf = (number: unknown): Expression =>
  [
    'case',
    ['==', number, 0],
    unservedHue,
    ['match', ['%', number, hues.length], ...hues.flatMap((hue, i) => [i, hue]), unservedHue],
  ] as unknown as Expression

const territoryColour = colourOf(['get', 'territory'])

/** Outlines carry the number of their territory as a code. */
const outlineColour = colourOf(['to-number', ['get', 'code']])

/** Light to dark by the arrears of a block; greys, so that territories are not mistaken for it. */
const arrearsColour: Expression = [
  'interpolate', ['linear'], ['get', 'arrears'],
  0, '#e8e3f1', 5e6, '#bcaed6', 2e7, '#8b74b8', 6e7, '#5b3f92', 2e8, '#2f1a57',
] as unknown as Expression // biome-ignore format: pairs of value and colour

interface What {
  branch: string
  version: number
  plan: number
  by: 'territory' | 'arrears'
  selected: number
  territories: Territory[]
}

/** Territories as quiet fills with their outlines, blocks by territory or arrears, desa borders, numbers. */
export function drawingOf(
  { branch, version, plan, by, selected, territories }: What,
  dark: boolean,
): Drawing {
  const { line, ink, halo } = ground(dark)
  return {
    sources: {
      blocks: {
        type: 'vector',
        tiles: [tileUrl('blocks', branch, version, `&plan=${plan}`)],
        maxzoom: 13,
        minzoom: 5,
      },
      territories: {
        type: 'vector',
        tiles: [tileUrl('territories', branch, version, `&plan=${plan}`)],
        maxzoom: 13,
        minzoom: 5,
      },
      desa: { type: 'vector', tiles: [tileUrl('desa', branch, version)], maxzoom: 13, minzoom: 5 },
      labels: { type: 'geojson', data: labelsOf(territories) },
    },
    layers: [
      {
        id: 'territories',
        type: 'fill',
        source: 'territories',
        'source-layer': 'territories',
        layout: { visibility: by === 'territory' ? 'visible' : 'none' },
        paint: { 'fill-color': outlineColour, 'fill-opacity': 0.4 },
      },
      {
        id: 'blocks',
        type: 'fill',
        source: 'blocks',
        'source-layer': 'blocks',
        paint: {
          'fill-color': by === 'territory' ? territoryColour : arrearsColour,
          'fill-opacity': selected
            ? ['case', ['==', ['get', 'territory'], selected], 0.95, 0.35]
            : by === 'territory'
              ? 0.45
              : 0.85,
        },
      },
      {
        id: 'desa',
        type: 'line',
        source: 'desa',
        'source-layer': 'desa',
        paint: { 'line-color': line, 'line-width': borderWidth },
      },
      {
        id: 'outlines',
        type: 'line',
        source: 'territories',
        'source-layer': 'territories',
        paint: { 'line-color': ink, 'line-width': 1.5 },
      },
      {
        id: 'labels',
        type: 'symbol',
        source: 'labels',
        layout: { 'text-field': ['get', 'label'], 'text-size': 14, 'text-font': ['sans-serif'] },
        paint: { 'text-color': ink, 'text-halo-color': halo, 'text-halo-width': 2 },
      },
    ],
  }
}

function labelsOf(territories: Territory[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: territories.map((one) => ({
      type: 'Feature',
      properties: { label: String(one.id) },
      geometry: { type: 'Point', coordinates: [one.centre.lon, one.centre.lat] },
    })),
  }
}
