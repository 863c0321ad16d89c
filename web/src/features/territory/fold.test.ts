import { describe, expect, it } from 'vitest'
import golden from '../../../../planner/territory/testdata/strokes.json?raw'
import { type Change, type Conflict, Drawing, type Hand, type Stroke, Undoing } from './fold'

interface Play {
  seed: number
  blocks: { desa: string; cell: string }[]
  hands: Hand[]
  acts: { stroke: Stroke; refused?: boolean; conflicts?: Conflict[]; done?: Change[]; kept?: number }[]
  after: Hand[]
  undo: Record<string, string>
  redo: Record<string, string>
}

const plays = JSON.parse(golden) as Play[]

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('the fold of strokes is the one of the planner', () => {
  it.each(plays)('case $seed', ({ blocks, hands, acts, after, undo, redo }) => {
    const drawing = new Drawing(blocks.map((block, i) => ({ ...block, hand: hands[i] ?? 0 })))
    const log: Stroke[] = []
    for (const act of acts) {
      const { stroke } = act
      if (stroke.undo) {
        const target = log.find((one) => one.id === stroke.undo)
        const back = drawing.undoing(target ?? { changes: [] })
        expect(plain(back.changes)).toEqual(stroke.changes ?? [])
        expect(back.kept).toBe(act.kept ?? 0)
      }
      if (act.refused) continue
      const { done, conflicts } = drawing.apply(stroke.changes ?? [])
      expect(plain(conflicts)).toEqual(act.conflicts ?? [])
      expect(plain(done)).toEqual(act.done ?? [])
      if (conflicts.length === 0) log.push({ ...stroke, changes: done })
    }
    expect(blocks.map((block) => drawing.hand(block))).toEqual(after)
    for (const who of Object.keys(undo)) {
      const now = new Undoing(who, log)
      expect([now.undo.at(-1) ?? '', now.redo.at(-1) ?? '']).toEqual([undo[who], redo[who]])
    }
  })
})

describe('a desa that stays whole', () => {
  it('passes as one, and not by cells', () => {
    const drawing = new Drawing([{ desa: 'a', hand: 0 }])
    expect(drawing.apply([{ desa: 'a', cell: '89', from: 0, to: 1 }]).conflicts).toHaveLength(1)
    expect(drawing.apply([{ desa: 'a', from: 0, to: 1 }]).done).toHaveLength(1)
    expect(drawing.hand({ desa: 'a' })).toBe(1)
    expect(drawing.handsOf('a')).toEqual([1])
  })
  it('a copy is drawn on alone', () => {
    const drawing = new Drawing([{ desa: 'a', hand: 0 }])
    drawing.copy().apply([{ desa: 'a', from: 0, to: 1 }])
    expect(drawing.hand({ desa: 'a' })).toBe(0)
  })
})
