import { useEffect, useState } from 'react'
import { isDrill, nowIn } from '../../api/clock'
import { clock, longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'

/** How often the time on the notice is brought up to date, in milliseconds. */
const tick = 5000

/** Says that the server pretends another time, and which, while it does. */
export function DrillNotice({ zone }: { zone: string }) {
  const { t } = useWords()
  const [, setTicks] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTicks((n) => n + 1), tick)
    return () => clearInterval(timer)
  }, [])
  if (!isDrill()) return null
  const at = nowIn(zone) // as it is known now, not when the notice was first drawn
  const time = `${longDay(at.day)} ${clock(60 * at.hour + at.minute)} ${zone}`
  return (
    <aside className="notice warn drill" aria-label={t('drill')}>
      <strong>{t('drill')}</strong> {t('drillTime', { time })}
    </aside>
  )
}
