import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'

type PlanHead = Schemas['PlanHead']

interface Props {
  head: PlanHead
  today: string
  others: PlanHead[]
  /** Instead names the plan that was to begin on that day and gives way. */
  publish: (from: string, instead: number | undefined, why: string) => void
}

/** Puts a plan in force from a day, with a reason for its history. */
export function Publish({ head, today, others, publish }: Props) {
  const { t } = useWords()
  const [from, setFrom] = useState(head.publishedFrom ?? today)
  const [why, setWhy] = useState('')
  const instead = others.find((one) => one.publishedFrom === from)
  const begun = head.publishedFrom !== undefined && head.publishedFrom <= today
  return (
    <form
      className="publish"
      onSubmit={(event) => {
        event.preventDefault()
        publish(from, instead?.id, why.trim())
      }}
    >
      {!begun && (
        <>
          <DateField
            label={t('publishFrom')}
            required
            today={today}
            min={today}
            value={from}
            onChange={setFrom}
          />
          <label className="field">
            {t('publishWhy')}
            <input maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
          </label>
          <button type="submit" className="button main">
            {instead ? t('publishInstead', { n: instead.id }) : t('publish')}
          </button>
        </>
      )}
      {head.publishedFrom && <p role="status">{t('published', { day: longDay(head.publishedFrom) })}</p>}
    </form>
  )
}
