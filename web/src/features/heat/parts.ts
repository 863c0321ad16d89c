import type { ExpressionSpecification } from 'maplibre-gl'
import { borderWidth, type Drawing, ground, tileUrl } from '../../map/style'
import type { Heat } from './ask'
import { byLook, colourOf } from './classes'
import { type Numbered, noteLayers, noteMarks } from './notes'

/** A value for features by their ids; what is in no list gets the last. */
function byId<T extends string | number>(lists: [number[], T][], other: T): ExpressionSpecification {
  const cases = lists.filter(([ids]) => ids.length > 0).flat()
  if (cases.length === 0) return ['literal', other] as unknown as ExpressionSpecification
  return ['match', ['id'], ...cases, other] as unknown as ExpressionSpecification
}

/**
 * The parts of a quarter filled with the values of a month. Only paint changes with month,
 * measure and filter: the outlines are fetched once a quarter.
 */
export function drawingOfParts(
  branch: string,
  heat: Heat,
  palette: string,
  drawn: string,
  chosen: number[],
  notes: Numbered[],
  dark: boolean,
): Drawing {
  const { line, ink } = ground(dark)
  const { classes, hidden, none } = byLook(heat, drawn)
  const colours = classes.map((ids, i): [number[], string] => [ids, colourOf(palette, i, classes.length)])
  const source = { source: 'parts', 'source-layer': heat.layer }
  const hatch = (id: string, pattern: string, ids: number[]) => ({
    id,
    type: 'fill' as const,
    ...source,
    paint: { 'fill-pattern': `${pattern} ${line}`, 'fill-opacity': byId([[ids, 1]], 0) },
  })
  return {
    sources: {
      parts: {
        type: 'vector',
        tiles: [tileUrl(heat.layer, branch, 0, `&quarter=${heat.quarter}`)],
        minzoom: 4,
        maxzoom: 13,
      },
      desa: { type: 'vector', tiles: [tileUrl('desa', branch, heat.version)], minzoom: 4, maxzoom: 13 },
      notes: { type: 'geojson', data: noteMarks(notes) },
    },
    layers: [
      {
        id: 'parts',
        type: 'fill',
        ...source,
        paint: {
          'fill-color': byId(colours, 'rgba(0,0,0,0)'),
          'fill-opacity': 0.85,
        },
      },
      hatch('parts-hidden', 'rising', hidden),
      hatch('parts-none', 'dots', none),
      {
        id: 'parts-edge',
        type: 'line',
        ...source,
        paint: {
          'line-color': byId([[chosen, ink]], line),
          'line-width': byId([[chosen, 3]], 0.3),
        },
      },
      {
        id: 'desa',
        type: 'line',
        source: 'desa',
        'source-layer': 'desa',
        paint: { 'line-color': line, 'line-width': borderWidth },
      },
      ...noteLayers,
    ],
  }
}
