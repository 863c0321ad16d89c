import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { longDay, number } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { byFamily, counted, ends, inAll, type Matter, type Queue, queues, type Stage, stages } from './model'
import { Receipts } from './Receipts'
import { useDecide } from './useDecide'

/** Families that are shown at a time. */
const page = 20

/** What kader opened, of one stage and queue; with none of both, the office's own. */
export function useMatters(branch: string, stage: Stage = 'OFFICE', queue: Queue | '' = '') {
  return useQuery({
    queryKey: ['matters', branch, stage, queue],
    placeholderData: keepPreviousData,
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/matters', {
          params: { path: { branch }, query: { stage, ...(queue === '' ? {} : { queue }) } },
        }),
      ),
  })
}

/** Open matters by who is to act and by queue, a family's on one card, each with what the office needs to act on it. */
export function MatterList({ branch, mayDecide }: { branch: Schemas['BranchSummary']; mayDecide: boolean }) {
  const { t } = useWords()
  const [queue, setQueue] = useState<Queue | ''>('')
  const [stage, setStage] = useState<Stage>('OFFICE')
  const [most, setMost] = useState(page)
  const decide = useDecide(branch.code)
  const waiting = useMatters(branch.code, stage, queue)
  const counts = waiting.data?.counts
  const sum = inAll(counts)
  const all = waiting.data?.matters ?? []
  const families = byFamily(all)
  return (
    <>
      <div className="toolbar">
        <label className="field">
          {t('matterQueue')}
          <select value={queue} onChange={(event) => setQueue(event.target.value as Queue | '')}>
            <option value="">{t('matterAll', { n: counted(sum) })}</option>
            {queues.map((one) => (
              <option key={one} value={one}>
                {wordsOf(t, one, 'queue_')} ({counted(counts && (counts[one] ?? 0))})
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t('matterStage')}
          <select value={stage} onChange={(event) => setStage(event.target.value as Stage)}>
            {stages.map((one) => (
              <option key={one} value={one}>
                {wordsOf(t, one, 'stage_')} ({counted(waiting.data && (waiting.data.stages?.[one] ?? 0))})
              </option>
            ))}
          </select>
        </label>
      </div>
      {waiting.data && <p className="soft">{t(`stageHelp_${stage}`, { n: number(waiting.data.late) })}</p>}
      <Trouble of={decide.trouble} />
      <Trouble of={waiting.error} retry={() => void waiting.refetch()} />
      {waiting.isPending && <p>{t('loading')}</p>}
      {all.length < ((queue === '' ? sum : counts?.[queue]) ?? 0) && (
        <p className="soft">{t('matterFirst', { n: number(all.length) })}</p>
      )}
      {waiting.isSuccess && all.length === 0 && <p className="notice">{t('mattersNone')}</p>}
      <ul className="cards">
        {families.slice(0, most).map((of) => (
          <li key={of[0]?.event} className="card">
            {of.map((one, i) => (
              <section key={one.event} aria-label={wordsOf(t, one.type, 'matter_')}>
                {i > 0 && <hr />}
                <Told branch={branch.code} matter={one} named={i === 0} />
                {mayDecide && (
                  <Decide
                    matter={one}
                    settle={(reason) => decide.say(one.event, 'settle', reason)}
                    hand={(who) => decide.say(one.event, 'hand', who)}
                  />
                )}
              </section>
            ))}
          </li>
        ))}
      </ul>
      {families.length > most && (
        <button type="button" className="button" onClick={() => setMost(most + page)}>
          {t('paymentsMore')}
        </button>
      )}
    </>
  )
}

function Told({ branch, matter, named }: { branch: string; matter: Matter; named: boolean }) {
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
      {named && <p>{about}</p>}
      {matter.note && <p className="soft">“{matter.note}”</p>}
      <p className="soft">
        {t('matterSince', { day: longDay(matter.since), kader: matter.kaderName ?? '–' })}
        {matter.late && matter.stage === 'OFFICE' && <strong> · {t('matterLate')}</strong>}
      </p>
      {matter.queue === 'UANG' && matter.stage === 'OFFICE' && <p>{t('matterUnfound')}</p>}
      {matter.with && <p>{t('matterWith', { who: matter.with.who, day: longDay(matter.with.since) })}</p>}
      <Receipts
        branch={branch}
        event={matter.event}
        photos={matter.photos ?? []}
        about={`${matter.head ?? ''}, ${longDay(matter.since)}`}
      />
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
