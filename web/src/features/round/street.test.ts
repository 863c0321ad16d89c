import { expect, test } from 'vitest'
import { type Street, streetsIn } from './street'

const from = { lat: -7.5, lng: 110.8 }
const frame = { left: -500, top: -500, width: 1000, height: 1000 }
const start = [11_080_000, -750_000]

/** A street from so many hundred-thousandths of a degree east and north of the place. */
const street = (kind: number, name: string, east: number, north: number, ...steps: number[]): Street => ({
  class: kind,
  name,
  steps: [(start[0] ?? 0) + east, (start[1] ?? 0) + north, ...steps],
})
const draw = (roads: Street[], spots: { x: number; y: number }[] = []) =>
  streetsIn(frame, { source: '©', roads }, from, spots, 30)

test('what of a street lies outside the sketch is not drawn', () => {
  const { paths } = draw([
    street(3, '', -100, 0, 200, 0, 5000, 0, 100, 0),
    street(1, '', 3000, 3000, 100, 100),
    street(3, '', 0, 100, 0, 50),
  ])
  expect(paths).toEqual([{ class: 3, d: 'M-110,0L110,0L5622,0M0,-111L0,-167' }])
})

test('a larger street bears its name once, upright, where no number stands', () => {
  const along = street(2, 'Jalan Contoh', 300, 0, -600, 0)
  expect(draw([along, along, street(4, 'Setapak', -300, 200, 600, 0)]).names).toMatchObject([
    { text: 'Jalan Contoh', turn: 0, x: 0, y: -0 },
  ])
  expect(draw([along], [{ x: 0, y: 0 }]).names).toEqual([])
  expect(draw([street(2, 'Jalan Contoh', 0, 0, 20, 0, 0, 20)]).names).toEqual([]) // no room
})

test('a dense town is drawn by what helps most', () => {
  const lanes = Array.from({ length: 4000 }, (_, i) => street(3, '', i % 300, i % 200, 20, 20))
  expect(draw([street(1, '', -300, 0, 600, 0), ...lanes]).paths.map((path) => path.class)).toEqual([1])
  expect(draw(lanes.slice(0, 2000)).paths).toHaveLength(1)
})
