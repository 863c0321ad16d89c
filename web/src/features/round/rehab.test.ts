import { expect, test } from 'vitest'
import type { Family, Pack } from './pack'
import { instalments } from './rehab'

const rule = {
  offered: true,
  minMonths: 4,
  maxMonths: 24,
  maxSteps: 12,
  halfOfMonths: false,
  minInstalment: 0,
  perMember: false,
  includesCurrent: true,
  activeOn: 'last',
}
const family = {
  months: 18,
  members: 2,
  arrears: 1_260_001,
  class: 'III',
  eligible_rehab: { steps: 10 },
} as Family
const pack = {
  rules: {
    rehab: { ordinary: rule, switched: { ...rule, offered: false } },
    premiums: [{ class1: 150_000, class2: 100_000, class3: 35_000 }],
  },
} as unknown as Pack

test('instalments sum to what is owed and what falls due meanwhile, to the rupiah', () => {
  for (let n = 2; n <= 10; n++) {
    const plan = instalments(pack, family, n, '2026-11-23')
    const sum = plan?.steps.reduce((all, step) => all + step.amount, 0)
    expect(sum).toBe(1_260_001 + n * 2 * 35_000)
    expect(plan?.steps[0]?.due).toBe('2026-12-23')
  }
})

test('more steps than the server offers are none', () => {
  expect(instalments(pack, family, 11, '2026-11-23')).toBeUndefined()
  expect(instalments(pack, { ...family, eligible_rehab: null }, 2, '2026-11-23')).toBeUndefined()
})
