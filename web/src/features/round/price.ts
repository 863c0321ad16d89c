import type { Rest } from './again'

/**
 * What an order of visits comes to, or costs against another: the server's rule
 * (planner/route/price_rule_test.go), held to the golden cases that it writes.
 */
export interface Price {
  /** From now to the end of the last visit. */
  minutes: number
  /** Visits that begin after their window has closed. */
  late: number
  /** Of those that do not, in rupiah. */
  worth: number
}

/** Visits made one after another, positions in the errands: who comes too late brings nothing. */
export function walk(rest: Rest, order: number[]): Price {
  let at = rest.now
  let row = 0
  let late = 0
  let worth = 0
  for (const i of order) {
    const errand = rest.errands[i]
    if (!errand) continue
    const begin = Math.max(at + (rest.rides[row]?.[i] ?? 0), errand.open)
    if (begin > errand.close) late++
    else worth += errand.worth
    at = begin + errand.minutes
    row = i + 1
  }
  return { minutes: at - rest.now, late, worth }
}

/** Minutes and late visits more, worth less than another order; negative where the own one is better. */
export function priceOf(rest: Rest, own: number[], other: number[]): Price {
  const a = walk(rest, own)
  const b = walk(rest, other)
  return { minutes: a.minutes - b.minutes, late: a.late - b.late, worth: b.worth - a.worth }
}

/** An order with the one at a place moved by a step; unchanged at the ends. */
export function moved(order: number[], place: number, step: -1 | 1): number[] {
  const to = place + step
  const one = order[place]
  if (one === undefined || to < 0 || to >= order.length) return order
  const next = order.filter((_, i) => i !== place)
  next.splice(to, 0, one)
  return next
}
