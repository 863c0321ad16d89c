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

/** Where everything lies; the same for all copies of a drawing. */
interface Places {
  at: Map<string, number>
  desa: Map<string, number[]>
  cells: string[]
}

export class Drawing {
  private readonly places: Places = { at: new Map(), desa: new Map(), cells: [] }
  private hands: Hand[] = []

  constructor(places: (Place & { hand: Hand })[]) {
    for (const { desa, cell = '', hand } of places) {
      const key = keyOf(desa, cell)
      let at = this.places.at.get(key)
      if (at === undefined) {
        at = this.places.cells.length
        this.places.at.set(key, at)
        this.places.cells.push(cell)
        const all = this.places.desa.get(desa)
        if (all) all.push(at)
        else this.places.desa.set(desa, [at])
      }
      this.hands[at] = hand
    }
  }

  copy(): Drawing {
    return Object.assign(Object.create(Drawing.prototype), { places: this.places, hands: this.hands.slice() })
  }

  /** The hands whose places are others than in another drawing of the same places; null: it is of others. */
  differing(other: Drawing): Set<Hand> | null {
    if (other.places !== this.places) return null
    const out = new Set<Hand>()
    for (let at = 0; at < this.hands.length; at++)
      if (this.hands[at] !== other.hands[at]) out.add(this.handAt(at)).add(other.handAt(at))
    return out
  }

  /** In whose hands the place is that was named so manieth. */
  handAt(at: number): Hand {
    return this.hands[at] ?? nobody
  }

  hand({ desa, cell = '' }: Place): Hand {
    const at = this.places.at.get(keyOf(desa, cell))
    return at === undefined ? nobody : this.handAt(at)
  }

  /** The hands in which some of a desa is. */
  handsOf(desa: string): Hand[] {
    const out: Hand[] = []
    for (const at of this.places.desa.get(desa) ?? []) {
      const hand = this.handAt(at)
      if (!out.includes(hand)) out.push(hand)
    }
    return out
  }

  /** The cells in which a desa may be divided; one without a name where it may not. */
  cellsOf(desa: string): string[] {
    return (this.places.desa.get(desa) ?? []).map((at) => this.places.cells[at] ?? '')
  }

  /** The places that a change concerns. */
  private of({ desa, cell }: Place): number[] {
    if (!cell) return this.places.desa.get(desa) ?? []
    const at = this.places.at.get(keyOf(desa, cell))
    return at === undefined ? [] : [at]
  }

  /** Lays changes on the drawing, all of them or, where some are in conflict, none. */
  apply(changes: Change[]): { done: Change[]; conflicts: Conflict[] } {
    const done: Change[] = []
    const conflicts: Conflict[] = []
    const next = new Map<number, Hand>()
    const hand = (at: number) => next.get(at) ?? this.handAt(at)
    for (const change of changes) {
      const { desa, cell, from, to } = change
      const where = cell ? { desa, cell } : { desa }
      const places = this.of(change)
      if (places.length === 0) {
        conflicts.push({ ...where, from, is: nobody, gone: true })
        continue
      }
      if (places.every((at) => hand(at) === to)) continue
      const other = places.find((at) => hand(at) !== from)
      if (other !== undefined) {
        conflicts.push({ ...where, from, is: hand(other) })
        continue
      }
      done.push(change)
      for (const at of places) next.set(at, to)
    }
    if (conflicts.length > 0) return { done: [], conflicts }
    for (const [at, to] of next) this.hands[at] = to
    return { done, conflicts }
  }

  /** The changes that take back what still is as a stroke left it, and how much was passed on since. */
  undoing(stroke: Pick<Stroke, 'changes'>): { changes: Change[]; kept: number } {
    const changes: Change[] = []
    let kept = 0
    for (const change of [...stroke.changes].reverse()) {
      const places = this.of(change)
      const stays = places.filter((at) => this.handAt(at) === change.to)
      kept += places.length - stays.length
      if (stays.length > 0 && stays.length === places.length) {
        changes.push({ ...change, from: change.to, to: change.from })
        continue
      }
      for (const at of stays) {
        const cell = this.places.cells[at]
        changes.push({ desa: change.desa, ...(cell ? { cell } : {}), from: change.to, to: change.from })
      }
    }
    return { changes, kept }
  }

  /**
   * The changes that make a hand hold again what it did in an earlier drawing of the same
   * places: what it has now and had not goes to whoever had it then.
   */
  restoring(hand: Hand, then: Drawing): Change[] {
    const changes: Change[] = []
    for (const [desa, places] of this.places.desa) {
      const moves = places
        .map((at) => ({ cell: this.places.cells[at] ?? '', from: this.handAt(at), to: then.handAt(at) }))
        .filter(({ from, to }) => from !== to && (from === hand || to === hand))
      const [first] = moves
      if (!first) continue
      const alike = moves.every(({ from, to }) => from === first.from && to === first.to)
      if (alike && moves.length === places.length) changes.push({ desa, from: first.from, to: first.to })
      else for (const move of moves) changes.push({ desa, ...move })
    }
    return changes
  }
}

/** The change that takes one back. */
export const backOf = ({ desa, cell, from, to }: Change): Change => ({
  desa,
  ...(cell ? { cell } : {}),
  from: to,
  to: from,
})

/** What somebody may undo, and do again, the last one last. Who draws on has nothing to do again. */
export class Undoing {
  private readonly depth = new Map<string, number>()
  readonly undo: string[] = []
  readonly redo: string[] = []

  constructor(
    private readonly by: string,
    log: readonly Stroke[] = [],
  ) {
    for (const stroke of log) this.add(stroke)
  }

  /** Follows one stroke more. */
  add({ id, by, undo }: Pick<Stroke, 'id' | 'by' | 'undo'>): void {
    if (by !== this.by) return
    if (!undo) {
      this.undo.push(id)
      this.redo.length = 0
      return
    }
    const deep = (this.depth.get(undo) ?? 0) + 1
    this.depth.set(id, deep)
    take(this.undo, undo)
    take(this.redo, undo)
    if (deep % 2 === 1) this.redo.push(id)
    else this.undo.push(id)
  }
}

/** Takes out what mostly is the last one. */
function take(from: string[], one: string): void {
  const at = from.lastIndexOf(one)
  if (at >= 0) from.splice(at, 1)
}
