import type { Code, FieldEvent, Payload } from './event'

/** What came of the visits of a household, as far as this phone recorded it. */
export interface Done {
  event: string
  type: Code
  payload: Payload
  day: string
  seq: number
}

/** What the phone's own events amount to. */
export interface Folded {
  /** The newest outcome of each household. */
  last: Map<number, Done>
  /** Outcomes of visits of a day, one a household. */
  onDay: (day: string) => Map<number, Done>
  /** Households of which a visit was recorded on a day, taken back or not. */
  named: (day: string) => Set<number>
  /** Rupiah noted as paid on a day. */
  paidOn: (day: string) => number
}

/** Facts and contacts that are no visit. */
const beside: ReadonlySet<Code> = new Set([
  'TELEPON_SAJA',
  'WA',
  'EDUKASI',
  'DAFTAR_BARU',
  'LAPOR_DESA',
  'PIN_RUMAH',
  'TELEPON_BARU',
  'JANGAN_KUNJUNGI',
  'KOREKSI',
  'BATAL',
])

/** Whether a code tells what came of a visit. */
export const isVisit = (type: Code): boolean => !beside.has(type)

/** Whether money was noted as paid. */
export const isPayment = ({ type }: { type: Code }): boolean =>
  type.startsWith('BAYAR') || type === 'REHAB_CICILAN'

/**
 * What the phone's own events amount to, in whatever order they come: a cancelled one
 * never happened. Corrections are the branch's to make and come folded in the pack.
 */
export function fold(events: FieldEvent[]): Folded {
  const byId = new Map(events.map((event) => [event.event_id, event]))
  const cancelled = new Set(events.filter((e) => e.type === 'BATAL' && e.of).map((e) => e.of))
  const visits = [...byId.values()].filter((e) => e.household !== undefined && isVisit(e.type))
  const counted = visits.filter((e) => !cancelled.has(e.event_id)).sort(inOrder)
  const paid = (e: FieldEvent) => (isPayment(e) ? (e.payload.amount ?? 0) : 0)
  const latest = (some: FieldEvent[]) => {
    const out = new Map<number, Done>()
    for (const e of some)
      if (e.household !== undefined)
        out.set(e.household, {
          event: e.event_id,
          type: e.type,
          payload: e.payload,
          day: dayOf(e),
          seq: e.device_seq,
        })
    return out
  }
  return {
    last: latest(counted),
    onDay: (day) => latest(counted.filter((e) => dayOf(e) === day)),
    named: (day) => new Set(visits.filter((e) => dayOf(e) === day).map((e) => e.household ?? 0)),
    paidOn: (day) => counted.filter((e) => dayOf(e) === day).reduce((sum, e) => sum + paid(e), 0),
  }
}

const dayOf = (event: FieldEvent): string => event.wall_time.slice(0, 10)

function inOrder(a: FieldEvent, b: FieldEvent): number {
  if (a.device_seq !== b.device_seq) return a.device_seq - b.device_seq
  return a.event_id < b.event_id ? -1 : 1
}
