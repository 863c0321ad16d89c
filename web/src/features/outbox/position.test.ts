import { expect, test, vi } from 'vitest'
import { fixOf, medianOf, type Search, seek } from './position'

const found = (timestamp: number) => ({
  state: 'found' as const,
  at: { timestamp, coords: { latitude: -7.5, longitude: 110.8, accuracy: 11.6 } } as GeolocationPosition,
})

test("the previous house's fix is not this one's", () => {
  expect(fixOf(found(1000), 61_000, 62_000)).toBeUndefined()
  expect(fixOf(found(61_500), 61_000, 62_000)).toEqual({ lat: -7.5, lng: 110.8, accuracy: 12, age_ms: 500 })
  expect(fixOf({ state: 'denied' }, 0, 1)).toBeUndefined()
})

test('each way in which no place comes is told apart, and a place that came stays', () => {
  const told: Search[] = []
  let place: PositionCallback = () => undefined
  let fail: (code: number) => void = () => undefined
  const watchPosition = (found: PositionCallback, refused: PositionErrorCallback) => {
    place = found
    fail = (code) => refused({ code } as GeolocationPositionError)
    return 1
  }
  vi.stubGlobal('navigator', { geolocation: { watchPosition, clearWatch: () => undefined } })
  seek((one) => told.push(one))
  for (const code of [1, 2, 3]) fail(code)
  place(found(1).at)
  fail(2)
  vi.stubGlobal('navigator', {})
  seek((one) => told.push(one))
  vi.unstubAllGlobals()
  expect(told.map(({ state }) => state)).toEqual([
    'seeking',
    'denied',
    'unavailable',
    'timeout',
    'found',
    'none',
  ])
})

test('a pin is the median of its fixes, so that one that jumped does not move it', () => {
  const fix = (lat: number, lng: number, accuracy: number) => ({ lat, lng, accuracy, age_ms: 0 })
  expect(medianOf([fix(1, 5, 10), fix(9, 6, 90), fix(2, 4, 20)])).toEqual(fix(2, 5, 20))
  expect(medianOf([])).toBeUndefined()
})
