import { Link } from 'wouter'
import { longDay } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { type Doubt, useHolidays } from './holidays'

/** Warns that days off of the next months are estimated or not known, and says where to mend that. */
export function HolidayDoubts({ branch }: { branch: string }) {
  const { t } = useWords()
  const doubts = useHolidays(branch).data?.doubts ?? []
  if (doubts.length === 0) return null
  return (
    <p className="notice warn" role="status">
      {t('holidayDoubts', { list: doubts.map((doubt) => doubtWords(doubt, t)).join(', ') })}{' '}
      <Link href="/kader-cabang#libur">{t('holidayCheck')}</Link>
    </p>
  )
}

export function doubtWords(doubt: Doubt, t: Say): string {
  return doubt.day
    ? t('holidayEstimated', { name: doubt.name, day: longDay(doubt.day) })
    : t('holidayMissing', { name: doubt.name, year: doubt.year })
}
