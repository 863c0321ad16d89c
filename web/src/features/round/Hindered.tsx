import { clock, shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Appointment } from './appoint'

/** Why the kader cannot come for a promise when the family wants it, and when instead. */
export function Hindered({ at: { fits, why, nearest } }: { at: Appointment }) {
  const { t } = useWords()
  if (fits) return null
  return (
    <strong>
      {t(why === 'AWAY' ? 'hinderedAway' : 'hinderedShift')}{' '}
      {nearest
        ? t('hinderedNearest', {
            day: shortDay(nearest.day),
            from: clock(nearest.open),
            to: clock(nearest.close),
          })
        : t('hinderedNever')}
    </strong>
  )
}
