import { type FormEvent, useState } from 'react'
import type { Schemas } from '../../api/client'
import { longDay, number } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { ends, type Matter, overdue, type Queue, queues } from './model'
import { useDecide } from './useDecide'

interface Props {
  branch: Schemas['BranchSummary']
  queues: Schemas['OfficeQueues']
  mayDecide: boolean
}

/** Cards that are shown at a time. */
const page = 20

/** Open matters by queue, each with what the office needs to act on it. */
export function MatterList({ branch, queues: waiting, mayDecide }: Props) {
  const { t } = useWords()
  const [queue, setQueue] = useState<Queue | ''>('')
  const [most, setMost] = useState(page)
  const decide = useDecide(branch.code)
  const all = waiting.matters ?? []
  const shown = all.filter((one) => queue === '' || one.queue === queue)
  const sum = Object.values(waiting.counts ?? {}).reduce((total, n) => total + n, 0)
  return (
    <>
      <label className="field">
        {t('matterQueue')}
        <select value={queue} onChange={(event) => setQueue(event.target.value as Queue | '')}>
          <option value="">{t('matterAll', { n: number(sum) })}</option>
          {queues.map((one) => (
            <option key={one} value={one}>
              {wordsOf(t, one, 'queue_')} ({number(waiting.counts?.[one] ?? 0)})
            </option>
          ))}
        </select>
      </label>
      <Trouble of={decide.trouble} />
      {all.length < sum && <p className="soft">{t('matterFirst', { n: number(all.length) })}</p>}
      {shown.length === 0 && <p className="notice">{t('mattersNone')}</p>}
      <ul className="cards">
        {shown.slice(0, most).map((one) => (
          <li key={one.event} className="card">
            <Told matter={one} today={branch.today} />
            {mayDecide && (
              <Decide
                matter={one}
                settle={(reason) => decide.say(one.event, 'settle', reason)}
                hand={(who) => decide.say(one.event, 'hand', who)}
              />
            )}
          </li>
        ))}
      </ul>
      {shown.length > most && (
        <button type="button" className="button" onClick={() => setMost(most + page)}>
          {t('paymentsMore')}
        </button>
      )}
    </>
  )
}

function Told({ matter, today }: { matter: Matter; today: string }) {
  const { t } = useWords()
  const about = matter.lead
    ? `${matter.lead.name} · ${matter.lead.phone} · ${t('leadHeadsOf', { n: matter.lead.heads })}`
    : [matter.head, matter.kk, matter.desa].filter(Boolean).join(' · ')
  return (
    <>
      <p>
        <strong>{wordsOf(t, matter.queue, 'queue_')}</strong> · {wordsOf(t, matter.type, 'matter_')}
        {matter.reason && ` · ${wordsOf(t, matter.reason, 'about_')}`}
      </p>
      <p>{about}</p>
      {matter.note && <p className="soft">“{matter.note}”</p>}
      <p className="soft">
        {t('matterSince', { day: longDay(matter.since), kader: matter.kaderName ?? '–' })}
        {overdue(matter, today) && <strong> · {t('matterLate')}</strong>}
      </p>
      {matter.with && <p>{t('matterWith', { who: matter.with.who, day: longDay(matter.with.since) })}</p>}
      {matter.lead?.consent && <p className="soft">{t('leadAgreed')}</p>}
    </>
  )
}

interface DecideProps {
  matter: Matter
  settle: (reason: string) => void
  hand: (who: string) => void
}

function Decide({ matter, settle, hand }: DecideProps) {
  const { t } = useWords()
  const [handing, setHanding] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    hand(String(new FormData(event.currentTarget).get('who')))
    setHanding(false)
  }
  return (
    <div className="line">
      {ends[matter.queue as Queue].map((end, i) => (
        <button
          key={end}
          type="button"
          className={i === 0 ? 'button main' : 'button'}
          onClick={() => settle(end)}
        >
          {wordsOf(t, end, 'end_')}
        </button>
      ))}
      {!handing && (
        <button type="button" className="button" onClick={() => setHanding(true)}>
          {t('matterHand')}
        </button>
      )}
      {handing && (
        <form className="line" onSubmit={submit}>
          <label className="field">
            {t('matterWho')}
            <input name="who" required maxLength={60} autoComplete="off" />
          </label>
          <button type="submit" className="button main">
            {t('matterHandYes')}
          </button>
          <button type="button" className="button" onClick={() => setHanding(false)}>
            {t('back')}
          </button>
        </form>
      )}
    </div>
  )
}
