import type { ExpressionSpecification } from 'maplibre-gl'
import type { Schemas } from '../../api/client'
import { borderWidth, type Drawing, ground, tileUrl } from '../../map/style'
import { colourOf } from './classes'

export type Legend = Schemas['Legend']

/** What cells can show. */
export const cellMeasures = ['arrears', 'households', 'eligible', 'expected'] as const
export type CellMeasure = (typeof cellMeasures)[number]

/** The zoom from which tiles hold cells of a resolution. */
const zoomOf = (resolution: number) => (resolution <= 4 ? 0 : resolution >= 9 ? 11 : resolution + 2)

/** The classes of a measure for cells of every resolution, coarsest first. */
export function scalesOf(legend: Legend, measure: CellMeasure) {
  const found = legend.measures?.find(({ name }) => name === measure)
  return (found?.scales ?? []).map(({ resolution, breaks }) => ({ resolution, breaks: breaks ?? [] }))
}

/** A cell's colour by its class, by classes of the resolution that the zoom shows. */
export function colourOfCells(
  legend: Legend,
  measure: CellMeasure,
  palette: string,
): ExpressionSpecification {
  const byClass = (breaks: number[]) => {
    const classes = Math.max(1, breaks.length - 1)
    const steps = breaks.slice(1, -1).flatMap((from, i) => [from, colourOf(palette, i + 1, classes)])
    const first = colourOf(palette, 0, classes)
    return steps.length === 0 ? first : ['step', ['get', measure], first, ...steps]
  }
  const [coarsest, ...finer] = scalesOf(legend, measure)
  if (!coarsest) return ['literal', 'rgba(0,0,0,0)'] as unknown as ExpressionSpecification
  const steps = finer.flatMap(({ resolution, breaks }) => [zoomOf(resolution), byClass(breaks)])
  return ['step', ['zoom'], byClass(coarsest.breaks), ...steps] as unknown as ExpressionSpecification
}

/** Cells as they are, under the borders of desa. */
export function drawingOfCells(
  branch: string,
  legend: Legend,
  measure: CellMeasure,
  palette: string,
  dark: boolean,
): Drawing {
  const { line } = ground(dark)
  return {
    sources: {
      cells: { type: 'vector', tiles: [tileUrl('heat', branch, legend.version)], minzoom: 4, maxzoom: 13 },
      desa: { type: 'vector', tiles: [tileUrl('desa', branch, legend.version)], minzoom: 4, maxzoom: 13 },
    },
    layers: [
      {
        id: 'cells',
        type: 'fill',
        source: 'cells',
        'source-layer': 'heat',
        paint: { 'fill-color': colourOfCells(legend, measure, palette), 'fill-opacity': 0.85 },
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
