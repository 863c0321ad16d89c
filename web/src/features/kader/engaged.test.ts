import { expect, test } from 'vitest'
import { minuteOf } from './engaged'

test('an hour is read as people write it, and nothing else is', () => {
  expect(minuteOf('16.30')).toBe(990)
  expect(minuteOf(' 7:05 ')).toBe(425)
  for (const wrong of ['', '24.00', '16.60', '16', '1630', 'sore']) expect(minuteOf(wrong)).toBeNull()
})
