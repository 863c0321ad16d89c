import type { Schemas } from '../../api/client'
import { type Change, Drawing, type Hand, nobody, vacant } from './fold'

export type Sheet = Schemas['Drawing']
export type Figures = Pick<
  Schemas['Atom'],
  'households' | 'eligible' | 'members' | 'arrears' | 'expected' | 'later'
>

/** Some desa of a territory that hang together. */
export interface Piece {
  desa: string[]
  eligible: number
}

/** What somebody holds. */
export interface Tally extends Figures {
  /** Visits in a month. */
  visits: number
  /** To the furthest family, in metres; null where nobody's home is known from which to ride. */
  ride: number | null
  /** How far families live from their middle, in metres: the less, the more compact. */
  spread: number
  desa: string[]
  pieces: Piece[]
}

const empty = (): Figures => ({ households: 0, eligible: 0, members: 0, arrears: 0, expected: 0, later: 0 })

function add(sum: Figures, one: Figures): void {
  sum.households += one.households
  sum.eligible += one.eligible
  sum.members += one.members
  sum.arrears += one.arrears
  sum.expected += one.expected
  sum.later += one.later
}

/** Where an atom lies. */
export const place = (atom: { desa: string; cell?: string }) => ({
  desa: atom.desa,
  cell: atom.cell || undefined,
})

/** A drawing at its beginning. */
export function drawingOf(sheet: Sheet): Drawing {
  return new Drawing(
    (sheet.atoms ?? []).map(({ desa, cell, hand }) => ({ desa, cell: cell || undefined, hand })),
  )
}

/** How many visits of a month so many families get: as planner.Rules.VisitsOf. */
export function visitsOf(families: number, sheet: Pick<Sheet, 'visits' | 'rule'>): number {
  const { target } = sheet.rule
  return Math.floor((2 * families * sheet.visits + target) / (2 * target))
}

/** Where families live; sums of integers, as territory.Moments. */
interface Moments {
  x: number
  y: number
  xx: number
}

function spreadOf({ x, y, xx }: Moments, families: number): number {
  if (families === 0) return 0
  const [mx, my] = [x / families, y / families]
  return Math.round(Math.sqrt(Math.max(0, xx / families - (mx * mx + my * my))))
}

/** What is added up of somebody before it is told. */
interface Heap {
  sum: Tally
  moments: Moments
  atoms: number[]
}

/**
 * Counts a drawing along: whoever holds other places than at the last count anew from
 * all that they hold, so that no figure can lag behind; whoever does not keeps the tally
 * that they had. The same count as territory.Input.Survey, held to it by golden cases.
 */
export class Counter {
  /** What hangs together with what: atoms, or desa where territories are made of them. */
  private readonly near: number[][]
  /** For each atom, the node of near that it lies in. */
  private readonly node: number[]
  private readonly seen: Uint8Array
  private last: { drawing: Drawing; sums: Map<Hand, Tally> } | null = null

  constructor(readonly sheet: Sheet) {
    const atoms = sheet.atoms ?? []
    if (sheet.grain === 'cell') {
      this.near = atoms.map(() => [])
      this.node = atoms.map((_, i) => i)
      for (const link of sheet.links ?? []) {
        const [a, b] = link ?? []
        if (a === undefined || b === undefined) continue
        this.near[a]?.push(b)
        this.near[b]?.push(a)
      }
    } else {
      const place = new Map<string, number>()
      for (const { code } of sheet.desa ?? []) place.set(code, place.size)
      for (const { desa } of atoms) if (!place.has(desa)) place.set(desa, place.size)
      this.near = [...place].map(() => [])
      for (const { code, near } of sheet.desa ?? [])
        this.near[place.get(code) ?? 0] = (near ?? []).map((one) => place.get(one) ?? -1)
      this.node = atoms.map(({ desa }) => place.get(desa) ?? 0)
    }
    this.seen = new Uint8Array(this.near.length)
  }

