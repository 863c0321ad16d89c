import { describe, expect, it } from 'vitest'
import { Draft, type Server, type Shelf } from './draft'
import { earlierOf } from './earlier'
import { backOf, type Change, Drawing, type Hand, type Stroke } from './fold'
import { type Holder, permitted, type Sheet } from './tally'

const [ani, budi, citra] = [1, 2, 3]
const kecamatan = '99.01.01'
const [a, b, c, d] = [2001, 2002, 2003, 2004].map((n) => `${kecamatan}.${n}`) as [
  string,
  string,
  string,
  string,
]

const stroke = (revision: number, by: string, at: string, ...changes: Change[]): Stroke => ({
  id: `id-${revision}`,
  revision,
  on: revision - 1,
  by,
  at,
  changes,
})

const yesterday = '2026-11-22T08:00:00Z'
const today = '2026-11-23T01:00:00Z'

/** Yesterday Ani got a, b and two cells of c; today Budi took b and a cell, and Citra got d. */
const log = [
  stroke(
    1,
    'ani',
    yesterday,
    { desa: a, from: 0, to: ani },
    { desa: b, from: 0, to: ani },
    { desa: c, cell: '1', from: 0, to: ani },
    { desa: c, cell: '2', from: 0, to: ani },
  ),
  stroke(2, 'rekan', today, { desa: b, from: ani, to: budi }, { desa: c, cell: '1', from: ani, to: budi }),
  stroke(3, 'rekan', today, { desa: d, from: 0, to: citra }),
]

const sheet = {
  revision: 3,
  desa: [],
  atoms: [
    { desa: a, hand: ani },
    { desa: b, hand: budi },
    { desa: c, cell: '1', hand: budi },
    { desa: c, cell: '2', hand: ani },
    { desa: d, hand: citra },
  ],
} as unknown as Sheet

const silent: Server = { send: async () => ({ kind: 'lost' }), since: async () => null }
const shelf: Shelf = { load: () => [], save: () => {} }
const opened = () => new Draft(sheet, log, 'petugas', silent, shelf)

const everyone = new Map<Hand, Holder>(
  [ani, budi, citra].map((hand) => [hand, { hand, kecamatan, locked: false, works: true }]),
)

describe('one territory is taken back to yesterday', () => {
  const draft = opened()
  const { yesterday: first } = earlierOf(draft.of(ani), (at) => at.slice(0, 10), '2026-11-23')
  const changes = draft.now().drawing.restoring(ani, draft.before(first?.id ?? ''))

  it('by what it had then; what was drawn elsewhere since stays', () => {
    expect(first?.id).toBe('id-2')
    expect(changes).toEqual([
      { desa: b, from: budi, to: ani },
      { desa: c, cell: '1', from: budi, to: ani },
    ])
    draft.draw(changes)
    const { drawing } = draft.now()
    expect([a, b, d].map((desa) => drawing.hand({ desa }))).toEqual([ani, ani, citra])
  })
  it('and is one undo', () => {
    draft.undo()
    expect(draft.now().drawing.hand({ desa: b })).toBe(budi)
  })
  it('what it has got since goes to whom it was taken from', () => {
    const drawing = new Drawing([
      { desa: a, hand: ani },
      { desa: b, cell: '1', hand: ani },
      { desa: b, cell: '2', hand: budi },
    ])
    const then = drawing.copy()
    drawing.apply([
      { desa: b, cell: '2', from: budi, to: ani },
      { desa: a, from: ani, to: citra },
    ])
    expect(drawing.restoring(ani, then)).toEqual([
      { desa: a, from: citra, to: ani },
      { desa: b, cell: '2', from: ani, to: budi },
    ])
    expect(drawing.restoring(budi, then)).toEqual([{ desa: b, cell: '2', from: ani, to: budi }])
    expect(then.restoring(ani, then)).toEqual([])
  })
  it('what is locked meanwhile stays, and is counted', () => {
    const locked = new Map(everyone)
    locked.set(budi, { hand: budi, kecamatan, locked: true, works: true })
    const { changes: may, barred } = permitted(changes, locked)
    expect(may).toEqual([])
    expect([...barred]).toEqual([['barLocked', 2]])
    expect(permitted(changes, everyone).changes).toEqual(changes)
  })
})

describe('where a territory can be taken back to', () => {
  it('is behind every stroke that touched it, the last one first', () => {
    const draft = opened()
    expect(draft.of(ani).map(({ id }) => id)).toEqual(['id-2', 'id-1'])
    expect(draft.of(citra).map(({ id }) => id)).toEqual(['id-3'])
    draft.draw([{ desa: a, from: ani, to: budi }])
    expect(draft.of(ani)).toHaveLength(3)
    expect(earlierOf(draft.of(ani), (at) => at.slice(0, 10), '2026-11-24').yesterday?.at).toBeUndefined()
  })
  it('is not yesterday where nothing is of today', () => {
    expect(earlierOf(opened().of(ani), (at) => at.slice(0, 10), '2026-11-24').yesterday).toBeNull()
  })
  it('before all strokes all is as the draft began', () => {
    const then = opened().before('id-1')
    for (const desa of [a, b, c, d]) expect(then.handsOf(desa)).toEqual([0])
  })
  it('a change and its back are nothing', () => {
    const drawing = new Drawing([{ desa: a, hand: ani }])
    const change = { desa: a, from: ani, to: budi }
    drawing.apply([change])
    drawing.apply([backOf(change)])
    expect(drawing.hand({ desa: a })).toBe(ani)
  })
})
