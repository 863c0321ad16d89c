import { useMemo, useRef } from 'react'
import { keyOf, type Painted, type Spot, type Tint, tintOf } from '../../map/spot'
import type { Member } from './crew'
import { type Drawing, type Hand, nobody } from './fold'
import { colouring, openHue, paints, touching } from './palette'
import { place, type Sheet, type Tally } from './tally'
import { type Tool, targetOf } from './tools'

/** Which hue and pattern everything has. */
export function usePaint(
  sheet: Sheet,
  drawing: Drawing,
  sums: Map<Hand, Tally>,
  crew: Map<Hand, Member>,
  chosen: Hand,
  tool: Tool,
  /** Desa and cells that pass in a proposal. */
  passing: Spot[],
) {
  const before = useRef(new Map<Hand, number>())
  const colours = useMemo(() => {
    const hands = [...sums.keys()].filter((hand) => hand !== nobody)
    before.current = colouring(hands, touching(sheet, drawing), before.current)
    return before.current
  }, [sheet, drawing, sums])
  const hueOf = (hand: Hand) => (hand === nobody ? openHue : (paints[colours.get(hand) ?? 0]?.hue ?? openHue))
  const spots = useMemo(() => (sheet.atoms ?? []).map(place), [sheet])
  const keys = useMemo(() => spots.map(keyOf), [spots])
  /** For each desa who has some of it. */
  const owners = useMemo(
    () => new Map((sheet.desa ?? []).map(({ code }) => [code, drawing.handsOf(code)])),
    [sheet, drawing],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: hueOf follows the colours
  const tints = useMemo(() => {
    const out = new Map<string, Tint>()
    const strength = (hand: Hand) => (hand === nobody ? 0.1 : hand === chosen ? 0.75 : 0.42)
    const own = new Map<Hand, Tint>()
    const tint = (hand: Hand): Tint => {
      const known = own.get(hand)
      if (known) return known
      const made = tintOf(hueOf(hand), strength(hand))
      own.set(hand, made)
      return made
    }
    let under = ''
    for (const [i, { desa, cell }] of spots.entries()) {
      out.set(keys[i] ?? desa, tint(drawing.handAt(i)))
      if (!cell || desa === under) continue
      under = desa
      const [one = nobody, ...more] = owners.get(desa) ?? []
      const whole = more.length > 0 ? nobody : one
      out.set(desa, tintOf(hueOf(whole), whole === nobody ? 0.05 : strength(whole) / 2))
    }
    for (const spot of passing)
      for (const key of keysOf(spot, drawing)) {
        const now = out.get(key)
        if (now) out.set(key, tintOf(now.hue, passed))
      }
    return out
  }, [spots, keys, owners, drawing, colours, chosen, passing])
  const to = targetOf(tool, chosen)
  const ink = tintOf(hueOf(to), to === nobody ? 0.1 : 0.75)
  const kept = useRef(new Map<Hand, Held>())
  const painted = useMemo(() => {
    kept.current = heldBy(sheet, spots, owners, drawing, sums, kept.current)
    return [...kept.current].map(([hand, { sum, spots, at }]): Painted => {
      const paint = paints[colours.get(hand) ?? 0] ?? paints[0]
      return {
        hand,
        hue: paint.hue,
        pattern: paint.pattern,
        label: crew.get(hand)?.label ?? '?',
        name: crew.get(hand)?.name ?? '',
        spots,
        at,
        broken: sum.pieces.length > 1,
        strong: hand === chosen,
      }
    })
  }, [sheet, spots, owners, drawing, sums, colours, crew, chosen])
  const open = useMemo(() => {
    const peopled = new Set(spots.map(({ desa }) => desa))
    return [...owners].flatMap(([desa, hands]) =>
      peopled.has(desa) && hands.every((hand) => hand === nobody) ? [desa] : [],
    )
  }, [spots, owners])
  return { tints, ink, painted, open, paints: colours, hueOf }
}

/** How strongly what passes in a proposal is shown. */
const passed = 0.9

/** By which keys the map knows a place and what of it is drawn by itself. */
function keysOf(spot: Spot, drawing: Drawing): string[] {
  if (spot.cell) return [keyOf(spot)]
  const cells = drawing.cellsOf(spot.desa).filter(Boolean)
  return [spot.desa, ...cells.map((cell) => `${spot.desa} ${cell}`)]
}

/** What somebody holds, as it is painted. */
interface Held {
  sum: Tally
  spots: Spot[]
  at: string
}

/** What everybody holds; whose tally is as it was keeps all that was found of it. */
function heldBy(
  sheet: Sheet,
  spots: Spot[],
  owners: Map<string, Hand[]>,
  drawing: Drawing,
  sums: Map<Hand, Tally>,
  before: Map<Hand, Held>,
): Map<Hand, Held> {
  const out = new Map<Hand, Held>()
  const fresh = new Map<Hand, Tally>()
  for (const [hand, sum] of sums) {
    if (hand === nobody) continue
    const had = before.get(hand)
    if (had?.sum === sum) out.set(hand, had)
    else {
      fresh.set(hand, sum)
      out.set(hand, { sum, spots: [], at: '' })
    }
  }
  for (const [hand, desa] of middlesOf(sheet, drawing, fresh)) (out.get(hand) as Held).at = desa
  let under = ''
  for (const [i, spot] of spots.entries()) {
    const hand = drawing.handAt(i)
    if (!fresh.has(hand)) continue
    const whole = spot.cell && owners.get(spot.desa)?.length === 1
    if (whole && spot.desa === under) continue
    under = spot.desa
    out.get(hand)?.spots.push(whole ? { desa: spot.desa } : spot)
  }
  return out
}

/** For each hand the desa in the largest piece of its territory that has the most families: where its label stands. */
export function middlesOf(sheet: Sheet, drawing: Drawing, sums: Map<Hand, Tally>): Map<Hand, string> {
  const pieces = new Map([...sums].map(([hand, { pieces }]) => [hand, new Set(pieces[0]?.desa ?? [])]))
  const most = new Map<Hand, number>()
  const out = new Map<Hand, string>()
  for (const [i, { desa, eligible }] of (sheet.atoms ?? []).entries()) {
    const hand = drawing.handAt(i)
    if (eligible <= (most.get(hand) ?? -1) || !pieces.get(hand)?.has(desa)) continue
    most.set(hand, eligible)
    out.set(hand, desa)
  }
  return out
}
