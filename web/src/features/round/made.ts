import type { Code } from '../outbox/event'
import { type Done, type Folded, isPayment, isVisit } from '../outbox/fold'
import type { Pack } from './pack'

/**
 * What came of a day's visits: as this phone recorded them, and as the server knows of
 * families of which this phone recorded nothing that day, not even something taken back.
 * So a kader's new phone shows the day as it is, and not an empty one.
 */
export function madeOn(pack: Pack | null, folded: Folded, day: string): Map<number, Done> {
  const made = new Map(folded.onDay(day))
  const own = folded.named(day)
  for (const { id, last } of pack?.families ?? []) {
    const visit = last?.find((one) => one.day === day)
    if (!visit || own.has(id) || !isVisit(visit.type as Code)) continue
    const payload = visit.amount === undefined ? {} : { amount: visit.amount }
    made.set(id, { event: '', type: visit.type as Code, payload, day, seq: 0 })
  }
  return made
}

/** Rupiah noted as paid on a day, whichever phone noted them. */
export function paidOn(pack: Pack | null, folded: Folded, day: string): number {
  const elsewhere = [...madeOn(pack, folded, day).values()].filter((one) => one.event === '')
  const paid = (one: Done) => (isPayment(one) ? (one.payload.amount ?? 0) : 0)
  return elsewhere.reduce((sum, one) => sum + paid(one), folded.paidOn(day))
}
