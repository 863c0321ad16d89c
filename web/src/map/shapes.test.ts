import { describe, expect, it } from 'vitest'
import { type Areas, Shapes } from './shapes'

const square = (code: string, x: number, y: number, hole = false) => ({
  type: 'Feature' as const,
  properties: { code, name: `Desa ${code}`, lon: x + 0.5, lat: y + 0.5 },
  geometry: {
    type: 'Polygon' as const,
    coordinates: [
      [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]],
      ...(hole ? [[[x + 0.4, y + 0.4], [x + 0.6, y + 0.4], [x + 0.6, y + 0.6], [x + 0.4, y + 0.6], [x + 0.4, y + 0.4]]] : []),
    ],
  },
}) // biome-ignore format: rings

const areas: Areas = {
  type: 'FeatureCollection',
  features: [square('a', 0, 0), square('b', 1, 0), square('c', 0, 1), square('d', 5, 5, true)],
}

describe('outlines of desa', () => {
  const shapes = new Shapes(areas)
  it('tell the desa under a point, and none in a hole', () => {
    expect([shapes.at(0.2, 0.3), shapes.at(1.2, 0.3), shapes.at(5.2, 5.2), shapes.at(5.5, 5.5), shapes.at(9, 9)]).toEqual([
      'a', 'b', 'd', undefined, undefined,
    ]) // biome-ignore format: one line
  })
  it('of a kecamatan have their name on a point within one of them', () => {
    const row = ['99.01.02.1', '99.01.02.2', '99.01.02.3', '99.01.03.1'].map((code, i) =>
      square(code, 2 * i, 0),
    )
    expect(new Shapes({ type: 'FeatureCollection', features: row }).middles(8)).toEqual([
      { code: '99.01.02', at: [2.5, 0.5] },
      { code: '99.01.03', at: [6.5, 0.5] },
    ])
  })
  it('dissolve: the border of several is what only one of them has', () => {
    const length = (codes: string[]) =>
      shapes
        .border(codes)
        .reduce(
          (sum, line) =>
            sum +
            line
              .slice(1)
              .reduce(
                (all, [x = 0, y = 0], i) =>
                  all + Math.hypot(x - (line[i]?.[0] ?? 0), y - (line[i]?.[1] ?? 0)),
                0,
              ),
          0,
        )
    expect(length(['a'])).toBeCloseTo(4)
    expect(length(['a', 'b'])).toBeCloseTo(6)
    expect(length(['a', 'b', 'c'])).toBeCloseTo(8)
    expect(length(['a', 'b'])).toBeCloseTo(6) // nothing is left over from before
    expect(length(['d'])).toBeCloseTo(4.8)
  })
  it('lie in a ring by their inner point', () => {
    expect(
      shapes.enclosed([
        [-1, -1],
        [1.2, -1],
        [1.2, 1.2],
        [-1, 1.2],
      ]),
    ).toEqual(['a'])
    expect(
      shapes.enclosed([
        [0, 0],
        [1, 1],
      ]),
    ).toEqual([])
  })
  it('have a box together', () => {
    expect(shapes.boxAbout(['a', 'd'])).toEqual([0, 0, 6, 6])
    expect(shapes.boxAbout(['nowhere'])).toBeNull()
  })
})
