import { expect, test } from 'vitest'
import golden from '../../../planner/testdata/rehab.json'
import { addMonths, type RehabFamily, type RehabRule, rehabOffered, simulateRehab } from './rehab'

interface Case extends RehabFamily {
  name: string
  day: string
  rule: RehabRule
  cap: number
  offer: unknown
  plans: unknown[] | null
}

test.each(golden as unknown as Case[])('the phone simulates as the server does: $name', (c) => {
  const offer = rehabOffered(c.rule, c, c.cap, c.day)
  expect(offer).toEqual(c.offer)
  const first = new Date(Date.parse(c.day) + 10 * 86_400_000).toISOString().slice(0, 10)
  const plans = Array.from({ length: Math.max(0, offer.steps - 1) }, (_, k) =>
    simulateRehab(c.rule, c, k + 2, first),
  )
  expect(plans).toEqual(c.plans ?? [])
  expect(simulateRehab(c.rule, c, 1, first)).toBeUndefined()
  if (offer.steps > 0) expect(simulateRehab(c.rule, c, offer.steps + 1, first)).toBeUndefined()
})

test('a month later is the same day or the last', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
})
