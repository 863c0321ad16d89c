import type { Schemas } from '../../api/client'

export type Paper = Schemas['Paperwork']
/** What a kader did this month of what was asked. */
export type Month = Schemas['KaderRow']

/** A kader of the list: what stands on paper, and how the month goes where that is known. */
export interface Row extends Paper {
  month?: Month
}

/** Days before its end at which a contract is to be renewed. */
export const renewWithin = 60

/** Whole days from one day to another. */
export function daysUntil(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

const here = (one: Paper): boolean => one.status !== 'berhenti'

/** The letter that holds on a day, the newest. */
export function letterOn(one: Paper, day: string): Schemas['Letter'] | undefined {
  return (one.letters ?? []).find((letter) => !letter.withdrawn && letter.from <= day && day <= letter.until)
}

/** Who begins to look after a kader on a day to come, as the office has said. */
export function supervisionAfter(one: Paper, today: string): Schemas['Supervision'][] {
  return (one.supervision ?? []).filter((said) => said.from > today)
}

/** What may be missing of a kader, as the list is filtered by it. */
export const lacks = {
  renew: (one: Paper, today: string) => here(one) && daysUntil(today, one.until) <= renewWithin,
  letter: (one: Paper, today: string) => here(one) && !letterOn(one, today),
  photo: (one: Paper) => here(one) && !one.photo,
  phone: (one: Paper) => here(one) && one.phones === 0,
  work: (one: Paper) => here(one) && one.work.territories === 0,
  left: (one: Paper) => !here(one),
}
export type Lack = keyof typeof lacks

/** The kader that a search by name or code and a filter leave. */
export function found<T extends Paper>(rows: T[], search: string, lack: string, today: string): T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const text = `${row.name} ${row.code} ${row.supervisor} ${(row.work.desa ?? []).join(' ')}`.toLowerCase()
    return words.every((word) => text.includes(word)) && (!(lack in lacks) || lacks[lack as Lack](row, today))
  })
}

const keys = {
  name: (row: Row) => row.name,
  code: (row: Row) => row.code,
  until: (row: Row) => row.until,
  sync: (row: Row) => row.month?.lastSync ?? '',
  work: (row: Row) => row.work.eligible,
  visits: (row: Row) =>
    row.month && row.month.now.asked > 0 ? row.month.now.visits / row.month.now.asked : -1,
}
export type Sort = keyof typeof keys

/** Rows by a column, the other way round after a minus; who is equal stays by code. */
export function ordered(rows: Row[], sort: string): Row[] {
  const down = sort.startsWith('-')
  const of = keys[(down ? sort.slice(1) : sort) as Sort] ?? keys.code
  const ways = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [of(a), of(b)]
    return x === y ? a.code.localeCompare(b.code) : ways * (x < y ? -1 : 1)
  })
}

/** What follows a click on a column's head. */
export const turned = (now: string, key: Sort): string => (now === key ? `-${key}` : key)

/** The days that a contract after this one would have: from the day after it, a year. */
export function nextContract(until: string, today: string): { from: string; until: string } {
  const after = new Date(Date.parse(until < today ? today : until) + 86_400_000)
  const end = new Date(Date.UTC(after.getUTCFullYear() + 1, after.getUTCMonth(), after.getUTCDate() - 1))
  const iso = (date: Date) => date.toISOString().slice(0, 10)
  return { from: iso(after), until: iso(end) }
}

/** A part of a picture, in its pixels. */
export interface Crop {
  x: number
  y: number
  width: number
  height: number
}

/** A portrait of 3 to 4. */
export const portrait = { width: 3, height: 4 }

/** The least side of a photo and its most bytes, as the server takes them. */
export const leastSide = 64
export const mostBytes = 2 ** 20

/** The part of a picture that is kept: enlarged (1 is all that fits), moved by shares of what is left beside it (0 to 1, ½ the middle). */
export function cropOf(
  size: { width: number; height: number },
  zoom: number,
  across: number,
  down: number,
): Crop {
  const whole = Math.min(size.width / portrait.width, size.height / portrait.height)
  const width = (whole * portrait.width) / zoom
  const height = (whole * portrait.height) / zoom
  return { x: across * (size.width - width), y: down * (size.height - height), width, height }
}
