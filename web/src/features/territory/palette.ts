import type { Drawing, Hand } from './fold'
import type { Sheet } from './tally'

/** Hues that eyes of every kind tell apart (Okabe and Ito), each with a pattern of its own. */
export const paints = [
  { hue: '#0072b2', pattern: 'plain' },
  { hue: '#e69f00', pattern: 'dots' },
  { hue: '#009e73', pattern: 'rising' },
  { hue: '#cc79a7', pattern: 'falling' },
  { hue: '#d55e00', pattern: 'level' },
  { hue: '#56b4e9', pattern: 'upright' },
  { hue: '#f0e442', pattern: 'grid' },
] as const

export type Pattern = (typeof paints)[number]['pattern'] | 'open'

/** The hue of what nobody has. */
export const openHue = '#9aa5a0'

/** Which territories touch: those that hold desa beside each other, or one desa together. */
export function touching(sheet: Sheet, drawing: Drawing): Map<Hand, Set<Hand>> {
  const out = new Map<Hand, Set<Hand>>()
  const join = (a: Hand, b: Hand) => {
    const all = out.get(a)
    if (all) all.add(b)
    else out.set(a, new Set([b]))
  }
  for (const { code, near } of sheet.desa ?? []) {
    const here = drawing.handsOf(code).filter((hand) => hand !== 0)
    const there = (near ?? []).flatMap((one) => drawing.handsOf(one)).filter((hand) => hand !== 0)
    for (const a of here)
      for (const b of [...here, ...there]) {
        if (a === b) continue
        join(a, b)
        join(b, a)
      }
  }
  return out
}

/**
 * A paint for every territory, by its place among the paints: neighbours never have the
 * same while there are enough, and who has one keeps it where that does no harm.
 */
export function colouring(
  hands: Hand[],
  near: Map<Hand, Set<Hand>>,
  before: Map<Hand, number>,
): Map<Hand, number> {
  const out = new Map<Hand, number>()
  const clash = (hand: Hand, paint: number) =>
    [...(near.get(hand) ?? [])].some((one) => out.get(one) === paint)
  const order = [...hands].sort((a, b) => a - b)
  for (const hand of order) {
    const paint = before.get(hand)
    if (paint !== undefined && !clash(hand, paint)) out.set(hand, paint)
  }
  const used = paints.map((_, paint) => [...out.values()].filter((one) => one === paint).length)
  for (;;) {
    const open = order.filter((hand) => !out.has(hand))
    if (open.length === 0) return out
    const choices = (hand: Hand) => paints.map((_, paint) => paint).filter((paint) => !clash(hand, paint))
    const [hand, free] = open
      .map((one) => [one, choices(one)] as const)
      .reduce((best, one) => (one[1].length < best[1].length ? one : best))
    const paint = (free.length > 0 ? free : paints.map((_, one) => one)).reduce((best, one) =>
      (used[one] ?? 0) < (used[best] ?? 0) ? one : best,
    )
    out.set(hand, paint)
    used[paint] = (used[paint] ?? 0) + 1
  }
}
