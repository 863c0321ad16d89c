import { expect, test } from 'vitest'
import golden from '../../../../planner/route/testdata/again.json'
import { again, type Rest } from './again'

interface Case extends Rest {
  name: string
  order: number[]
}

test.each(golden as Case[])('the phone plans the rest of a day as the server does: $name', (one) => {
  expect(again(one)).toEqual(one.order)
})
