import { expect, test } from 'vitest'
import { cornersOf, pathsIn } from './border'

const from = { lat: -7.5, lng: 110.8 }
/** A square of some 1,100 m whose south-west corner is the place. */
const square = [11_080_000, -750_000, 0, 1000, 1000, 0, 0, -1000, -1000, 0]

test('a border is told by steps, and ends where it began', () => {
  const corners = cornersOf(square, from)
  expect(corners).toHaveLength(5)
  expect(corners[2]?.x).toBeCloseTo(1104, -1)
  expect(corners[2]?.y).toBeCloseTo(1113, -1)
  expect(corners[4]?.x).toBeCloseTo(0, 3)
  expect(corners[4]?.y).toBeCloseTo(0, 3)
})

test('only a border that runs through the sketch is drawn in it', () => {
  const borders = [{ desa: 'Contoh', rings: [square] }]
  const at = (left: number, top: number) => ({ left, top, width: 400, height: 400 })
  expect(pathsIn(at(-200, -200), borders, from)).toHaveLength(1)
  expect(pathsIn(at(300, -800), borders, from)).toEqual([]) // all of it within the desa
  expect(pathsIn(at(5000, 0), borders, from)).toEqual([])
  expect(pathsIn(at(0, 0), undefined, from)).toEqual([])
})
