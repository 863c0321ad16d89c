import { describe, expect, it } from 'vitest'
import { type Answer, Draft, type Server, type Shelf } from './draft'
import { type Change, Drawing, type Hand, type Stroke, Undoing } from './fold'
import { Counter, cutsOf, type Holder, passing, type Sheet, summaryOf } from './tally'

/** The same numbers on every machine (mulberry32). */
function dice(seed: number): (n: number) => number {
  let a = seed
  return (n) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n)
  }
}

const side = 6

/** A square of desa in one kecamatan, the first of them in cells. */
function square(roll: (n: number) => number): Sheet {
  const code = (i: number) => `99.01.01.${2001 + i}`
  const desa = Array.from({ length: side * side }, (_, i) => ({
    code: code(i),
    name: `Desa ${i}`,
    kecamatan: 'Contoh',
    near: [i % side > 0 ? i - 1 : -1, i % side < side - 1 ? i + 1 : -1, i - side, i + side]
      .filter((j) => j >= 0 && j < side * side)
      .map(code),
  }))
  const figures = () => {
    const eligible = 20 + roll(60)
    return {
      eligible,
      households: eligible + roll(9),
      members: 3 * eligible,
      arrears: eligible * 1_000_000,
      expected: eligible * 9_000,
      later: eligible * 6_000,
    }
  }
  const atoms = desa.flatMap(({ code }, i) =>
    i === 0
      ? ['89a', '89b', '89c'].map((cell) => ({ desa: code, cell, hand: 0, ...figures() }))
      : [{ desa: code, hand: 0, ...figures() }],
  )
  return {
    revision: 0,
    grain: 'desa',
    published: false,
    rule: { lower: 450, target: 500, upper: 550 },
    hands: [],
    desa,
    atoms,
  } as unknown as Sheet
}

/** A server as the real one: strokes land once, in order, and conflicts are refused whole. */
class Fake implements Server {
  readonly log: Stroke[] = []
  private readonly known = new Map<string, Stroke>()
  private readonly undone = new Set<string>()
  readonly drawing: Drawing
  loss = 0
  constructor(
    sheet: Sheet,
    private readonly roll: (n: number) => number,
  ) {
    this.drawing = new Drawing((sheet.atoms ?? []).map(({ desa, cell, hand }) => ({ desa, cell, hand })))
  }

  as(by: string, told: (id: string) => void = () => {}): Server {
    return {
      send: async (stroke) => {
        const answer = this.take({ ...stroke, by, revision: 0 })
        if (answer.kind === 'landed') told(stroke.id)
        return answer
      },
      since: async (revision) => (this.roll(100) < this.loss ? null : this.log.slice(revision)),
    }
  }

  send = async (): Promise<Answer> => ({ kind: 'lost' })
  since = async () => null

  private take(stroke: Stroke): Answer {
    if (this.roll(100) < this.loss) return { kind: 'lost' } // the request
    const answer = this.land(stroke)
    return this.roll(100) < this.loss ? { kind: 'lost' } : answer // or its answer
  }

  private land(stroke: Stroke): Answer {
    const known = this.known.get(stroke.id)
    if (known) return { kind: 'landed', stroke: known, revision: this.log.length }
    if (stroke.undo && this.undone.has(stroke.undo)) return { kind: 'refused', why: 'undone' }
    const { done, conflicts } = this.drawing.apply(stroke.changes)
    if (conflicts.length > 0) return { kind: 'clash', conflicts }
    const landed = { ...stroke, changes: done, revision: this.log.length + 1 }
    this.log.push(landed)
    this.known.set(landed.id, landed)
    if (landed.undo) this.undone.add(landed.undo)
    return { kind: 'landed', stroke: landed, revision: this.log.length }
  }
}

const memory = (): Shelf & { kept: Stroke[] } => {
  const shelf = {
    kept: [] as Stroke[],
    load: () => shelf.kept.map((stroke) => ({ ...stroke })),
    save: (strokes: Stroke[]) => {
      shelf.kept = [...strokes]
    },
  }
  return shelf
}

const hands: Hand[] = [0, 1, 2, 3]

