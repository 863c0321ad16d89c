import { describe, expect, it } from 'vitest'
import {
  boxOf,
  type Comparison,
  changed,
  fitted,
  flatten,
  holder,
  moved,
  numbersOf,
  paintsOf,
  same,
  seatsOf,
  splitOf,
  wasInForce,
  zoomed,
} from './model'

const square = (code: string, west: number, south: number) => ({
  properties: { code },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + 1, south],
        [west + 1, south + 1],
        [west, south + 1],
        [west, south],
      ],
    ],
  },
})

const desa = (code: string, moved: number, before: number[], after: number[]) => ({
  code,
  name: code,
  kecamatan: 'K',
  eligible: 10,
  moved,
  shares: [before, after].map((all) => all.map((kader) => ({ kader, eligible: 5 }))),
})

const comparison = (...all: ReturnType<typeof desa>[]) =>
  ({
    kader: [{ kader: 7 }, { kader: 3 }, { kader: 9 }],
    desa: all,
    moved: { households: all.reduce((sum, one) => sum + one.moved, 0) },
  }) as unknown as Comparison

describe('a flat map', () => {
  it('has every desa once, and all borders of a kind in one path', () => {
    const { outlines } = flatten([square('a', 0, 0), square('b', 1, 0), square('c', 2, 0), square('d', 3, 0)])
    const compared = comparison(desa('a', 0, [7], [7]), desa('b', 5, [7], [3]), desa('c', 5, [], [9]))
    const [path] = outlines.map((one) => one.path)
    for (const [plan, hands] of [
      [0, { a: 7, d: 0, b: 7, c: 0 }],
      [1, { a: 7, d: 0, b: 3, c: 9 }],
    ] as const) {
      const { still, changing } = splitOf(outlines, compared, plan)
      expect(
        Object.fromEntries([...still.fills, ...changing.fills].map(({ code, kader }) => [code, kader])),
      ).toEqual(hands)
      expect(still.fills.map(({ code }) => code)).toEqual(['a', 'd'])
      for (const { fills, border } of [still, changing])
        expect(border).toBe(fills.map((one) => one.path).join(''))
      expect(changing.border.match(/M/g)?.length).toBe(2)
      expect(still.border.startsWith(path ?? '-')).toBe(true)
    }
  })
  it('has north up, islands and holes, and leaves out what has no outline', () => {
    const two = {
      properties: { code: 'b' },
      geometry: {
        type: 'MultiPolygon',
        coordinates: [square('', 2, 0).geometry.coordinates, square('', 5, 0).geometry.coordinates],
      },
    }
    const { outlines, whole, high } = flatten([
      square('a', 0, 0),
      two,
      { properties: { code: 'c' }, geometry: null },
    ])
    expect(outlines.map((one) => one.code)).toEqual(['a', 'b'])
    expect(outlines[0]?.path.startsWith('M0,0L')).toBe(true)
    expect(outlines[0]?.path).toContain(',-1')
    expect(outlines[1]?.path.split('M').length).toBe(3)
    expect(whole.y).toBeCloseTo(-0.5)
    expect(whole.wide).toBeCloseTo(6, 2)
    expect(high).toBe(1)
  })

  it('is there without a single outline', () => {
    expect(flatten([]).outlines).toEqual([])
  })

  it('fits whole into wide and into narrow boxes', () => {
    const whole = { x: 1, y: 2, wide: 4 }
    expect(fitted(whole, 1, 2).wide).toBeCloseTo(4.16)
    expect(fitted(whole, 3, 2).wide).toBeCloseTo(6.24)
    expect(boxOf({ x: 1, y: 2, wide: 4 }, 2)).toBe('-1.00000 1.00000 4.00000 2.00000')
  })

  it('keeps the point under the pointer when it comes closer', () => {
    const view = { x: 0, y: 0, wide: 4 }
    const near = zoomed(view, 2, 2, { x: 1, y: 0 })
    expect(near.wide).toBe(2)
    expect(near.x + near.wide / 2).toBeCloseTo(2) // the right edge stays
    expect(near.y - near.wide / 4).toBeCloseTo(-1) // and the upper one
    expect(zoomed(near, 0.5, 2, { x: 1, y: 0 })).toEqual(view)
  })

  it('moves by shares of what is seen', () => {
    expect(moved({ x: 0, y: 0, wide: 4 }, 0.25, -0.5, 2)).toEqual({ x: 1, y: -1, wide: 4 })
  })
})

describe('a comparison', () => {
  it('lists desa that change hands by their families, and nothing else', () => {
    const all = comparison(
      desa('a', 2, [7], [3]),
      desa('b', 0, [7], [7]),
      desa('c', 5, [], [9]),
      desa('d', 2, [3], []),
    )
    expect(changed(all).map((one) => one.code)).toEqual(['c', 'a', 'd'])
    expect(same(all)).toBe(false)
    expect(same(comparison(desa('b', 0, [7], [7])))).toBe(true)
  })

  it('says who has most of a desa, and that nobody has it', () => {
    const one = changed(comparison(desa('a', 2, [7, 3], [])))[0]
    if (!one) throw new Error('no desa')
    expect(holder(one, 0)).toBe(7)
    expect(holder(one, 1)).toBe(0)
  })

  it('gives every kader the same paint on both maps', () => {
    expect([...paintsOf(comparison(), 2)]).toEqual([
      [7, 0],
      [3, 1],
      [9, 0],
    ])
  })
})

describe('a kader’s number', () => {
  const shares = (...all: [number, number][]) => all.map(([kader, eligible]) => ({ kader, eligible }))
  const of = {
    kader: [{ kader: 7 }, { kader: 3 }],
    desa: [
      { code: 'a', shares: [shares([7, 20], [0, 90]), shares([3, 20])] },
      { code: 'b', shares: [shares([7, 30]), shares([7, 30])] },
    ],
  } as unknown as Comparison

  it('is the same on both maps and in the table, and stands where most of their families live', () => {
    expect([...numbersOf(of)]).toEqual([
      [7, 1],
      [3, 2],
    ])
    expect([...seatsOf(of, 0)]).toEqual([[7, 'b']])
    expect([...seatsOf(of, 1)]).toEqual([
      [3, 'a'],
      [7, 'b'],
    ])
  })
})

describe('a plan to go back to', () => {
  const now = { plan: 5, today: '2026-11-23' }
  it.each([
    ['followed by another', { id: 4, publishedFrom: '2026-10-01' }, true],
    ['gave way to another on its day', { id: 3, replaced: true }, true],
    ['in force', { id: 5, publishedFrom: '2026-11-01' }, false],
    ['to come', { id: 6, publishedFrom: '2026-12-01' }, false],
    ['a draft', { id: 7 }, false],
  ])('is one that is no longer in force: %s', (_, head, back) => {
    expect(wasInForce(head, now)).toBe(back)
  })
})
