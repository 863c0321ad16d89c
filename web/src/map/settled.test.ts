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

describe('the border of cells', () => {
  it('leaves out the edge that two of them share', () => {
    const cell = latLngToCell(-7.5, 110.8, 9)
    const beside = latLngToCell(-7.5, 110.803, 9)
    expect(cellBorder([cell])).toHaveLength(6)
    expect(cell).not.toBe(beside)
    expect(cellBorder([cell, beside])).toHaveLength(10)
  })
})
