import type { Schemas } from '../../api/client'
import { clock, weekday } from '../../shared/format'

export type Kader = Schemas['Kader']
type Shift = Schemas['Shift']

/** The causes of being away, as they are stored. */
export const causes = ['sakit', 'cuti', 'izin', 'lain'] as const
export type Cause = (typeof causes)[number]

/** Sen–Jum 16.00–20.00, Sab 09.00–13.00: days in a row with the same hours are one entry. */
export function shiftWords(shifts: Shift[]): string {
  const week = (day: number) => (day + 6) % 7 // Monday first
  const sorted = [...shifts].sort((a, b) => week(a.weekday) - week(b.weekday) || a.open - b.open)
  const spans: { from: Shift; to: Shift }[] = []
  for (const shift of sorted) {
    const last = spans.at(-1)
    const follows = last && week(shift.weekday) === week(last.to.weekday) + 1
    if (last && follows && last.to.open === shift.open && last.to.close === shift.close) last.to = shift
    else spans.push({ from: shift, to: shift })
  }
  return spans
    .map(({ from, to }) => {
      const days = from === to ? weekday(from.weekday) : `${weekday(from.weekday)}–${weekday(to.weekday)}`
      return `${days} ${clock(from.open)}–${clock(from.close)}`
    })
    .join(', ')
}

/** The absences that are not over on a day. */
export function ahead(kader: Kader, today: string): Schemas['Away'][] {
  return (kader.away ?? []).filter((away) => away.last >= today)
}

/** The later of two civil dates. */
export function latest(a: string, b: string): string {
  return a > b ? a : b
}
