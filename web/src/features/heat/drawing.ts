import type { ExpressionSpecification } from 'maplibre-gl'
import { borderWidth, type Drawing, ground, tileUrl } from '../../map/style'
import { breaksOf, colourOf, type Legend, type MeasureName, resolutionAt } from './model'

/** Cells coloured by class; each zoom has cells of its own size and so its own classes. */
export function drawingOf(branch: string, legend: Legend, measure: MeasureName, dark: boolean): Drawing {
  const { line } = ground(dark)
  const byZoom: (number | ExpressionSpecification)[] = []
  for (let zoom = 6; zoom <= 11; zoom++) {
    byZoom.push(zoom, classed(breaksOf(legend, measure, resolutionAt(zoom, legend.fine)), measure))
  }
  const colour = ['step', ['zoom'], byZoom[1], ...byZoom.slice(2)] as unknown as ExpressionSpecification
  return {
    sources: {
      heat: { type: 'vector', tiles: [tileUrl('heat', branch, legend.version)], minzoom: 4, maxzoom: 13 },
      desa: { type: 'vector', tiles: [tileUrl('desa', branch, legend.version)], minzoom: 4, maxzoom: 13 },
    },
    layers: [
      {
        id: 'heat',
        type: 'fill',
        source: 'heat',
        'source-layer': 'heat',
        filter: ['!', ['to-boolean', ['get', 'hidden']]],
        paint: { 'fill-color': colour, 'fill-opacity': 0.85 },
      },
      {
        id: 'hidden',
        type: 'line',
        source: 'heat',
        'source-layer': 'heat',
        filter: ['to-boolean', ['get', 'hidden']],
        paint: { 'line-color': line, 'line-width': 1, 'line-dasharray': [2, 2] },
      },
      {
        id: 'desa',
        type: 'line',
        source: 'desa',
        'source-layer': 'desa',
        paint: { 'line-color': line, 'line-width': borderWidth },
      },
    ],
  }
}

function classed(breaks: number[], measure: MeasureName): ExpressionSpecification {
  const classes = Math.max(1, breaks.length - 1)
  const steps = breaks.slice(1, -1).flatMap((from, i) => [from, colourOf(i + 1, classes)])
  const first = colourOf(0, classes)
  if (steps.length === 0) return ['to-color', first] as ExpressionSpecification
  return ['step', ['coalesce', ['get', measure], 0], first, ...steps] as unknown as ExpressionSpecification
}