  /** What everybody holds, nobody too; the same object as the last time where nothing differs. */
  count(drawing: Drawing): Map<Hand, Tally> {
    const touched = this.last ? drawing.differing(this.last.drawing) : null
    if (this.last && touched?.size === 0) return this.last.sums
    const anew = this.countOf(drawing, touched)
    const sums = touched && this.last ? new Map(this.last.sums) : anew
    for (const hand of touched ?? []) {
      const sum = anew.get(hand)
      if (sum) sums.set(hand, sum)
      else sums.delete(hand)
    }
    this.last = { drawing: drawing.copy(), sums }
    return sums
  }

  /** What some hold; null: everybody. */
  private countOf(drawing: Drawing, of: Set<Hand> | null): Map<Hand, Tally> {
    const heaps = new Map<Hand, Heap>()
    let hand: Hand = Number.NaN
    let heap: Heap | undefined
    for (const [i, atom] of (this.sheet.atoms ?? []).entries()) {
      const now = drawing.handAt(i)
      if (of && !of.has(now)) continue
      if (now !== hand || !heap) {
        hand = now
        heap = heaps.get(hand)
        if (!heap) {
          heap = {
            sum: { ...empty(), visits: 0, ride: null, spread: 0, desa: [], pieces: [] },
            moments: { x: 0, y: 0, xx: 0 },
            atoms: [],
          }
          heaps.set(hand, heap)
        }
      }
      const { sum, moments } = heap
      add(sum, atom)
      moments.x += atom.x
      moments.y += atom.y
      moments.xx += atom.xx
      if (sum.desa.at(-1) !== atom.desa) sum.desa.push(atom.desa)
      heap.atoms.push(i)
      for (const one of atom.rides ?? [])
        if (one.hand === hand && (sum.ride === null || one.metres > sum.ride)) sum.ride = one.metres
    }
    const sums = new Map<Hand, Tally>()
    for (const [hand, { sum, moments, atoms }] of heaps) {
      sums.set(hand, sum)
      if (hand === nobody) continue
      sum.visits = visitsOf(sum.eligible, this.sheet)
      sum.spread = spreadOf(moments, sum.eligible)
      sum.pieces = this.pieces(atoms)
    }
    return sums
  }

  /** Pieces of some atoms: what lies in one node, or in nodes beside each other. */
  private pieces(atoms: number[]): Piece[] {
    const { near, node, seen } = this
    const inside = new Map<number, { desa: string; eligible: number }>()
    for (const i of atoms) {
      const atom = this.sheet.atoms?.[i]
      const at = node[i]
      if (!atom || at === undefined) continue
      const had = inside.get(at)
      if (had) had.eligible += atom.eligible
      else inside.set(at, { desa: atom.desa, eligible: atom.eligible })
      seen[at] = 1
    }
    const pieces: Piece[] = []
    for (const first of inside.keys()) {
      if (seen[first] === 0) continue
      seen[first] = 0
      const desa = new Set<string>()
      let eligible = 0
      for (const queue = [first]; queue.length > 0; ) {
        const at = queue.pop() as number
        const told = inside.get(at)
        desa.add(told?.desa ?? '')
        eligible += told?.eligible ?? 0
        for (const next of near[at] ?? [])
          if (seen[next] === 1) {
            seen[next] = 0
            queue.push(next)
          }
      }
      pieces.push({ desa: [...desa].sort(), eligible })
    }
    return pieces.sort((a, b) => b.eligible - a.eligible)
  }
}

/** Desa that are cut off from the greater part of their territory. */
export function looseOf(sums: Map<Hand, Tally>): Set<string> {
  const held = [...sums].filter(([hand]) => hand !== nobody)
  return new Set(held.flatMap(([, sum]) => sum.pieces.slice(1).flatMap((piece) => piece.desa)))
}

/** The whole branch in one line. */
export interface Summary {
  territories: number
  inBand: number
  connected: number
  expected: number
  later: number
  visits: number
  /** The longest of all, in metres. */
  ride: number
  unserved: Figures
  /** The share of families that would not have to move for all territories to be alike, 0 to 1. */
  even: number
}

