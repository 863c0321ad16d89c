// Days as people here write them, d/m/y, and months as m/y; kept as 2026-11-23 and 2026-11.

const day = (date: Date): string => date.toISOString().slice(0, 10)
const dateOf = (iso: string): Date => new Date(`${iso}T00:00:00Z`)

/** The day that a text names: 23/11/2026, 23-11-2026, 23.11.2026, 23112026 or 2026-11-23; null: none there is. */
export function readDay(text: string): string | null {
  const plain = text.trim()
  const ours =
    /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(plain) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(plain)
  if (ours) return there(`${ours[3]}-${two(ours[2])}-${two(ours[1])}`)
  return /^\d{4}-\d{2}-\d{2}$/.test(plain) ? there(plain) : null
}

/** The same, once nothing more is typed: a year may be of two digits, 23/11/26. */
export function readShortDay(text: string): string | null {
  return readDay(text) ?? readDay(text.trim().replace(/^(\d{1,2}[/.\- ]\d{1,2}[/.\- ])(\d{2})$/, '$120$2'))
}

/** 23/11/2026 */
export function writeDay(iso: string): string {
  return iso.split('-').reverse().join('/')
}

/** The month that a text names: 11/2026 or 2026-11; null: none. */
export function readMonth(text: string): string | null {
  const ours = /^(\d{1,2})[/.\- ](\d{4})$/.exec(text.trim())
  const iso = ours ? `${ours[2]}-${two(ours[1])}` : text.trim()
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(iso) ? iso : null
}

/** 11/2026 */
export const writeMonth = writeDay

/** A day some days later; earlier below zero. */
export function addDays(iso: string, n: number): string {
  return day(new Date(dateOf(iso).getTime() + n * 86_400_000))
}

/** The same day some months later, or the last one where the month is shorter. */
export function addMonths(iso: string, n: number): string {
  const [year = 0, month = 0, date = 0] = iso.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + n, 0))
  return day(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))))
}

/** The Monday of a day's week. */
export function mondayOf(iso: string): string {
  return addDays(iso, -((dateOf(iso).getUTCDay() + 6) % 7))
}

/** The weeks that a month touches, each from Monday on. */
export function weeksOf(month: string): string[][] {
  const weeks: string[][] = []
  for (let first = mondayOf(`${month}-01`); first.slice(0, 7) <= month; first = addDays(first, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(first, i)))
  return weeks
}

/** Which day a key leads to from a day in a calendar; null: the key is none of a calendar's. */
export function dayByKey(key: string, shift: boolean, from: string): string | null {
  const steps: Record<string, string> = {
    ArrowLeft: addDays(from, -1),
    ArrowRight: addDays(from, 1),
    ArrowUp: addDays(from, -7),
    ArrowDown: addDays(from, 7),
    Home: mondayOf(from),
    End: addDays(mondayOf(from), 6),
    PageUp: addMonths(from, shift ? -12 : -1),
    PageDown: addMonths(from, shift ? 12 : 1),
  }
  return steps[key] ?? null
}

/** Only what is between two days, where they are given. */
export function within(iso: string, min?: string, max?: string): boolean {
  return (!min || iso >= min) && (!max || iso <= max)
}

const two = (digits = ''): string => digits.padStart(2, '0')

/** The day itself if the calendar has it. */
function there(iso: string): string | null {
  const date = dateOf(iso)
  return !Number.isNaN(date.getTime()) && day(date) === iso ? iso : null
}
