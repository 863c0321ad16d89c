/**
 * Who holds what in a drawing, and what strokes make of it: the same fold as
 * planner/territory, held to it by golden cases.
 */

/** A kader's own territory by the kader's number, a second one by its negative; 0: nobody. */
export type Hand = number

export const nobody: Hand = 0
/** A territory whose kader has gone. */
export const vacant: Hand = -(2 ** 40)

export interface Change {
  desa: string
  /** Without it all of the desa. */
  cell?: string
  from: Hand
  to: Hand
}

export interface Stroke {
  id: string
  revision: number
  on: number
  changes: Change[]
  undo?: string
  reason?: string
  by: string
  at?: string
}

export interface Conflict {
  desa: string
  cell?: string
  from: Hand
  is: Hand
  gone?: boolean
}

/** What passes from hand to hand as one; without a cell a whole desa. */
export interface Place {
  desa: string
  cell?: string
}

const keyOf = (desa: string, cell: string) => `${desa} ${cell}`

export class Drawing {
  private readonly hands: Map<string, Hand>
  private readonly cells: Map<string, string[]>

  constructor(places: (Place & { hand: Hand })[], cells?: Map<string, string[]>, hands?: Map<string, Hand>) {
    this.hands = hands ?? new Map()
    this.cells = cells ?? new Map()
    for (const { desa, cell = '', hand } of places) {
      const all = this.cells.get(desa)
      if (!this.hands.has(keyOf(desa, cell))) {
        if (all) all.push(cell)
        else this.cells.set(desa, [cell])
      }
      this.hands.set(keyOf(desa, cell), hand)
    }
  }

  copy(): Drawing {
    return new Drawing([], this.cells, new Map(this.hands))
  }

  hand({ desa, cell = '' }: Place): Hand {
    return this.hands.get(keyOf(desa, cell)) ?? nobody
  }

  /** The hands in which some of a desa is. */
  handsOf(desa: string): Hand[] {
    return [...new Set((this.cells.get(desa) ?? []).map((cell) => this.hand({ desa, cell })))]
  }

  /** The cells in which a desa may be divided; one without a name where it may not. */
  cellsOf(desa: string): string[] {
    return this.cells.get(desa) ?? []
  }

  private places({ desa, cell }: Place): Place[] {
    if (cell) return this.hands.has(keyOf(desa, cell)) ? [{ desa, cell }] : []
    return (this.cells.get(desa) ?? []).map((one) => ({ desa, cell: one }))
  }

  /** Lays changes on the drawing, all of them or, where some are in conflict, none. */
  apply(changes: Change[]): { done: Change[]; conflicts: Conflict[] } {
    const done: Change[] = []
    const conflicts: Conflict[] = []
    const next = new Map<string, Hand>()
    const hand = (place: Place) => next.get(keyOf(place.desa, place.cell ?? '')) ?? this.hand(place)
    for (const change of changes) {
      const { desa, cell, from, to } = change
      const where = cell ? { desa, cell } : { desa }
      const places = this.places(change)
      if (places.length === 0) {
        conflicts.push({ ...where, from, is: nobody, gone: true })
        continue
      }
      if (places.every((place) => hand(place) === to)) continue
      const other = places.find((place) => hand(place) !== from)
      if (other) {
        conflicts.push({ ...where, from, is: hand(other) })
        continue
      }
      done.push(change)
      for (const place of places) next.set(keyOf(place.desa, place.cell ?? ''), to)
    }
    if (conflicts.length > 0) return { done: [], conflicts }
    for (const [key, to] of next) this.hands.set(key, to)
    return { done, conflicts }
  }

  /** The changes that take back what still is as a stroke left it, and how much was passed on since. */
  undoing(stroke: Pick<Stroke, 'changes'>): { changes: Change[]; kept: number } {
    const changes: Change[] = []
    let kept = 0
    for (const change of [...stroke.changes].reverse()) {
      const places = this.places(change)
      const stays = places.filter((place) => this.hand(place) === change.to)
      kept += places.length - stays.length
      if (stays.length > 0 && stays.length === places.length) {
        changes.push({ ...change, from: change.to, to: change.from })
        continue
      }
      for (const { desa, cell } of stays)
        changes.push({ desa, ...(cell ? { cell } : {}), from: change.to, to: change.from })
    }
    return { changes, kept }
  }
}

/** What somebody may undo, and do again, the last one last. Who draws on has nothing to do again. */
export function undoable(log: Stroke[], by: string): { undo: string[]; redo: string[] } {
  const depth = new Map<string, number>()
  const undo = new Set<string>()
  const redo = new Set<string>()
  for (const stroke of log) {
    if (stroke.by !== by) continue
    if (!stroke.undo) {
      undo.add(stroke.id)
      redo.clear()
      continue
    }
    const deep = (depth.get(stroke.undo) ?? 0) + 1
    depth.set(stroke.id, deep)
    undo.delete(stroke.undo)
    redo.delete(stroke.undo)
    if (deep % 2 === 1) redo.add(stroke.id)
    else undo.add(stroke.id)
  }
  return { undo: [...undo], redo: [...redo] }
}
