import { useMemo, useRef } from 'react'
import { keyOf, type Painted, type Spot } from '../../map/spot'
import type { Member } from './crew'
import type { State } from './draft'
import { type Drawing, type Hand, nobody } from './fold'
import { colouring, openHue, paints, touching } from './palette'
import { place, type Sheet, type Tally } from './tally'
import type { Tool } from './tools'

/** Which hue and pattern everything has. */
export function usePaint(
  sheet: Sheet,
  state: Pick<State, 'drawing'>,
  sums: Map<Hand, Tally>,
  crew: Map<Hand, Member>,
  chosen: Hand,
  over: Spot[],
  tool: Tool,
  /** Desa and cells that pass in a proposal. */
  passing: Spot[],
) {
  const before = useRef(new Map<Hand, number>())
  const colours = useMemo(() => {
    const hands = [...sums.keys()].filter((hand) => hand !== nobody)
    before.current = colouring(hands, touching(sheet, state.drawing), before.current)
    return before.current
  }, [sheet, state.drawing, sums])
  const hueOf = (hand: Hand) => (hand === nobody ? openHue : (paints[colours.get(hand) ?? 0]?.hue ?? openHue))
  const tints = useMemo(() => {
    const out = new Map<string, { hue: string; strength: number }>()
    const hue = (hand: Hand) => (hand === nobody ? openHue : (paints[colours.get(hand) ?? 0]?.hue ?? openHue))
    const strength = (hand: Hand) => (hand === nobody ? 0.1 : hand === chosen ? 0.75 : 0.42)
    for (const atom of sheet.atoms ?? []) {
      const hand = state.drawing.hand(place(atom))
      out.set(keyOf(place(atom)), { hue: hue(hand), strength: strength(hand) })
      if (!atom.cell) continue
      const all = state.drawing.handsOf(atom.desa)
      const one = all.length === 1 ? hand : nobody
      out.set(atom.desa, { hue: hue(one), strength: one === nobody ? 0.05 : strength(one) / 2 })
    }
    for (const spot of passing)
      for (const key of keysOf(spot, state.drawing)) {
        const tint = out.get(key)
        if (tint) out.set(key, { ...tint, strength: passed })
      }
    const to = tool === 'erase' ? nobody : chosen
    for (const spot of over)
      for (const key of keysOf(spot, state.drawing))
        if (out.has(key)) out.set(key, { hue: hue(to), strength: to === nobody ? 0.1 : 0.75 })
    return out
  }, [sheet, state.drawing, colours, chosen, over, tool, passing])
  const painted = useMemo(() => {
    const spots = new Map<Hand, Spot[]>()
    for (const atom of sheet.atoms ?? []) {
      const hand = state.drawing.hand(place(atom))
      const whole = atom.cell && state.drawing.handsOf(atom.desa).length === 1
      const spot = whole ? { desa: atom.desa } : place(atom)
      const all = spots.get(hand) ?? []
      if (!(whole && all.at(-1)?.desa === atom.desa)) all.push(spot)
      spots.set(hand, all)
    }
    return [...sums].flatMap(([hand, sum]): Painted[] => {
      if (hand === nobody) return []
      const paint = paints[colours.get(hand) ?? 0] ?? paints[0]
      return [
        {
          hue: paint.hue,
          pattern: paint.pattern,
          label: crew.get(hand)?.label ?? '?',
          name: crew.get(hand)?.name ?? '',
          spots: spots.get(hand) ?? [],
          at: middleOf(sheet, sum),
          broken: sum.pieces.length > 1,
          strong: hand === chosen,
        },
      ]
    })
  }, [sheet, state.drawing, sums, colours, crew, chosen])
  const open = useMemo(
    () => [
      ...new Set(
        (sheet.atoms ?? [])
          .filter((atom) => state.drawing.handsOf(atom.desa).every((hand) => hand === nobody))
          .map((atom) => atom.desa),
      ),
    ],
    [sheet, state.drawing],
  )
  return { tints, painted, open, paints: colours, hueOf }
}

/** How strongly what passes in a proposal is shown. */
const passed = 0.9

/** By which keys the map knows a place and what of it is drawn by itself. */
function keysOf(spot: Spot, drawing: Drawing): string[] {
  if (spot.cell) return [keyOf(spot)]
  const cells = drawing.cellsOf(spot.desa).filter(Boolean)
  return [spot.desa, ...cells.map((cell) => `${spot.desa} ${cell}`)]
}

/** The desa in the largest piece of a territory that has the most families: where its label stands. */
function middleOf(sheet: Sheet, sum: Tally): string {
  const piece = new Set(sum.pieces[0]?.desa ?? [])
  let best = ''
  let most = -1
  for (const atom of sheet.atoms ?? [])
    if (piece.has(atom.desa) && atom.eligible > most) [best, most] = [atom.desa, atom.eligible]
  return best
}
