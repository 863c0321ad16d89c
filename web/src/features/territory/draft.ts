import { backOf, type Change, type Conflict, type Drawing, type Hand, type Stroke, Undoing } from './fold'
import { drawingOf, type Sheet } from './tally'

/** What became of a stroke that was sent. */
export type Answer =
  | { kind: 'landed'; stroke: Stroke; revision: number }
  | { kind: 'clash'; conflicts: Conflict[] }
  /** Refused for what no sending again mends. */
  | { kind: 'refused'; why: unknown }
  /** Nobody answered: it is sent again. */
  | { kind: 'lost' }

export interface Server {
  send(stroke: Omit<Stroke, 'revision' | 'by'>): Promise<Answer>
  /** The strokes after a revision; null when nobody answers. */
  since(revision: number): Promise<Stroke[] | null>
}

/** Where strokes wait that the server has not confirmed, over a reload and a crash. */
export interface Shelf {
  load(): Stroke[]
  save(strokes: Stroke[]): void
}

/** A stroke that is not on the drawing, and why. */
export interface Dropped {
  stroke: Stroke
  conflicts: Conflict[]
  why?: unknown
}

export interface State {
  drawing: Drawing
  revision: number
  /** Strokes that the server has not confirmed. */
  pending: number
  /** Nobody answered the last time. */
  lost: boolean
  undo: Stroke | undefined
  redo: Stroke | undefined
  dropped: Dropped[]
  /** Strokes of others since the page was opened. */
  others: number
  /** The server's drawing is another than its strokes make: it has to be read anew. */
  stale: boolean
}

/**
 * A draft as it is drawn here: what the server has confirmed, and on top of it what was
 * drawn since. Strokes are sent one after the other in their order; until the server
 * confirms one it stands on the shelf.
 */
export class Draft {
  private confirmed: Drawing
  private log: Stroke[]
  private queue: Stroke[]
  private revision: number
  private state: State
  private readonly watchers = new Set<() => void>()
  private sending: Promise<void> | null = null
  private lost = false
  private stale = false
  private others = 0
  private present: Drawing
  /** Of the log and, over it, the queue. */
  private undoing: Undoing
  private readonly strokes = new Map<string, Stroke>()

