import type { Schemas } from '../../api/client'
import { kecamatanOf } from '../territory/desa'

export type Legend = Schemas['Legend']
export type MeasureName = 'arrears' | 'households' | 'eligible' | 'expected'

/** Viridis, light to dark, so that more arrears are darker; safe for the colour-blind. */
export const colours = ['#fde725', '#5ec962', '#21918c', '#3b528b', '#440154']

/** The one resolution of H3 in which cells are shown to those who may not see every cell. */
export const managed = 7

/** The resolution of H3 that a zoom shows; the server's own rule. */
export function resolutionAt(zoom: number, fine: boolean): number {
  if (!fine) return managed
  return zoom >= 11 ? 9 : Math.max(4, Math.min(8, Math.floor(zoom) - 2))
}

/** The bounds of the classes of a measure for cells of a resolution. */
export function breaksOf(legend: Legend, measure: MeasureName, resolution: number): number[] {
  const scales = (legend.measures ?? []).find((m) => m.name === measure)?.scales ?? []
  return scales.find((s) => s.resolution === resolution)?.breaks ?? []
}

/** The colour of each class; a scale with fewer classes spreads over all colours. */
export function colourOf(index: number, count: number): string {
  const at = count <= 1 ? colours.length - 1 : Math.round((index * (colours.length - 1)) / (count - 1))
  return colours[at] ?? '#000000'
}

export interface KecamatanSum {
  code: string
  name: string
  households: number
  eligible: number
  arrears: number
  expected: number
  territories: number
  hidden: number
}

/** Sums of desa by kecamatan, most arrears first. */
export function byKecamatan(desa: Schemas['DesaSum'][]): KecamatanSum[] {
  const sums = new Map<string, KecamatanSum & { ids: Set<number> }>()
  for (const d of desa) {
    const code = kecamatanOf(d.code)
    const sum = sums.get(code) ?? {
      ...{
        code,
        name: d.kecamatan || code,
        households: 0,
        eligible: 0,
        arrears: 0,
        expected: 0,
        territories: 0,
        hidden: 0,
      },
      ids: new Set<number>(),
    }
    sum.households += d.households
    sum.eligible += d.eligible
    sum.arrears += d.arrears
    sum.expected += d.expected
    sum.hidden += d.hidden ? 1 : 0
    for (const id of d.territories ?? []) sum.ids.add(id)
    sum.territories = sum.ids.size
    sums.set(code, sum)
  }
  return [...sums.values()].sort((a, b) => b.arrears - a.arrears)
}