describe('two officers draw at once over a line that breaks', () => {
  it('10,000 strokes: every figure is a recount, both folds agree, nothing confirmed is lost', async () => {
    const seed = 20261129
    console.log(`seed ${seed}`)
    const roll = dice(seed)
    const sheet = square(roll)
    const counter = new Counter(sheet)
    const server = new Fake(sheet, roll)
    let serial = 0
    const fresh = () => `id-${serial++}`
    const shelves = [memory(), memory()]
    const open = (who: number, log: Stroke[]) =>
      new Draft(
        { ...sheet, revision: 0 },
        log,
        `p${who}`,
        server.as(`p${who}`, (id) => confirmed.add(id)),
        shelves[who] ?? memory(),
        fresh,
      )
    const drafts = [open(0, []), open(1, [])]
    const confirmed = new Set<string>()
    for (let n = 0; n < 10_000; n++) {
      const who = roll(2)
      const draft = drafts[who] as Draft
      server.loss = n % 400 < 100 ? 30 : 0
      const what = roll(10)
      if (what < 2) draft.undo()
      else if (what < 3) draft.redo()
      else draft.draw(some(roll, sheet, draft.now().drawing))
      if (roll(3) === 0) await draft.flush()
      if (roll(5) === 0) await draft.catchUp()
      if (roll(400) === 0) drafts[who] = open(who, server.log) // the browser died and was opened again
      const { drawing, undo, redo } = (drafts[who] as Draft).now()
      recount(sheet, counter, drawing)
      if (n % 50 > 0) continue
      expect(counter.count(drawing)).toEqual(new Counter(sheet).count(drawing))
      const mine = [...(drafts[who] as Draft).history(), ...(shelves[who]?.kept ?? [])]
      const back = new Undoing(`p${who}`, mine)
      expect([undo?.id, redo?.id]).toEqual([back.undo.at(-1), back.redo.at(-1)])
    }
    server.loss = 0
    for (let round = 0; round < 3; round++)
      for (const draft of drafts) {
        await draft.flush()
        await draft.catchUp()
      }
    for (const draft of drafts) {
      const { drawing, revision, pending, stale } = draft.now()
      expect([revision, pending, stale]).toEqual([server.log.length, 0, false])
      for (const atom of sheet.atoms ?? [])
        expect(drawing.hand({ desa: atom.desa, cell: atom.cell })).toBe(
          server.drawing.hand({ desa: atom.desa, cell: atom.cell }),
        )
    }
    expect(new Set(server.log.map((stroke) => stroke.id)).size).toBe(server.log.length)
    const kept = new Set(server.log.map((stroke) => stroke.id))
    expect([...confirmed].filter((id) => !kept.has(id))).toEqual([])
    expect(confirmed.size).toBeGreaterThan(3000)
    expect(server.log.length).toBeGreaterThan(4000)
    const again = new Drawing((sheet.atoms ?? []).map(({ desa, cell, hand }) => ({ desa, cell, hand })))
    for (const stroke of server.log) expect(again.apply(stroke.changes).conflicts).toEqual([])
  }, 120_000)
})

function some(roll: (n: number) => number, sheet: Sheet, drawing: Drawing): Change[] {
  const atoms = sheet.atoms ?? []
  const to = hands[roll(hands.length)] ?? 0
  const places = Array.from({ length: 1 + roll(4) }, () => atoms[roll(atoms.length)]).map((atom) => ({
    desa: atom?.desa ?? '',
    cell: roll(2) === 0 ? atom?.cell : undefined,
  }))
  const holders = new Map<Hand, Holder>(
    hands.map((hand) => [hand, { hand, kecamatan: '99.01.01', locked: false, works: true }]),
  )
  return passing(drawing, places, to, holders).changes
}

/** Counts a drawing in another way than the Counter does. */
function recount(sheet: Sheet, counter: Counter, drawing: Drawing): void {
  const sums = counter.count(drawing)
  for (const hand of hands) {
    const mine = (sheet.atoms ?? []).filter(
      (atom) => drawing.hand({ desa: atom.desa, cell: atom.cell }) === hand,
    )
    const sum = sums.get(hand)
    if (mine.length === 0) {
      if (sum) throw new Error(`hand ${hand} holds nothing and is counted`)
      continue
    }
    for (const figure of ['households', 'eligible', 'members', 'arrears', 'expected', 'later'] as const) {
      const want = mine.reduce((all, atom) => all + atom[figure], 0)
      if (sum?.[figure] !== want) throw new Error(`hand ${hand}: ${figure} ${sum?.[figure]}, counted ${want}`)
    }
    const eligible = sum?.pieces.reduce((all, piece) => all + piece.eligible, 0)
    if (hand !== 0 && eligible !== sum?.eligible)
      throw new Error(`hand ${hand}: pieces hold ${eligible} of ${sum?.eligible}`)
  }
}