export function summaryOf(sums: Map<Hand, Tally>, band: { lower: number; upper: number }): Summary {
  const held = [...sums].filter(([hand]) => hand !== nobody).map(([, sum]) => sum)
  const all = held.reduce((sum, one) => sum + one.eligible, 0)
  const mean = all / Math.max(1, held.length)
  const away = held.reduce((sum, one) => sum + Math.abs(one.eligible - mean), 0)
  return {
    territories: held.length,
    inBand: held.filter((one) => band.lower <= one.eligible && one.eligible <= band.upper).length,
    connected: held.filter((one) => one.pieces.length === 1).length,
    expected: held.reduce((sum, one) => sum + one.expected, 0),
    later: held.reduce((sum, one) => sum + one.later, 0),
    visits: held.reduce((sum, one) => sum + one.visits, 0),
    ride: held.reduce((most, one) => Math.max(most, one.ride ?? 0), 0),
    unserved: sums.get(nobody) ?? empty(),
    even: all === 0 ? 1 : 1 - away / (2 * all),
  }
}

/** A territory that a stroke would cut apart, with the piece that hangs no longer. */
export interface Cut {
  hand: Hand
  piece: Piece
}

/** What changes would cut off that hangs together now, or what they would add that hangs at nothing. */
export function cutsOf(before: Map<Hand, Tally>, after: Map<Hand, Tally>): Cut[] {
  const cuts: Cut[] = []
  for (const [hand, sum] of after) {
    const had = before.get(hand)?.pieces.length ?? 0
    const loose = sum.pieces[sum.pieces.length - 1]
    if (hand !== nobody && sum.pieces.length > Math.max(1, had) && loose) cuts.push({ hand, piece: loose })
  }
  return cuts
}

/** Why a hand may not have a desa; null where it may. */
export type Bar = 'barLocked' | 'barElsewhere' | 'barNobody' | null

export interface Holder {
  hand: Hand
  kecamatan: string
  locked: boolean
  works: boolean
}

/** The changes that pass some places to a hand, and how many stay for which reason. */
export function passing(
  drawing: Drawing,
  places: { desa: string; cell?: string }[],
  to: Hand,
  holders: Map<Hand, Holder>,
): { changes: Change[]; barred: Map<Exclude<Bar, null>, number> } {
  const changes: Change[] = []
  const barred = new Map<Exclude<Bar, null>, number>()
  for (const { desa, cell } of places) {
    const cells = drawing.cellsOf(desa)
    const parts = cell ? (cells.includes(cell) ? [cell] : []) : cells
    if (parts.length === 0) continue
    const from = [...new Set(parts.map((one) => drawing.hand({ desa, cell: one || undefined })))]
    if (from.length === 1 && from[0] === to) continue
    const bar = barOf(desa, from, to, holders)
    if (bar) {
      barred.set(bar, (barred.get(bar) ?? 0) + 1)
      continue
    }
    if (from.length === 1 && !cell) changes.push({ desa, from: from[0] ?? nobody, to })
    else
      for (const one of parts) {
        const hand = drawing.hand({ desa, cell: one })
        if (hand !== to) changes.push({ desa, cell: one, from: hand, to })
      }
  }
  return { changes, barred }
}

/** Of changes those that the rules let pass, and how many stay for which reason. */
export function permitted(changes: Change[], holders: Map<Hand, Holder>): ReturnType<typeof passing> {
  const barred = new Map<Exclude<Bar, null>, number>()
  const kept = changes.filter(({ desa, from, to }) => {
    const bar = barOf(desa, [from], to, holders)
    if (bar) barred.set(bar, (barred.get(bar) ?? 0) + 1)
    return bar === null
  })
  return { changes: kept, barred }
}

function barOf(desa: string, from: Hand[], to: Hand, holders: Map<Hand, Holder>): Bar {
  if ([...from, to].some((hand) => holders.get(hand)?.locked)) return 'barLocked'
  if (to === nobody) return null
  const holder = holders.get(to)
  if (!holder || to === vacant || !holder.works) return 'barNobody'
  return holder.kecamatan === desa.slice(0, 8) ? null : 'barElsewhere'
}