  constructor(
    sheet: Sheet,
    log: Stroke[],
    readonly by: string,
    private readonly server: Server,
    private readonly shelf: Shelf,
    private readonly fresh: () => string = () => crypto.randomUUID(),
    /** What was told of strokes that were dropped, where the drawing is read anew. */
    private dropped: Dropped[] = [],
  ) {
    this.confirmed = drawingOf(sheet)
    this.revision = sheet.revision
    this.log = log.filter((stroke) => stroke.revision <= sheet.revision)
    const known = new Set(this.log.map((stroke) => stroke.id))
    this.queue = shelf.load().filter((stroke) => !known.has(stroke.id))
    this.present = this.confirmed.copy()
    this.undoing = new Undoing(by)
    for (const stroke of this.log) this.strokes.set(stroke.id, stroke)
    this.replay()
    this.state = this.look()
    this.land(log.filter((stroke) => stroke.revision > sheet.revision))
    if (this.queue.length > 0) void this.flush()
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  readonly now = (): State => this.state

  /** All strokes that the server has confirmed. */
  history(): readonly Stroke[] {
    return this.log
  }

  /** Whatever stands on the drawing, the last one last. */
  private all(): Stroke[] {
    return [...this.log, ...this.queue]
  }

  /** The strokes that gave a hand something or took it, the last one first. */
  of(hand: Hand): Stroke[] {
    return this.all()
      .filter(({ changes }) => changes?.some(({ from, to }) => from === hand || to === hand))
      .reverse()
  }

  /** The drawing as it was before a stroke. */
  before(id: string): Drawing {
    const then = this.present.copy()
    const all = this.all()
    const at = all.findIndex((one) => one.id === id)
    for (const { changes } of at < 0 ? [] : all.slice(at).reverse())
      for (const change of [...(changes ?? [])].reverse()) then.apply([backOf(change)])
    return then
  }

  /** Draws; gives back the stroke, or undefined where nothing would change. */
  draw(changes: Change[], reason?: string): Stroke | undefined {
    const { done, conflicts } = this.present.apply(changes)
    if (conflicts.length > 0 || done.length === 0) return undefined
    return this.enqueue({ changes: done, ...(reason ? { reason } : {}) })
  }

  /** Takes the last own stroke back; says what of it others have passed on since. */
  undo(): { stroke: Stroke; kept: number } | undefined {
    return this.back(this.state.undo)
  }

  redo(): { stroke: Stroke; kept: number } | undefined {
    return this.back(this.state.redo)
  }

  private back(target: Stroke | undefined) {
    if (!target) return undefined
    const { changes, kept } = this.present.undoing(target)
    this.present.apply(changes)
    return { stroke: this.enqueue({ changes, undo: target.id }), kept }
  }

  private enqueue(what: Pick<Stroke, 'changes' | 'undo' | 'reason'>): Stroke {
    const stroke: Stroke = { ...what, id: this.fresh(), on: this.revision, revision: 0, by: this.by }
    this.queue.push(stroke)
    this.strokes.set(stroke.id, stroke)
    this.undoing.add(stroke)
    this.shelf.save(this.queue)
    this.tell()
    void this.flush()
    return stroke
  }

  /** Sends what waits, and asks again where the line is back. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null
    })
    return this.sending
  }

  private async sendAll(): Promise<void> {
    await Promise.resolve()
    for (let stroke = this.queue[0]; stroke; stroke = this.queue[0]) {
      const { revision: _, by: __, ...sent } = stroke
      const answer = await this.server.send(sent)
      this.lost = answer.kind === 'lost'
      if (answer.kind === 'lost') return this.tell()
      if (answer.kind !== 'landed') {
        this.drop(
          stroke,
          answer.kind === 'clash' ? { conflicts: answer.conflicts } : { conflicts: [], why: answer.why },
        )
        await this.catchUp()
      } else if (answer.stroke.revision === this.revision + 1) this.land([answer.stroke])
      else await this.catchUp()
      if (this.lost || this.stale) return this.tell()
    }
  }

  /** Reads what others drew. */
  async catchUp(): Promise<void> {
    const strokes = await this.server.since(this.revision)
    const lost = strokes === null || (this.lost && this.queue.length > 0) // reading may go where sending does not
    const same = lost === this.lost && !strokes?.length
    this.lost = lost
    if (same) return
    if (strokes) this.land(strokes)
    else this.tell()
  }

  private land(strokes: Stroke[]): void {
    let foreign = false
    for (const stroke of strokes) {
      if (stroke.revision !== this.revision + 1) continue
      const { conflicts } = this.confirmed.apply(stroke.changes ?? [])
      this.stale ||= conflicts.length > 0
      this.revision = stroke.revision
      this.log.push(stroke)
      this.strokes.set(stroke.id, stroke)
      const own = this.queue.findIndex((one) => one.id === stroke.id)
      if (own >= 0) this.queue.splice(own, 1)
      if (own !== 0) foreign = true
      if (stroke.by !== this.by) this.others++
    }
    this.shelf.save(this.queue)
    if (this.queue.length === 0) this.lost = false
    if (foreign) this.replay()
    else if (this.queue.length === 0) this.present = this.confirmed.copy()
    this.tell()
  }

  private drop(stroke: Stroke, why: Omit<Dropped, 'stroke'>): void {
    this.queue = this.queue.filter((one) => one.id !== stroke.id)
    this.shelf.save(this.queue)
    this.dropped = [...this.dropped, { stroke, ...why }]
    this.replay()
    this.tell()
  }

  /** Forgets what was told of strokes that were dropped. */
  seen(): void {
    this.dropped = []
    this.tell()
  }

  /** The present is what is confirmed and, over it, what waits and still fits. */
  private replay(): void {
    this.present = this.confirmed.copy()
    this.undoing = new Undoing(this.by, this.log)
    for (const stroke of this.queue) {
      this.present.apply(stroke.changes)
      this.strokes.set(stroke.id, stroke)
      this.undoing.add(stroke)
    }
  }

  private tell(): void {
    this.state = this.look()
    for (const watcher of [...this.watchers]) watcher()
  }

  private look(): State {
    const { undo, redo } = this.undoing
    const before = this.state?.drawing // a drawing that is as it was stays the same object
    return {
      drawing: before?.differing(this.present)?.size === 0 ? before : this.present.copy(),
      revision: this.revision,
      pending: this.queue.length,
      lost: this.lost,
      undo: this.strokes.get(undo.at(-1) ?? ''),
      redo: this.strokes.get(redo.at(-1) ?? ''),
      dropped: this.dropped,
      others: this.others,
      stale: this.stale,
    }
  }
}

/** The hands that a stroke goes from and to. */
export function handsIn(changes: Change[]): Hand[] {
  return [...new Set(changes.flatMap(({ from, to }) => [from, to]))].filter((hand) => hand !== 0)
}
