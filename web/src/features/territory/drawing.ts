import type { FeatureCollection } from 'geojson'
import { borderWidth, type Drawing, ground, tileUrl } from '../../map/style'
import { hues, type Territory, unservedHue } from './model'

type Expression = import('maplibre-gl').ExpressionSpecification

const territoryColour: Expression = [
  'case',
  ['==', ['get', 'territory'], 0],
  unservedHue,
  ['match', ['%', ['get', 'territory'], hues.length], ...hues.flatMap((hue, i) => [i, hue]), unservedHue],
] as unknown as Expression

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

/** Blocks coloured by territory or arrears, desa borders, a number on each territory. */
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
      desa: { type: 'vector', tiles: [tileUrl('desa', branch, version)], maxzoom: 13, minzoom: 5 },
      labels: { type: 'geojson', data: labelsOf(territories) },
    },
    layers: [
      {
        id: 'blocks',
        type: 'fill',
        source: 'blocks',
        'source-layer': 'blocks',
        paint: {
          'fill-color': by === 'territory' ? territoryColour : arrearsColour,
          'fill-opacity': selected ? ['case', ['==', ['get', 'territory'], selected], 0.95, 0.35] : 0.85,
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
