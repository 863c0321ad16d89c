import { monthName, shortDay } from '../../shared/format'
import type { Board } from './model'
import { monthsTo } from './model'

/** What is noted of each month of the trend, the board's own last; nothing: ''. */
export function notedOf({ month, noted }: Pick<Board, 'month' | 'noted'>, months = 6): string[] {
  return monthsTo(month, months)
    .reverse()
    .map((one) => {
      const texts = noted
        .filter(({ day }) => day.startsWith(one))
        .map(({ day, name, text }) => `${shortDay(day)} ${name ? `${name}: ` : ''}${text}`)
      return texts.length === 0 ? '' : `${monthName(one)}: ${texts.join('; ')}`
    })
}
