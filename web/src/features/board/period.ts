import type { Schemas } from '../../api/client'
import { longDay, monthName, shortDay } from '../../shared/format'
import type { Say } from '../../shared/i18n'

type Pack = Pick<Schemas['EvaluationPack'], 'period' | 'first' | 'last'>

/** What an evaluation is of, in words: a year, a quarter, a month, or days of one. */
export function periodName(t: Say, { period, first, last }: Pack): string {
  const [year = '', part = '', weeks] = period.split('-')
  if (part === '') return t('yearOf', { year })
  if (part.startsWith('Q')) return t('quarterOf', { n: part.slice(1), year })
  return weeks ? `${shortDay(first)} – ${longDay(last)}` : monthName(period)
}
