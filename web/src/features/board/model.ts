import type { Schemas } from '../../api/client'
import { decimal, number, rupiah } from '../../shared/format'

export type Board = Schemas['BoardAnswer']
export type Tally = Schemas['Tally']
export type Place = Schemas['BoardPlace']
export type KaderRow = Schemas['KaderRow']

/** A share with both its numbers; shares are never added. */
export interface Ratio {
  num: number
  den: number
}

/** What of a tally is shown as a share, by the names of docs/dashboard.md. */
export const ratios = {
  visits: (t: Tally): Ratio => ({ num: t.visits, den: t.asked }),
  route: (t: Tally): Ratio => ({ num: t.onRoute, den: t.planned }),
  contact: (t: Tally): Ratio => ({ num: t.met, den: t.visits }),
  kept: (t: Tally): Ratio => ({ num: t.kept, den: t.due }),
  money: (t: Tally): Ratio => ({ num: t.collected, den: t.target }),
  perVisit: (t: Tally): Ratio => ({ num: t.collected, den: t.visits }),
}

/** Whether a month is on its first day of work and nothing came in yet: no number says anything then. */
export function notBegun({ now, workdays }: Pick<Board, 'now' | 'workdays'>): boolean {
  return now.visits === 0 && workdays.done <= 1 && workdays.done < workdays.all
}

/** 0/0 is null, not 100 %. */
export function value({ num, den }: Ratio): number | null {
  return den === 0 ? null : num / den
}

/** 46 %; 167 % where more was done than asked; null where nothing was asked. */
export function percent(ratio: Ratio): string | null {
  const v = value(ratio)
  if (v === null) return null
  const hundred = 100 * v
  return `${decimal(hundred, Math.abs(hundred) < 9.95 && hundred !== 0 ? 1 : 0)} %`
}

/** Rp2,9 miliar: as a person would say it, with one decimal, never a bare Rp3 miliar for 2.6. */
export function sayRupiah(amount: number): string {
  const size = Math.abs(amount)
  const sign = amount < 0 ? '−' : ''
  // 999,950,000 and more would be rounded to 1000.0 million
  if (size >= 999_950_000) return `${sign}Rp${decimal(size / 1e9)} miliar`
  if (size >= 999_950) return `${sign}Rp${decimal(size / 1e6)} juta`
  return sign + rupiah(Math.round(size))
}

/** +12 or -3; 0 is 0. */
export function signed(n: number, write: (n: number) => string = number): string {
  return n > 0 ? `+${write(n)}` : write(n).replace(/^-/, '−')
}

/** The change of a share in points, as far as both sides have one. */
export function points(now: Ratio, before: Ratio): number | null {
  const [a, b] = [value(now), value(before)]
  return a === null || b === null ? null : 100 * (a - b)
}

/** Numbers sort by size, what has none last in either direction, names as they are read. */
export function sorted<T>(rows: T[], of: (row: T) => number | string | null, down: boolean): T[] {
  const compare = (a: number | string, b: number | string) =>
    typeof a === 'string' || typeof b === 'string'
      ? String(a).localeCompare(String(b), 'id', { numeric: true })
      : a - b
  return rows
    .map((row, i) => ({ row, i, v: of(row) }))
    .sort((a, b) => {
      if (a.v === null || b.v === null) return Number(a.v === null) - Number(b.v === null) || a.i - b.i
      return (down ? -compare(a.v, b.v) : compare(a.v, b.v)) || a.i - b.i
    })
    .map(({ row }) => row)
}

/** Rows whose words hold every word of a search, whatever their case or accents. */
export function found<T>(rows: T[], search: string, words: (row: T) => string): T[] {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const asked = plain(search).split(/\s+/).filter(Boolean)
  return rows.filter((row) => asked.every((word) => plain(words(row)).includes(word)))
}

/** The 24 months up to one, the newest first: 2026-11, 2026-10 ... */
export function monthsTo(last: string, n = 24): string[] {
  const [year = 0, month = 0] = last.split('-').map(Number)
  return Array.from({ length: n }, (_, i) => {
    const all = 12 * year + month - 1 - i
    return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`
  })
}

/** 33.72.01.1001 has level 4, the branch ('') 0. */
export function levelOf(area: string): number {
  return area === '' ? 0 : area.split('.').length
}
