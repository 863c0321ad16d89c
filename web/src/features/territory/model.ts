import type { Schemas } from '../../api/client'
import { decimal, roundRupiah } from '../../shared/format'
import type { Say } from '../../shared/i18n'

export type TerritoryPlan = Schemas['TerritoryDetail']
export type Territory = Schemas['TerritoryRow']
export type DesaSum = Schemas['DesaSum']
export type Certificate = Schemas['TerritoryCertificate']

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

/** A kecamatan in which families in arrears live, with their desa. */
export interface Place {
  code: string
  name: string
  desa: { code: string; name: string }[]
}

/** The kecamatan of the desa where families live, by name. */
export function placesOf(desa: DesaSum[], kecamatanOf: (desa: string) => string): Place[] {
  const places = new Map<string, Place>()
  for (const d of desa) {
    if (d.households === 0) continue
    const code = kecamatanOf(d.code)
    const place = places.get(code) ?? { code, name: d.kecamatan || code, desa: [] }
    place.desa.push({ code: d.code, name: d.name })
    places.set(code, place)
  }
  return [...places.values()].sort((a, b) => a.name.localeCompare(b.name, 'id'))
}

export type Measure = 'households' | 'eligible' | 'arrears' | 'expected'

/** The rows with the most of a measure first; equals keep their order. */
export function sortedBy<T extends Record<Measure, number>>(rows: T[], by: Measure): T[] {
  return [...rows].sort((a, b) => b[by] - a[by])
}

/** What families are expected to bring, in words: Rp614,8 juta + Rp402 juta kemudian. */
export function bringsWords(of: { expected: number; later: number }, t: Say): string {
  const cash = roundRupiah(of.expected)
  return of.later > 0 ? `${cash} ${t('andLater', { value: roundRupiah(of.later) })}` : cash
}

/** How far what is expected differs, in words: −Rp1,2 juta bulan ini, +Rp0,3 juta kemudian. */
export function apartWords(cash: number, later: number, t: Say): string {
  return t('cashAndLater', { cash: signed(cash), later: signed(later) })
}

const signed = (sum: number) =>
  sum === 0 ? roundRupiah(0) : `${sum < 0 ? '−' : '+'}${roundRupiah(Math.abs(sum))}`

/** How far a sum changed: +Rp19,4 juta, +1,7 %; without a share where there was none before. */
export function changeOf(before: number, after: number): string {
  const sign = after < before ? '−' : '+'
  const sum = `${sign}${roundRupiah(Math.abs(after - before))}`
  return before === 0 ? sum : `${sum}, ${sign}${decimal(Math.abs((100 * (after - before)) / before))} %`
}

/** Of territories by cells: families whom nobody serves and only one of them could, and how many hang by one cell. */
export function shapeOf(plan: Pick<TerritoryPlan, 'territories'>): {
  skipped: number
  cash: number
  narrow: number
} {
  const sum = { skipped: 0, cash: 0, narrow: 0 }
  for (const one of plan.territories ?? []) {
    sum.skipped += one.skipped ?? 0
    sum.cash += one.skippedCash ?? 0
    sum.narrow += one.narrow ? 1 : 0
  }
  return sum
}

/** What keeping desa whole costs at most (present value of a month) in each kecamatan, the dearest first. */
export function wholenessOf(plan: Pick<TerritoryPlan, 'certificate'>) {
  return (plan.certificate?.whole?.prices ?? [])
    .map((price) => ({ ...price, most: Math.max(0, price.cells - (price.value || price.expected)) }))
    .sort((a, b) => b.most - a.most || a.kecamatan.localeCompare(b.kecamatan))
}

/** The gaps by which territories hang together, the widest first. */
export function linksOf(plan: Pick<TerritoryPlan, 'territories'>) {
  return (plan.territories ?? [])
    .flatMap((one) => (one.gaps ?? []).map((gap) => ({ ...gap, territory: one.id })))
    .sort((a, b) => b.metres - a.metres || a.from.localeCompare(b.from))
}
