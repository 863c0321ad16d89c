import { latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { cellBorder, changesOf, Settled } from './settled'
import { Shapes } from './shapes'
import type { Painted, Spot } from './spot'

const square = (code: string, x: number) => ({
  type: 'Feature' as const,
  properties: { code, name: code, lon: x + 0.5, lat: 0.5 },
  geometry: {
    type: 'Polygon' as const,
    coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]], // biome-ignore format: a ring
  },
})

const shapes = new Shapes({
  type: 'FeatureCollection',
  features: ['a', 'b', 'c', 'd'].map(square),
})

const held = (hand: number, spots: Spot[], more: Partial<Painted> = {}): Painted => ({
  hand,
  hue: '#0072b2',
  pattern: 'dots',
  label: String(hand),
  name: '',
  spots,
  at: spots[0]?.desa ?? '',
  broken: false,
  strong: false,
  ...more,
})

describe('what follows a stroke on the map', () => {
  const one = [{ desa: 'a' }, { desa: 'b' }]
  const settled = new Settled(shapes)
  const before = settled.of([held(1, one), held(-1, [{ desa: 'c' }])], ['d'])
  it('is told of what changed alone', () => {
    const after = settled.of([held(1, one), held(-1, [{ desa: 'c' }, { desa: 'd' }])], [])
    expect(changesOf(before.borders, after.borders)?.add?.map(({ id }) => id)).toEqual(['hand -1'])
    expect(changesOf(before.patterns, after.patterns)).toMatchObject({
      remove: ['d'],
      add: [{ id: 'd', properties: { pattern: 'dots' } }],
    })
    expect(changesOf(before.labels, after.labels)).toBeNull()
  })
  it('is nothing where all is as it was', () => {
    const again = settled.of([held(1, one), held(-1, [{ desa: 'c' }])], ['d'])
    expect(changesOf(before.patterns, again.patterns)).toBeNull()
    expect(changesOf(before.labels, again.labels)).toBeNull()
  })
  it('takes away who holds nothing more, and marks who is chosen or broken', () => {
    const after = settled.of([held(1, one, { strong: true, broken: true })], ['c', 'd'])
    expect(changesOf(before.borders, after.borders)).toMatchObject({
      remove: ['hand 1', 'hand -1'],
      add: [{ id: 'hand 1', properties: { strong: true } }],
    })
    expect(changesOf(before.labels, after.labels)?.add).toMatchObject([{ properties: { name: '1 !' } }])
  })
})

describe('after 2,000 strokes and all of them undone', () => {
  it('the map holds what a page that was just opened would, and no more was made than there can be', () => {
    const desa = ['a', 'b', 'c', 'd']
    const patterns = ['dots', 'plain', 'lines'] as const
    const hands = [1, 2, 3]
    const painted = (holder: number[]) =>
      hands.flatMap((hand) => {
        const spots = desa.filter((_, i) => holder[i] === hand).map((one) => ({ desa: one }))
        return spots.length > 0 ? [held(hand, spots, { pattern: patterns[hand - 1] ?? 'plain' })] : []
      })
    const open = (holder: number[]) => desa.filter((_, i) => holder[i] === 0)
    const begin = [1, 1, 2, 0]
    const settled = new Settled(shapes)
    let laid = settled.of(painted(begin), open(begin))
    const shown = {
      borders: new Map(laid.borders),
      patterns: new Map(laid.patterns),
      labels: new Map(laid.labels),
    }
    const made = new Set([...laid.patterns.values(), ...laid.labels.values()])
    const holder = [...begin]
    const done: [number, number][] = []
    const settle = () => {
      const next = settled.of(painted(holder), open(holder))
      for (const layer of ['borders', 'patterns', 'labels'] as const) {
        const { remove, add } = changesOf(laid[layer], next[layer]) ?? {}
        for (const id of remove ?? []) shown[layer].delete(String(id))
        for (const one of add ?? []) shown[layer].set(String(one.id), one)
        if (layer !== 'borders') for (const one of next[layer].values()) made.add(one)
      }
      laid = next
    }
    let dice = 20261130
    for (let n = 0; n < 2000; n++) {
      dice = (Math.imul(dice, 1664525) + 1013904223) >>> 0
      const at = dice % desa.length
      done.push([at, holder[at] ?? 0])
      holder[at] = (dice >>> 8) % 4
      settle()
    }
    for (const [at, had] of done.reverse()) {
      holder[at] = had
      settle()
    }
    const fresh = new Settled(shapes).of(painted(begin), open(begin))
    for (const layer of ['borders', 'patterns', 'labels'] as const)
      expect([...shown[layer]].sort()).toEqual([...fresh[layer]].sort())
    expect(made.size).toBeLessThanOrEqual(desa.length * patterns.length + hands.length * desa.length)
  })
})

describe('the border of cells', () => {
  it('leaves out the edge that two of them share', () => {
    const cell = latLngToCell(-7.5, 110.8, 9)
    const beside = latLngToCell(-7.5, 110.803, 9)
    expect(cellBorder([cell])).toHaveLength(6)
    expect(cell).not.toBe(beside)
    expect(cellBorder([cell, beside])).toHaveLength(10)
  })
})
