import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Heat } from './ask'
import { palettes } from './classes'
import { drawingOfParts } from './parts'

beforeAll(() => void vi.stubGlobal('location', { origin: 'http://binaan.test' }))
afterAll(() => void vi.unstubAllGlobals())

const part = (id: number, status: string, value = 0, before?: number) => ({ id, status, value, before })
const heat = {
  layer: 'parts',
  quarter: '2026-Q4',
  version: 7,
  breaks: [0, 10, 20, 30],
  parts: [
    part(1, 'value', 5),
    part(2, 'value', 15),
    part(3, 'value', 29),
    part(4, 'hidden'),
    part(5, 'none'),
  ],
} as unknown as Heat

const draw = (chosen: number[] = [], drawn = 'value', of = heat) =>
  drawingOfParts('9901', of, 'viridis', drawn, chosen, [], false)

/** What a layer's paint says of a feature: the expressions are matches on ids with a last resort. */
function painted(layer: string, property: string, id: number, of = draw()): unknown {
  const found = of.layers.find((one) => one.id === layer)
  const value = (found?.paint as Record<string, unknown> | undefined)?.[property] as unknown[]
  if (value[0] === 'literal') return value[1]
  const cases = value.slice(2, -1)
  for (let i = 0; i < cases.length; i += 2) if ((cases[i] as number[]).includes(id)) return cases[i + 1]
  return value.at(-1)
}

test('every part is drawn in one way: by its class, as hidden, or as nothing', () => {
  const clear = 'rgba(0,0,0,0)'
  const ways = [1, 2, 3, 4, 5].map((id) => [
    painted('parts', 'fill-color', id) !== clear,
    painted('parts-hidden', 'fill-opacity', id) === 1,
    painted('parts-none', 'fill-opacity', id) === 1,
  ])
  expect(ways).toEqual([
    [true, false, false],
    [true, false, false],
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ])
})

test('more is darker, the ends of the palette are the ends of the classes', () => {
  const colours = [1, 2, 3].map((id) => painted('parts', 'fill-color', id))
  expect([colours[0], colours[2]]).toEqual([palettes.viridis?.[0], palettes.viridis?.at(-1)])
  expect(new Set(colours).size).toBe(3)
})

test('only the chosen part has a strong edge', () => {
  const chosen = draw([2])
  expect([1, 2, 3].map((id) => painted('parts-edge', 'line-width', id, chosen))).toEqual([0.3, 3, 0.3])
  expect(painted('parts-edge', 'line-width', 2)).toBe(0.3)
})

test('a map without parts colours nothing', () => {
  const bare = draw([], 'value', { ...heat, parts: null } as unknown as Heat)
  expect(painted('parts', 'fill-color', 1, bare)).toBe('rgba(0,0,0,0)')
  expect(painted('parts-hidden', 'fill-opacity', 1, bare)).toBe(0)
})

test('outlines are asked for by quarter, never by what is shown of it', () => {
  const tiles = (of = draw()) => JSON.stringify(of.sources.parts)
  expect(tiles()).toContain('quarter=2026-Q4')
  expect(tiles(draw([3]))).toBe(tiles())
  expect(tiles(draw([], 'value', { ...heat, breaks: [0, 1], version: 8 } as Heat))).toBe(tiles())
})
