import { expect, test } from 'vitest'
import { frameOf, international, partOf, pathOf } from './model'

test('the frame holds every point with room around, north up', () => {
  const frame = frameOf([
    { x: 0, y: 0 },
    { x: 1000, y: 2000 },
  ])
  expect(frame.left).toBeLessThan(0)
  expect(frame.top).toBeLessThan(-2000)
  expect(frame.left + frame.width).toBeGreaterThan(1000)
  expect(frame.top + frame.height).toBeGreaterThan(0)
})

test('one point alone still has a frame to see it in', () => {
  expect(frameOf([{ x: 5, y: 5 }]).width).toBeGreaterThanOrEqual(400)
})

test('rings become closed paths, south below', () => {
  expect(pathOf([[[0, 0], [10, 20]]])).toBe('M0 0L10 -20Z') // biome-ignore format: one ring a line
})

test('a telephone number loses its leading zero', () => {
  expect(international('0800 0123')).toBe('628000123')
  expect(international('+62800')).toBe('62800')
  expect(international('••••••••1234')).toBe('')
})

test('the greeting follows the sun', () => {
  expect([8, 12, 17].map(partOf)).toEqual(['partMorning', 'partNoon', 'partEvening'])
})