describe('a stroke in the way of another', () => {
  const start = () => {
    const sheet = square(dice(1))
    const server = new Fake(sheet, dice(2))
    const a = new Draft(sheet, [], 'a', server.as('a'), memory())
    const b = new Draft(sheet, [], 'b', server.as('b'), memory())
    return { sheet, server, a, b }
  }
  const desa = '99.01.01.2008'
  it('is dropped and told with both values; what lies elsewhere stands', async () => {
    const { a, b } = start()
    a.draw([{ desa, from: 0, to: 1 }])
    await a.flush()
    b.draw([{ desa, from: 0, to: 2 }])
    b.draw([{ desa: '99.01.01.2009', from: 0, to: 2 }])
    await b.flush()
    const { drawing, dropped, others } = b.now()
    expect(dropped.map((one) => one.conflicts)).toEqual([[{ desa, from: 0, is: 1 }]])
    expect([drawing.hand({ desa }), drawing.hand({ desa: '99.01.01.2009' }), others]).toEqual([1, 2, 1])
    b.seen()
    expect(b.now().dropped).toEqual([])
  })
  it("undoing takes back one's own and leaves what was repainted", async () => {
    const { a, b } = start()
    a.draw([
      { desa, from: 0, to: 1 },
      { desa: '99.01.01.2009', from: 0, to: 1 },
    ])
    await a.flush()
    await b.catchUp()
    b.draw([{ desa, from: 1, to: 2 }])
    await b.flush()
    await a.catchUp()
    expect(a.undo()?.kept).toBe(1)
    await a.flush()
    expect([a.now().drawing.hand({ desa }), a.now().drawing.hand({ desa: '99.01.01.2009' })]).toEqual([2, 0])
    expect(a.redo()?.kept).toBe(0)
    expect(a.now().drawing.hand({ desa: '99.01.01.2009' })).toBe(1)
  })
  it('waits on the shelf while nobody answers, over a reload', async () => {
    const { sheet, server } = start()
    const shelf = memory()
    server.loss = 100
    const first = new Draft(sheet, [], 'a', server.as('a'), shelf)
    first.draw([{ desa, from: 0, to: 1 }])
    await first.flush()
    expect([first.now().pending, first.now().lost]).toEqual([1, true])
    server.loss = 0
    const second = new Draft(sheet, [], 'a', server.as('a'), shelf)
    expect(second.now().drawing.hand({ desa })).toBe(1)
    await second.flush()
    expect([second.now().pending, server.log.length, shelf.kept.length]).toEqual([0, 1, 0])
  })
  it('is told to wait as long as it does, though others are read meanwhile', async () => {
    const { sheet, server, b } = start()
    const mine = server.as('a')
    let send: Server['send'] = async () => ({ kind: 'lost' })
    const a = new Draft(sheet, [], 'a', { ...mine, send: (stroke) => send(stroke) }, memory())
    a.draw([{ desa, from: 0, to: 1 }])
    await a.flush()
    b.draw([{ desa: '99.01.01.2009', from: 0, to: 2 }])
    await b.flush()
    await a.catchUp()
    expect([a.now().pending, a.now().lost, a.now().others]).toEqual([1, true, 1])
    send = mine.send
    await a.flush()
    expect([a.now().pending, a.now().lost]).toEqual([0, false])
  })
  it('waits no longer when it is read that it had landed', async () => {
    const { sheet, server } = start()
    const mine = server.as('a')
    const unanswered: Server['send'] = async (stroke) => {
      await mine.send(stroke)
      return { kind: 'lost' }
    }
    const a = new Draft(sheet, [], 'a', { ...mine, send: unanswered }, memory())
    a.draw([{ desa, from: 0, to: 1 }])
    await a.flush()
    expect([a.now().pending, a.now().lost]).toEqual([1, true])
    await a.catchUp()
    expect([a.now().pending, a.now().lost, server.log.length]).toEqual([0, false, 1])
  })
})

