import type { Box } from '../../map/shapes'
import type { Spot } from '../../map/spot'
import { type Drawing, type Hand, nobody } from './fold'
import { type Holder, type Piece, place, type Sheet, type Tally } from './tally'

/** Desa with eligible families that nobody has. */
export function openDesa(sheet: Sheet, drawing: Drawing): string[] {
  const open = (sheet.atoms ?? []).filter((atom) => atom.eligible > 0 && drawing.hand(place(atom)) === nobody)
  return [...new Set(open.map((atom) => atom.desa))]
}

/** The pieces that hang at nothing of their territory. */
export function brokenOf(sums: Map<Hand, Tally>): { hand: Hand; piece: Piece }[] {
  return [...sums].flatMap(([hand, sum]) =>
    hand === nobody ? [] : sum.pieces.slice(1).map((piece) => ({ hand, piece })),
  )
}

/** Where whoever is chosen is shown: the territory, else the kecamatan. */
export function groundOf(
  hand: Hand,
  sums: Map<Hand, Tally>,
  crew: Map<Hand, Holder>,
  sheet: Sheet,
): string[] {
  const mine = hand === nobody ? [] : (sums.get(hand)?.desa ?? [])
  if (mine.length > 0) return mine
  const near = crew.get(hand)?.kecamatan ?? '-'
  return (sheet.desa ?? []).map(({ code }) => code).filter((code) => code.startsWith(near))
}

/** Where arrows begin: the desa that is shown, the first of the territory, of the kecamatan, or of all. */
export function firstStep(
  shown: string | undefined,
  hand: Hand,
  sums: Map<Hand, Tally>,
  crew: Map<Hand, Holder>,
  sheet: Sheet,
): string {
  const near = crew.get(hand)?.kecamatan ?? ''
  const begin = (sheet.desa ?? []).find(({ code }) => code.startsWith(near)) ?? sheet.desa?.[0]
  return shown ?? sums.get(hand)?.desa[0] ?? begin?.code ?? ''
}

/** Whom a line is to cut: the chosen one if it crosses them, else who is crossed most; locked ones never. */
export function cutBy(
  line: (Spot | null | undefined)[],
  drawing: Drawing,
  crew: Map<Hand, Holder>,
  chosen: Hand,
): Hand {
  const crossed = new Map<Hand, number>()
  for (const spot of line) {
    const one = spot ? (spot.cell ? drawing.hand(spot) : drawing.handsOf(spot.desa)[0]) : nobody
    if (one && !crew.get(one)?.locked) crossed.set(one, (crossed.get(one) ?? 0) + 1)
  }
  if (crossed.has(chosen)) return chosen
  return [...crossed].sort((a, b) => b[1] - a[1])[0]?.[0] ?? nobody
}

/** About half a kilometre, in degrees. */
const around = 0.005

/** A box about places; null about none. */
export function boxAround(at: { lon: number; lat: number }[]): Box | null {
  if (at.length === 0) return null
  const [lon, lat] = [at.map((one) => one.lon), at.map((one) => one.lat)]
  return [
    Math.min(...lon) - around,
    Math.min(...lat) - around,
    Math.max(...lon) + around,
    Math.max(...lat) + around,
  ]
}
