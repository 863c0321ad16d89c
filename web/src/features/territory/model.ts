import type { Schemas } from '../../api/client'

export type TerritoryPlan = Schemas['TerritoryDetail']
export type Territory = Schemas['TerritoryRow']
export type DesaSum = Schemas['DesaSum']
export type Certificate = Schemas['TerritoryCertificate']

/** Hues that colour-blind people too can tell apart; the label says which territory it is. */
export const hues = [
  '#1b9e77',
  '#d95f02',
  '#7570b3',
  '#e7298a',
  '#66a61e',
  '#e6ab02',
  '#4477aa',
  '#a6761d',
  '#66ccee',
  '#aa3377',
]
export const unservedHue = '#c3cac6'

export function hueOf(territory: number): string {
  return territory === 0 ? unservedHue : (hues[territory % hues.length] ?? unservedHue)
}

/** How far the inertia may be above the best possible, in per cent; null: not known. */
export function gapPercent(certificate: Certificate): number | null {
  if (!certificate.bound || !certificate.inertia) return null
  return Math.max(0, (100 * (certificate.inertia - certificate.bound)) / certificate.inertia)
}

/** The desa whose name or kecamatan holds the text. */
export function matching(desa: DesaSum[], text: string): DesaSum[] {
  const wanted = text.trim().toLowerCase()
  return desa.filter((d) => `${d.name} ${d.kecamatan} ${d.code}`.toLowerCase().includes(wanted))
}
