const count = new Intl.NumberFormat('id-ID')
const rounded = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 1 })
const forms = { id: daysOf('id-ID'), en: daysOf('en-GB') }
let days = forms.id

function daysOf(locale: string) {
  const form = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  return {
    short: form({ weekday: 'short', day: 'numeric', month: 'short' }),
    long: form({ day: 'numeric', month: 'long', year: 'numeric' }),
    month: form({ month: 'long', year: 'numeric' }),
    weekday: form({ weekday: 'short' }),
  }
}

/** Names days and months in a language from now on; figures stay Indonesian. */
export function speakDays(language: 'id' | 'en'): void {
  days = forms[language]
}

/** Rp1.234.567 */
export function rupiah(value: number): string {
  return `${value < 0 ? '-' : ''}Rp${count.format(Math.abs(value))}`
}

/** Rp1,2 miliar, Rp345 juta: for sums where digits hide the size. */
export function roundRupiah(value: number): string {
  if (value < 0) return `-${roundRupiah(-value)}`
  // 999,950,000 and more would be rounded to 1000 million
  if (value >= 999_950_000) return `Rp${rounded.format(value / 1e9)} miliar`
  if (value >= 1e6) return `Rp${rounded.format(value / 1e6)} juta`
  return rupiah(value)
}

/** Rp9–13 juta: between which sums something lies. */
export function rupiahBand(low: number, high: number): string {
  const [size, unit] = high >= 999_500_000 ? [1e9, 'miliar'] : [1e6, 'juta']
  const text = (v: number) =>
    (v / size).toLocaleString('id-ID', { maximumFractionDigits: high / size < 10 ? 1 : 0 })
  return `Rp${text(low)}–${text(high)} ${unit}`
}

/** 12.345 */
export function number(value: number): string {
  return count.format(value)
}

const decimals = new Map<number, Intl.NumberFormat>()

/** 12,3 */
export function decimal(value: number, digits = 1): string {
  let form = decimals.get(digits)
  if (!form) {
    form = new Intl.NumberFormat('id-ID', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    decimals.set(digits, form)
  }
  return form.format(value)
}

let thisYear = ''

/** Says which year it is; until then every day is written with its year. */
export function standInYear(year: string): void {
  thisYear = year
}

/** Sen, 23 Nov from 2026-11-23; with the year when it is not this one. */
export function shortDay(day: string): string {
  const text = days.short.format(new Date(`${day}T00:00:00Z`))
  const year = day.slice(0, 4)
  return year === thisYear ? text : `${text} ${year}`
}

/** November 2026 from 2026-11 */
export function monthName(month: string): string {
  return days.month.format(new Date(`${month}-01T00:00:00Z`))
}

/** Sen from 1, with Sunday as 0 */
export function weekday(day: number): string {
  return days.weekday.format(new Date(Date.UTC(2026, 10, 22 + day)))
}

/** 23 November 2026 from 2026-11-23 */
export function longDay(day: string): string {
  return days.long.format(new Date(`${day}T00:00:00Z`))
}

/** 17.30 from minutes after midnight */
export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}.${two(minute % 60)}`
}

/** 1,2 km or 350 m */
export function distance(metres: number): string {
  return metres < 995 ? `${Math.round(metres / 10) * 10} m` : `${decimal(metres / 1000)} km`
}
