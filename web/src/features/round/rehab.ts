import { addMonths, type RehabFamily, type RehabPlan, simulateRehab } from '../../shared/rehab'
import type { Family, Pack } from './pack'

/** What a family of the pack pays each month, by its class. */
function monthlyOf(pack: Pack, family: Family): number {
  const premiums = pack.rules.premiums?.[0]
  if (!premiums) return 0
  const each = { I: premiums.class1, II: premiums.class2, III: premiums.class3 }[family.class ?? ''] ?? 0
  return each * family.members
}

/** The instalments of a family in so many steps, the first a month from a day; undefined: not by the rule. */
export function instalments(pack: Pack, family: Family, steps: number, day: string): RehabPlan | undefined {
  const rule = family.segment ? pack.rules.rehab?.switched : pack.rules.rehab?.ordinary
  if (!rule || steps > (family.eligible_rehab?.steps ?? 0)) return undefined
  const facts: RehabFamily = {
    months: family.months,
    members: family.members,
    arrears: family.arrears,
    monthly: monthlyOf(pack, family),
    running: Boolean(family.rehab),
  }
  return simulateRehab(rule, facts, steps, addMonths(day, 1))
}