describe('the work of a stroke', () => {
  const sheet = square(dice(4))
  const counter = new Counter(sheet)
  const own = (n: number): Change[] => [{ desa: `99.01.01.${n}`, from: 0, to: n % 2 === 0 ? 1 : 2 }]
  it('counts again whom it touches, and nobody else', () => {
    const server = new Fake(sheet, dice(5))
    const draft = new Draft(sheet, [], 'a', server.as('a'), memory())
    draft.draw(own(2010))
    draft.draw(own(2011))
    const before = counter.count(draft.now().drawing)
    draft.draw(own(2012))
    const after = counter.count(draft.now().drawing)
    expect(after.get(2)).toBe(before.get(2))
    expect(after.get(1)).not.toBe(before.get(1))
    expect(counter.count(draft.now().drawing)).toBe(after)
  })
  it('reads no more of the ground among 150 territories than among 10', () => {
    const reads = (territories: number) => {
      let n = 0
      const side = 40
      const code = (i: number) => `99.01.01.${2001 + i}`
      const places = Array.from({ length: side * side }, (_, i) => ({ desa: code(i) }))
      const ground = {
        grain: 'desa',
        rule: { lower: 450, target: 500, upper: 550 },
        desa: places.map(({ desa }, i) => ({
          code: desa,
          near: [i - 1, i + 1, i - side, i + side].filter((j) => j >= 0 && j < side * side).map(code),
        })),
        atoms: places.map((place) => ({
          ...place,
          get eligible() {
            n++
            return 40
          },
        })),
      } as unknown as Sheet
      // the first two hold ten desa each, whoever else there is
      const hand = (i: number) => (i < 10 ? 1 : i < 20 ? 2 : 3 + (i % (territories - 2)))
      const drawing = new Drawing(places.map((place, i) => ({ ...place, hand: hand(i) })))
      const among = new Counter(ground)
      expect(among.count(drawing).size).toBe(territories)
      drawing.apply([{ desa: code(9), from: 1, to: 2 }])
      n = 0
      among.count(drawing)
      return n
    }
    expect(reads(10)).toBeGreaterThan(0)
    expect(reads(150)).toBe(reads(10))
  })
  it('leaves the drawing the same object when it lands, and when nothing comes', async () => {
    const server = new Fake(sheet, dice(6))
    const draft = new Draft(sheet, [], 'a', server.as('a'), memory())
    draft.draw(own(2010))
    const { drawing } = draft.now()
    await draft.flush()
    expect([draft.now().pending, draft.now().drawing]).toEqual([0, drawing])
    expect(draft.now().drawing).toBe(drawing)
    let told = 0
    draft.watch(() => told++)
    await draft.catchUp()
    expect(told).toBe(0)
  })
})

describe('what is shown before a stroke lands', () => {
  const sheet = square(dice(3))
  const counter = new Counter(sheet)
  const drawing = new Drawing((sheet.atoms ?? []).map(({ desa, cell }) => ({ desa, cell, hand: 0 })))
  const row = [2007, 2008, 2009].map((n) => `99.01.01.${n}`)
  drawing.apply(row.map((desa) => ({ desa, from: 0, to: 1 })))
  it('the piece that would be cut off, with its families', () => {
    const after = drawing.copy()
    after.apply([{ desa: row[1] ?? '', from: 1, to: 2 }])
    const [cut] = cutsOf(counter.count(drawing), counter.count(after))
    expect(cut?.hand).toBe(1)
    expect(row).toContain(cut?.piece.desa[0])
    expect(cut?.piece.eligible).toBeGreaterThan(0)
  })
  it('uncovered pockets are no territory', () => {
    const { territories, inBand, connected, unserved } = summaryOf(counter.count(drawing), {
      lower: 0,
      upper: 1e9,
    })
    expect([territories, inBand, connected]).toEqual([1, 1, 1])
    expect(unserved.eligible).toBeGreaterThan(0)
  })
  it('what is locked, elsewhere or of nobody is skipped and counted', () => {
    const holders = new Map<Hand, Holder>([
      [1, { hand: 1, kecamatan: '99.01.01', locked: true, works: true }],
      [2, { hand: 2, kecamatan: '99.01.01', locked: false, works: true }],
      [3, { hand: 3, kecamatan: '99.01.02', locked: false, works: true }],
    ])
    const places = [...row, '99.01.01.2015'].map((desa) => ({ desa }))
    const to2 = passing(drawing, places, 2, holders)
    expect([to2.changes.length, to2.barred.get('barLocked')]).toEqual([1, 3])
    expect(passing(drawing, [{ desa: '99.01.01.2015' }], 3, holders).barred.get('barElsewhere')).toBe(1)
    expect(passing(drawing, [{ desa: '99.01.01.2015' }], 9, holders).barred.get('barNobody')).toBe(1)
  })
})
