import { decimal, number } from '../../shared/format'

/** A value of a unit as a person says it: Rp2,9 miliar, 12,3 bulan, 46 %. */
export function say(unit: string, value: number): string {
  switch (unit) {
    case 'rupiah':
      return money(value)
    case 'months':
      return minus(decimal(value / 10))
    case 'permille':
      return minus(`${decimal(value / 10, value % 10 === 0 ? 0 : 1)} %`)
    default:
      return minus(number(value))
  }
}

const minus = (text: string) => text.replace('-', '−')

function money(value: number): string {
  const [size, sign] = [Math.abs(value), value < 0 ? '−' : '']
  if (size >= 999_950_000) return `${sign}Rp${decimal(size / 1e9)} miliar`
  if (size >= 999_950) return `${sign}Rp${decimal(size / 1e6)} juta`
  return `${sign}Rp${number(size)}`
}

/** A total as its unit says it: a share is made of its two numbers. */
export function sayTotal(unit: string, { num, den }: { num: number; den: number }): string | null {
  if (unit === 'permille')
    return den === 0 ? null : `${decimal((100 * num) / den, 0)} % (${number(num)} / ${number(den)})`
  if (unit === 'months') return den === 0 ? null : decimal(num / den)
  return say(unit, num)
}
