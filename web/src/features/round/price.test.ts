import { expect, test } from 'vitest'
import golden from '../../../../planner/route/testdata/price.json'
import type { Rest } from './again'
import { moved, type Price, priceOf } from './price'

interface Case extends Rest {
  own: number[]
  other: number[]
  price: Price
}

test.each(golden as Case[])('the phone prices an order as the server does: $own', (one) => {
  expect(priceOf(one, one.own, one.other)).toEqual(one.price)
})

test('a family moves by one place and not over the ends', () => {
  expect(moved([7, 8, 9], 0, 1)).toEqual([8, 7, 9])
  expect(moved([7, 8, 9], 2, -1)).toEqual([7, 9, 8])
  expect(moved([7, 8, 9], 0, -1)).toEqual([7, 8, 9])
  expect(moved([7, 8, 9], 2, 1)).toEqual([7, 8, 9])
  expect(moved([], 0, 1)).toEqual([])
})
