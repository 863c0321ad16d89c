import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { decimal, distance, monthName, number } from '../../shared/format'
import { failureWords, hasWords, type Say, useWords } from '../../shared/i18n'
import { MonthField } from '../../shared/ui/MonthField'
import { Trouble } from '../../shared/ui/Trouble'
import { Certificate } from './Certificate'
import { DayOf } from './DayOf'
import { Held } from './Held'
import { LeftOut } from './LeftOut'
import { codesOf, gap, openPlan, provenDays, together, waiting } from './model'
import { OutlookCells, OutlookHelp } from './Outlook'
import { Progress } from './Progress'
import { useEvents } from './watch'

type Branch = Schemas['BranchSummary']
type PlanHead = Schemas['PlanHead']

/** How often a plan that nobody here asked for is noticed, in milliseconds. */
const lookEvery = 5000

/** Plans months of routes and shows what came of it. */
export function RoutesPage({ branch, mayPlan }: { branch: Branch; mayPlan: boolean }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [now, setNow] = useState<PlanHead | null>(null)
  const [mine, setMine] = useState(0)
  const [month, setMonth] = useState(branch.today.slice(0, 7))
  const path = { branch: branch.code }
  const plans = useQuery({
    queryKey: ['route-plans', branch.code],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/route-plans', { params: { path } })),
    refetchInterval: lookEvery,
  })
  const heads = plans.data?.plans ?? []
  const { open, asked } = openPlan(heads)
  const running = now?.id === open?.id ? (now ?? open) : open
  const followed = open?.id ?? mine // one that failed before it was seen to run says so all the same
  useEvents<PlanHead>(
    followed ? `/api/v1/branches/${branch.code}/route-plans/${followed}/events` : null,
    (state, ended) => {
      setNow(ended ? null : state)
      if (!ended) return
      setMine(0)
      if (state.state === 'failed') setTrouble(t(failureWords(state.failure)))
      void client.invalidateQueries()
    },
  )
  const attempt = async (work: Promise<unknown>) => {
    setTrouble(null)
    try {
      await work
      await client.invalidateQueries()
    } catch (error) {
      setTrouble(error)
    }
  }
  return (
    <div className="page">
      <section className="toolbar" aria-label={t('routePlans')}>
        <MonthField label={t('month')} value={month} onChange={setMonth} />
        {running && (
          <Progress
            label={stateOf(running, t)}
            value={waiting(running) ? null : running.progress}
            note={waiting(running) ? undefined : `${running.unitsDone}/${running.units}`}
            cancel={() =>
              attempt(
                body(
                  api.DELETE('/api/v1/branches/{branch}/route-plans/{id}', {
                    params: { path: { ...path, id: running.id } },
                  }),
                ),
              )
            }
          />
        )}
        {mayPlan && !asked && (
          <button
            type="button"
            className="button main"
            onClick={() =>
              attempt(
                body(
                  api.POST('/api/v1/branches/{branch}/route-plans', { params: { path }, body: { month } }),
                ).then(({ id }) => setMine(id)),
              )
            }
          >
            {t('planRoutes')}
          </button>
        )}
        <Trouble of={trouble} />
      </section>
      <Months branch={branch} month={month} running={running !== undefined} />
    </div>
  )
}

/** What is being done for a plan, or why nothing is yet. */
function stateOf(head: PlanHead, t: Say): string {
  const why = waiting(head)
  if (why) return t(...why)
  const n = (head.request.only ?? []).length
  if (head.request.why) return t('replanning', { n })
  return head.createdBy === 'malam' ? t('nightRunning', { n }) : t('routesRunning')
}

function Months({ branch, month, running }: { branch: Branch; month: string; running: boolean }) {
  const { t } = useWords()
  const [kader, setKader] = useState(0)
  const months = useQuery({
    queryKey: ['route-month', branch.code, month],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/routes/month', {
          params: { path: { branch: branch.code }, query: { month } },
        }),
      ),
    enabled: month !== '',
  })
  if (months.error) return <Trouble of={months.error} retry={() => void months.refetch()} />
  if (!months.data) return <p>{t('loading')}</p>
  const all = months.data.kader ?? []
  if (all.length === 0) return running ? null : <p className="notice">{t('noRoutePlan')}</p>
  const chosen = all.find((one) => one.kader === kader)
  const sum = together(all)
  const title = `${t('tabRoutes')} ${monthName(month)}`
  return (
    <>
      <h2>{title}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th>{t('kader')}</th>
              <th className="number">{t('visits')}</th>
              <th className="number">{t('cashMonth')}</th>
              <th className="number">{t('cashLater')}</th>
              <th className="number">{t('gapColumn')}</th>
              <th className="number">{t('provenDays')}</th>
              <th className="number">{t('hours')}</th>
              <th className="number">{t('distance')}</th>
              <th className="number">{t('fewDays')}</th>
              <th>{t('plannedAnew')}</th>
              <th>{t('day')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <tr key={one.kader}>
                <td>{one.name}</td>
                <td className="number">{number(one.visits)}</td>
                <OutlookCells of={one.outlook} />
                <td className="number">{gap(one.certificate)}</td>
                <td className="number">{t(...provenDays(one.certificate))}</td>
                <td className="number">{decimal(one.minutes / 60)}</td>
                <td className="number">{distance(one.metres)}</td>
                <td className="number">{one.fewDays}</td>
                <td>
                  {when(branch.zone, one.plannedAt)}
                  {(one.why ?? []).length > 0 && (
                    <span className="soft">
                      <br />
                      {codesOf(one.why)
                        .map((code) => (hasWords(code) ? t(code) : code))
                        .join(', ')}
                    </span>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    className="button"
                    aria-pressed={kader === one.kader}
                    onClick={() => setKader(one.kader)}
                  >
                    {t('seeDay')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th>{t('together', { n: number(all.length) })}</th>
              <td className="number">{number(all.reduce((sum, one) => sum + one.visits, 0))}</td>
              <OutlookCells of={sum} />
              <td colSpan={7} />
            </tr>
          </tfoot>
        </table>
      </div>
      <OutlookHelp of={sum} />
      {kader > 0 && <DayOf key={kader} branch={branch} kader={kader} />}
      {chosen && (
        <section className="gaps" key={`${chosen.kader} ${chosen.plan}`}>
          <Certificate month={chosen} />
          <LeftOut branch={branch.code} month={chosen} />
          <Held branch={branch.code} month={chosen} />
        </section>
      )}
    </>
  )
}
