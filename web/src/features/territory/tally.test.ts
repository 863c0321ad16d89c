import { describe, expect, it } from 'vitest'
import golden from '../../../../data/testdata/tallies.json?raw'
import type { Change, Hand } from './fold'
import { Counter, drawingOf, type Figures, type Piece, type Sheet, summaryOf, visitsOf } from './tally'

interface Held extends Figures {
  hand: Hand
  visits: number
  ride: number
  spread: number
  inBand: boolean
  pieces: Piece[]
}

interface Played {
  seed: number
  drawing: Sheet
  strokes: { changes: Change[]; hands: Held[]; unserved: Figures }[]
}

const figures = ({ households, eligible, members, arrears, expected, later }: Figures) => ({
  households,
  eligible,
  members,
  arrears,
  expected,
  later,
})

/** Draws along and holds every figure after every stroke to what the planner counted from the blocks. */
function hold({ drawing: sheet, strokes }: Played): void {
  const counter = new Counter(sheet)
  const drawing = drawingOf(sheet)
  for (const { changes, hands, unserved } of strokes) {
    expect(drawing.apply(changes)).toEqual({ done: changes, conflicts: [] })
    const sums = counter.count(drawing)
    expect(figures(sums.get(0) ?? { ...unserved })).toEqual(unserved)
    expect([...sums.keys()].filter((hand) => hand !== 0).sort()).toEqual(hands.map((one) => one.hand).sort())
    for (const { hand, inBand, pieces, visits, ride, spread, ...rest } of hands) {
      const sum = sums.get(hand)
      expect(sum).toMatchObject({ ...figures(rest), visits, ride, spread, pieces })
    }
    const summary = summaryOf(sums, sheet.rule)
    expect(summary.inBand).toBe(hands.filter((one) => one.inBand).length)
    expect(summary.connected).toBe(hands.filter((one) => one.pieces.length === 1).length)
    expect(summary.visits).toBe(hands.reduce((sum, one) => sum + one.visits, 0))
    expect(summary.ride).toBe(Math.max(0, ...hands.map((one) => one.ride)))
  }
}

describe('what is counted along is what the planner counts', () => {
  it.each(JSON.parse(golden) as Played[])('case $seed', hold)
})

describe('visits', () => {
  it('are as many for a family as for a full territory', () => {
    const sheet = { visits: 100, rule: { lower: 450, target: 500, upper: 550 } } as Sheet
    expect([0, 2, 3, 500, 551].map((families) => visitsOf(families, sheet))).toEqual([0, 0, 1, 100, 110])
  })
})
