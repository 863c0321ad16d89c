import { expect, test } from 'vitest'
import type { Hand } from './fold'
import { accepted, bandOf, firstFree, handsOf, lineThrough, returned, thinned, toOpen } from './proposal'

const change = (desa: string, from: Hand, to: Hand, cell?: string) => ({
  desa,
  from,
  to,
  ...(cell ? { cell } : {}),
})

const all = [
  change('a', 1, 2),
  change('b', 2, 3),
  change('c', 0, 3),
  change('d', 4, 0),
  change('e', 3, 1, 'x'),
]

test('what is left as it is neither gives nor takes', () => {
  const left = new Set([2])
  const kept = accepted(all, left)
  expect(kept.map(({ desa }) => desa)).toEqual(['c', 'd', 'e'])
  expect(handsOf(kept).filter((hand) => left.has(hand))).toEqual([])
  expect(accepted(all, new Set())).toEqual(all)
})

test('everybody concerned is named once, nobody is not', () => {
  expect(handsOf(all)).toEqual([1, 2, 3, 4])
})

test('given back is what the stroke did not ask for', () => {
  const stroke = [change('a', 1, 2), change('e', 3, 1, 'x')]
  expect(returned(all, stroke).map(({ desa }) => desa)).toEqual(['b', 'c', 'd'])
  expect(returned([change('a', 1, 2, 'y')], stroke)).toEqual([]) // a whole desa asked for, told by its cells
})

test('what is cut off goes to the first kader of the place who has nothing', () => {
  const one = (hand: Hand, kecamatan: string, works = true) =>
    [hand, { hand, kecamatan, works, locked: false }] as const
  const crew = new Map([one(1, 'p'), one(2, 'q'), one(3, 'p', false), one(4, 'p')])
  expect(firstFree(crew, new Set([1]), 'p')).toBe(4)
  expect(firstFree(crew, new Set([1, 4]), 'p')).toBe(0)
})

test('a knife without a pointer goes through the middle', () => {
  for (const bearing of ['cutNorth', 'cutEast', 'cutRising', 'cutFalling'] as const) {
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = lineThrough([100, -8, 102, -6], bearing)
    expect([(x1 + x2) / 2, (y1 + y2) / 2]).toEqual([101, -7])
    expect(x1 === x2 && y1 === y2).toBe(false)
  }
})

test('a long line keeps its ends', () => {
  const line = Array.from({ length: 1234 }, (_, i) => i)
  const thin = thinned(line, 100)
  expect([thin.length, thin[0], thin.at(-1)]).toEqual([100, 0, 1233])
  expect(thinned([1, 2], 100)).toEqual([1, 2])
})

test('a repair that names a band is understood', () => {
  expect(bandOf('band=430..560')).toEqual({ lower: 430, upper: 560 })
  expect(bandOf('kader=2')).toBeNull()
  expect(bandOf(undefined)).toBeNull()
})

test('only locks of those who take part are opened', () => {
  expect(toOpen([1, 2, 3], new Set([2]))).toEqual([1, 3])
  expect(toOpen([], new Set([2]))).toEqual([])
})
