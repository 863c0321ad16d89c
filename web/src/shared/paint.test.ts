import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { afterPaint } from './paint'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('work waits for the frame and is done once', () => {
  let frame = () => {}
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => {
    frame = paint
  })
  const work = vi.fn()
  afterPaint(work)
  expect(work).not.toHaveBeenCalled()
  frame()
  vi.advanceTimersByTime(1)
  expect(work).toHaveBeenCalledTimes(1)
  vi.runAllTimers()
  expect(work).toHaveBeenCalledTimes(1)
})

test('a page out of sight, which paints no frame, does it all the same', () => {
  vi.stubGlobal('requestAnimationFrame', () => {})
  const work = vi.fn()
  afterPaint(work)
  vi.runAllTimers()
  expect(work).toHaveBeenCalledTimes(1)
})
