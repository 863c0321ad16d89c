import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { addMonths, dayByKey, weeksOf, within } from '../day'
import { longDay, monthName, weekday } from '../format'
import { useWords } from '../i18n'

interface Props {
  /** The day that is chosen; empty: none. */
  value: string
  /** Where it opens. */
  at: string
  today?: string
  min?: string
  max?: string
  choose: (day: string) => void
}

/** A month's days to choose from, by pointer or keys; the keys of a grid of days lead through all months. */
export function Calendar({ value, at, today, min, max, choose }: Props) {
  const { t } = useWords()
  const [on, setOn] = useState(at)
  const grid = useRef<HTMLTableElement>(null)
  const byKey = useRef(true) // it opens with a day to walk on from
  useEffect(() => {
    if (!byKey.current) return
    byKey.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${on}"]`)?.focus()
  }, [on])
  const walk = (event: KeyboardEvent) => {
    const to = dayByKey(event.key, event.shiftKey, on)
    if (!to) return
    event.preventDefault()
    byKey.current = true
    setOn(to)
  }
  const month = on.slice(0, 7)
  const weeks = weeksOf(month)
  return (
    <>
      <div className="calendar-head">
        <button
          type="button"
          className="button"
          aria-label={t('monthBefore')}
          onClick={() => setOn(addMonths(on, -1))}
        >
          ‹
        </button>
        <strong aria-live="polite">{monthName(month)}</strong>
        <button
          type="button"
          className="button"
          aria-label={t('monthAfter')}
          onClick={() => setOn(addMonths(on, 1))}
        >
          ›
        </button>
      </div>
      <table ref={grid} aria-label={monthName(month)} onKeyDown={walk}>
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 0].map((one) => (
              <th key={one}>{weekday(one)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <button
                    type="button"
                    data-day={day}
                    className={day.startsWith(month) ? 'day' : 'day other'}
                    aria-label={longDay(day)}
                    aria-pressed={day === value}
                    aria-current={day === today ? 'date' : undefined}
                    aria-disabled={!within(day, min, max)}
                    tabIndex={day === on ? 0 : -1}
                    onClick={() => within(day, min, max) && choose(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
