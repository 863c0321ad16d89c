import type { Schemas } from '../../api/client'
import { number } from '../../shared/format'

export type Matter = Schemas['OfficeMatter']
export type Payment = Schemas['MoneyReview']
export type Family = Schemas['MoneyFamily']

/** The queues of a branch in the order in which they press, and how a matter of each may end; first the usual end. */
export const ends = {
  SENSITIF: ['SUDAH_DIPERIKSA'],
  KELUHAN: ['SUDAH_DIJAWAB', 'TIDAK_BENAR'],
  UANG: ['SUDAH_DIPERIKSA', 'TIDAK_DITEMUKAN'],
  ALIH: ['SUDAH_DIALIHKAN', 'TIDAK_PERLU'],
  DATA: ['SUDAH_DIPERBAIKI', 'TIDAK_PERLU'],
  PENDAFTAR: ['TERDAFTAR', 'BATAL_MENDAFTAR'],
}
export type Queue = keyof typeof ends
export const queues = Object.keys(ends) as Queue[]

/** Who is to act on a matter: the office, nobody before the payment file, nobody for what happened since or for its age. */
export const stages = ['OFFICE', 'FILE', 'PAST', 'OLD'] as const
export type Stage = (typeof stages)[number]

/** Matters that stand one after another and are of one family, together. */
export function byFamily(matters: Matter[]): Matter[][] {
  const out: Matter[][] = []
  for (const one of matters) {
    const last = out.at(-1)
    if (one.household && last?.[0]?.household === one.household) last.push(one)
    else out.push([one])
  }
  return out
}

/** What of a payment nobody has yet. */
export function left(payment: Pick<Payment, 'amount' | 'credited'>): number {
  return payment.amount - payment.credited
}

/** The shares that are written in a form, by family; null where one is no whole number of rupiah. */
export function sharesOf(written: Record<number, string>): { household: number; amount: number }[] | null {
  const shares = []
  for (const [household, text] of Object.entries(written)) {
    const plain = text.replace(/[\s.]|^Rp/g, '')
    if (plain === '' || plain === '0') continue
    if (!/^\d{1,12}$/.test(plain)) return null
    shares.push({ household: Number(household), amount: Number(plain) })
  }
  return shares
}

/** The last division of payments with the same numbers, as it would be written in a form. */
export function asBefore(payment: Pick<Payment, 'before'>): Record<number, string> {
  const shares = payment.before?.shares ?? []
  return Object.fromEntries(shares.map((share) => [share.household, String(share.amount)]))
}

/** The parts of a payment that families have now. */
export function standing(payment: Pick<Payment, 'shares'>) {
  return (payment.shares ?? []).filter((share) => !share.undoneBy)
}

/** Whether somebody's decision about a payment may become a rule: of one family, and its numbers are nobody's. */
export function mayRule(payment: Pick<Payment, 'shares' | 'decidedBy' | 'reason'>): boolean {
  const nobodys = ['UNKNOWN_KK', 'SLIP_OF_KK', 'UNKNOWN_NUMBER', 'OTHER_VA']
  return payment.decidedBy !== '' && standing(payment).length === 1 && nobodys.includes(payment.reason)
}

/** How much is missing (or, below zero, too much) before shares are all of a payment. */
export function missing(payment: Pick<Payment, 'amount' | 'credited'>, shares: { amount: number }[]): number {
  return left(payment) - shares.reduce((sum, share) => sum + share.amount, 0)
}

/** How many wait, in words; while nobody knows, no number: a zero would say that there is nothing to do. */
export function counted(n: number | undefined): string {
  return n === undefined ? '…' : number(n)
}

/** How many there are in all queues; undefined while they are not known. */
export function inAll(counts: Record<string, number> | undefined): number | undefined {
  return counts && Object.values(counts).reduce((total, n) => total + n, 0)
}
