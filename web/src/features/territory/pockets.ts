import type { State } from './draft'
import { type Hand, nobody } from './fold'
import type { Sheet } from './tally'

/** Desa of nobody from which no way leads out but through one territory. */
export function pocketsOf(sheet: Sheet, state: Pick<State, 'drawing'>, hand: Hand): string[] {
  const near = new Map((sheet.desa ?? []).map((one) => [one.code, one.near ?? []]))
  const peopled = new Set((sheet.atoms ?? []).map((atom) => atom.desa))
  const free = (desa: string) => state.drawing.handsOf(desa).every((one) => one === nobody)
  const seen = new Set<string>()
  const out: string[] = []
  for (const first of peopled) {
    if (seen.has(first) || !free(first)) continue
    const pocket = [first]
    const around = new Set<Hand>()
    seen.add(first)
    for (let at = 0; at < pocket.length; at++)
      for (const one of near.get(pocket[at] ?? '') ?? []) {
        if (!peopled.has(one)) continue
        if (!free(one)) for (const owner of state.drawing.handsOf(one)) around.add(owner)
        else if (!seen.has(one)) {
          seen.add(one)
          pocket.push(one)
        }
      }
    if (around.size === 1 && around.has(hand)) out.push(...pocket)
  }
  return out
}

/** The cells of desa that may be divided. */
export function cellsOf(sheet: Sheet): Map<string, string[]> {
  const out = new Map<string, string[]>()
  for (const { desa, cell } of sheet.atoms ?? []) {
    if (!cell) continue
    const all = out.get(desa)
    if (all) all.push(cell)
    else out.set(desa, [cell])
  }
  return out
}
