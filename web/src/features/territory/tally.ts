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

/** Counts a drawing along: everything anew each time, so that no figure can lag behind. */
export class Counter {
  private readonly near: Map<string, string[]>
  private readonly links: Map<number, number[]> | null

  constructor(readonly sheet: Sheet) {
    this.near = new Map((sheet.desa ?? []).map((one) => [one.code, one.near ?? []]))
    this.links = sheet.grain === 'cell' ? neighbours(sheet.links ?? []) : null
  }

  /** What everybody holds, nobody too. */
  count(drawing: Drawing): Map<Hand, Tally> {
    const sums = new Map<Hand, Tally>()
    const members = new Map<Hand, number[]>()
    for (const [i, atom] of (this.sheet.atoms ?? []).entries()) {
      const hand = drawing.hand({ desa: atom.desa, cell: atom.cell || undefined })
      let sum = sums.get(hand)
      if (!sum) {
        sum = { ...empty(), desa: [], pieces: [] }
        sums.set(hand, sum)
        members.set(hand, [])
      }
      add(sum, atom)
      if (sum.desa.at(-1) !== atom.desa) sum.desa.push(atom.desa)
      members.get(hand)?.push(i)
    }
    for (const [hand, sum] of sums) {
      if (hand === nobody) continue
      sum.pieces = this.links ? this.byCell(members.get(hand) ?? []) : this.byDesa(members.get(hand) ?? [])
    }
    return sums
  }

  /** Pieces of territories of whole desa: what lies in one desa, or in desa beside each other. */
  private byDesa(atoms: number[]): Piece[] {
    const eligible = new Map<string, number>()
    for (const i of atoms) {
      const atom = this.sheet.atoms?.[i]
      if (atom) eligible.set(atom.desa, (eligible.get(atom.desa) ?? 0) + atom.eligible)
    }
    return piecesOf(
      [...eligible.keys()],
      (desa) => this.near.get(desa) ?? [],
      (desa) => ({
        desa,
        eligible: eligible.get(desa) ?? 0,
      }),
    )
  }

  private byCell(atoms: number[]): Piece[] {
    return piecesOf(
      atoms,
      (i) => this.links?.get(i) ?? [],
      (i) => ({
        desa: this.sheet.atoms?.[i]?.desa ?? '',
        eligible: this.sheet.atoms?.[i]?.eligible ?? 0,
      }),
    )
  }
}

function neighbours(links: (number[] | null)[]): Map<number, number[]> {
  const out = new Map<number, number[]>()
  const join = (a: number, b: number) => {
    const all = out.get(a)
    if (all) all.push(b)
    else out.set(a, [b])
  }
  for (const link of links) {
    const [a, b] = link ?? []
    if (a === undefined || b === undefined) continue
    join(a, b)
    join(b, a)
  }
  return out
}

function piecesOf<T>(
  all: T[],
  near: (one: T) => T[],
  tell: (one: T) => { desa: string; eligible: number },
): Piece[] {
  const left = new Set(all)
  const pieces: Piece[] = []
  for (const first of all) {
    if (!left.delete(first)) continue
    const desa = new Set<string>()
    let eligible = 0
    for (const queue = [first]; queue.length > 0; ) {
      const one = queue.pop() as T
      const told = tell(one)
      desa.add(told.desa)
      eligible += told.eligible
      for (const next of near(one)) if (left.delete(next)) queue.push(next)
    }
    pieces.push({ desa: [...desa].sort(), eligible })
  }
  return pieces.sort((a, b) => b.eligible - a.eligible)
}

/** The whole branch in one line. */
export interface Summary {
  territories: number
  inBand: number
  connected: number
  expected: number
  later: number
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

function barOf(desa: string, from: Hand[], to: Hand, holders: Map<Hand, Holder>): Bar {
  if ([...from, to].some((hand) => holders.get(hand)?.locked)) return 'barLocked'
  if (to === nobody) return null
  const holder = holders.get(to)
  if (!holder || to === vacant || !holder.works) return 'barNobody'
  return holder.kecamatan === desa.slice(0, 8) ? null : 'barElsewhere'
}
