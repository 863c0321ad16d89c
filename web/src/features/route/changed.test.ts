import { expect, test } from 'vitest'
import { compare, familiesOf } from './changed'
import type { KaderDay } from './model'

test('a route is compared by its families, whatever their order', () => {
  expect(compare([1, 2, 3], [3, 1, 2])).toBeNull()
  expect(compare([1, 2, 3], [1, 3, 4, 5])).toEqual({ gone: 1, come: 2 })
  expect(compare([1], [])).toEqual({ gone: 1, come: 0 })
})

test('the village office is no family, and a day without a route has none', () => {
  const day = (route: unknown) => ({ route }) as unknown as KaderDay
  expect(familiesOf(day({ stops: [{ household: 0 }, { household: 7 }] }))).toEqual([7])
  expect(familiesOf(day(null))).toEqual([])
})
