/**
 * The instalment simulator of a doorstep without signal: the rule comes with the
 * pack, the arithmetic is the server's (planner/rehab.go), held to the golden cases
 * that it writes. Days are YYYY-MM-DD, money whole rupiah.
 */

export interface RehabRule {
  offered: boolean
  minMonths: number
  /** 0: no upper end */
  maxMonths: number
  maxSteps: number
  halfOfMonths: boolean
  minInstalment: number
  perMember: boolean
  includesCurrent: boolean
  activeOn: string
  /** the last day of the month to join; absent or 0: any day */
  registerBy?: number
  registerByFebruary?: number
}

export interface RehabFamily {
  months: number
  members: number
  /** what is owed; 0 where it was written off or paid */
  arrears: number
  /** the premium of the current month */
  monthly: number
  /** it has joined already */
  running: boolean
}

export type RehabRefusal =
  | 'REHAB_NOT_OFFERED'
  | 'REHAB_NO_DEBT'
  | 'REHAB_RUNNING'
  | 'REHAB_TOO_SHORT'
  | 'REHAB_TOO_LONG'
  | 'REHAB_TOO_SMALL'
  | 'REHAB_TOO_LATE'

export interface RehabOffer {
  /** at most; 0 with refusals */
  steps: number
  refusals?: RehabRefusal[]
}

export interface RehabPlan {
  steps: { due: string; amount: number }[]
  arrears: number
  /** premiums of the months of the plan, where they are included */
  current: number
  activeOn: string
  simulation: true
}

/** What the rule offers a family on a day; cap: months billed at most. */
export function rehabOffered(rule: RehabRule, family: RehabFamily, cap: number, day: string): RehabOffer {
  const not: [boolean, RehabRefusal][] = [
    [!rule.offered, 'REHAB_NOT_OFFERED'],
    [family.arrears <= 0, 'REHAB_NO_DEBT'],
    [family.running, 'REHAB_RUNNING'],
    [family.months < rule.minMonths, 'REHAB_TOO_SHORT'],
    [rule.maxMonths > 0 && Math.min(family.months, cap) > rule.maxMonths, 'REHAB_TOO_LONG'],
    [closed(rule, day), 'REHAB_TOO_LATE'],
  ]
  const refusals = not.filter(([holds]) => holds).map(([, code]) => code)
  if (refusals.length > 0) return { steps: 0, refusals }
  const steps = most(rule, family)
  return steps < 2 ? { steps: 0, refusals: ['REHAB_TOO_SMALL'] } : { steps }
}

function closed(rule: RehabRule, day: string): boolean {
  const february = day.slice(5, 7) === '02' ? (rule.registerByFebruary ?? 0) : 0
  const by = february || (rule.registerBy ?? 0)
  return by > 0 && Number(day.slice(8)) > by
}

function most(rule: RehabRule, family: RehabFamily): number {
  let n = rule.maxSteps
  if (rule.halfOfMonths) n = Math.min(n, Math.floor(family.months / 2))
  while (n > 1 && !fits(rule, family, n)) n--
  return n
}

function total(rule: RehabRule, family: RehabFamily, n: number): number {
  return family.arrears + (rule.includesCurrent ? n * family.monthly : 0)
}

/** Each of n instalments is at least the least, and the last more than nothing. */
function fits(rule: RehabRule, family: RehabFamily, n: number): boolean {
  const sum = total(rule, family, n)
  const step = Math.ceil(sum / n)
  const least = rule.minInstalment * (rule.perMember ? family.members : 1)
  return step >= least && sum > (n - 1) * step
}

/**
 * The plan of n instalments from the day of the first: all alike, rounded up, but
 * the last, so that their sum is the total to the rupiah. undefined: there is none.
 */
export function simulateRehab(
  rule: RehabRule,
  family: RehabFamily,
  n: number,
  first: string,
): RehabPlan | undefined {
  if (n < 2 || n > most(rule, family) || !fits(rule, family, n)) return undefined
  const sum = total(rule, family, n)
  const step = Math.ceil(sum / n)
  const steps = Array.from({ length: n }, (_, k) => ({
    due: addMonths(first, k),
    amount: k < n - 1 ? step : sum - (n - 1) * step,
  }))
  const last = steps[n - 1]?.due ?? first
  return {
    steps,
    arrears: family.arrears,
    current: sum - family.arrears,
    activeOn: rule.activeOn === 'first' ? first : last,
    simulation: true,
  }
}

/** The same day of the month n months later, or that month's last. */
export function addMonths(day: string, n: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + n, Math.min(date, last))).toISOString().slice(0, 10)
}
