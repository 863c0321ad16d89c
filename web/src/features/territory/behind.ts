import type { Schemas } from '../../api/client'
import { type Drawing, nobody } from './fold'
import type { Territory } from './model'
import type { Sheet } from './tally'

export type Rival = Schemas['Rival']

/** What is expected of families in a month: cash, and what comes later of its visits. */
interface Sum {
  expected: number
  later: number
}

/** What a drawing and the solver's plan are expected to bring in a kecamatan. */
export interface Behind {
  kecamatan: string
  drawn: Sum
  best: Sum
}

/** By how much less a drawing is worth than the solver's plan: cash, and what is later as that plan counts it. */
export function lostTo({ best }: Rival, { expected, later }: Sum, of: Sum = best): number {
  const rate = best.later > 0 ? (best.value - best.expected) / best.later : 0
  return Math.round(of.expected - expected + (of.later - later) * rate)
}

/** The kecamatan in which a drawing differs from the solver's plan, its greatest loss first. */
export function behindBy(rival: Rival, sheet: Sheet, drawing: Drawing): Behind[] {
  const by = new Map<string, Behind>()
  const of = (kecamatan: string) => {
    const known = by.get(kecamatan) ?? {
      kecamatan,
      drawn: { expected: 0, later: 0 },
      best: { expected: 0, later: 0 },
    }
    by.set(kecamatan, known)
    return known
  }
  for (const { kecamatan, best } of rival.kecamatan ?? [])
    of(kecamatan).best = { expected: best.expected, later: best.later }
  for (const [i, { desa, expected, later }] of (sheet.atoms ?? []).entries()) {
    if (drawing.handAt(i) === nobody) continue
    const { drawn } = of(desa.slice(0, 8))
    drawn.expected += expected
    drawn.later += later
  }
  const lost = ({ best, drawn }: Behind) => lostTo(rival, drawn, best)
  return [...by.values()]
    .filter(({ best, drawn }) => best.expected !== drawn.expected || best.later !== drawn.later)
    .sort((a, b) => lost(b) - lost(a) || a.kecamatan.localeCompare(b.kecamatan))
}

/** What of a plan the solver may not change; as long as it is the same, so is its plan. */
export function fixedOf(territories: Territory[]): string {
  return territories
    .filter((one) => one.locked || one.merangkap)
    .map((one) => [one.id, one.households, one.expected].join(' '))
    .join()
}
