import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { api, body, type Schemas } from '../../api/client'
import { MapView } from '../../map/MapView'
import { type Bounds, boxOf } from '../../map/style'
import { useDark } from '../../map/useDark'
import { longDay } from '../../shared/format'
import { failureWords, useWords } from '../../shared/i18n'
import { Refusal } from '../../shared/trouble'
import { Trouble } from '../../shared/ui/Trouble'
import { waiting } from '../plan/model'
import { Progress } from '../plan/Progress'
import { useEvents } from '../plan/watch'
import { DesaTable } from './DesaTable'
import { drawingOf } from './drawing'
import { Gaps } from './Gaps'
import { Findings, Judgement, PlanWeights } from './Judgement'
import { Moves } from './Moves'
import type { TerritoryPlan } from './model'
import { PlanForm } from './PlanForm'
import { TerritoryList } from './TerritoryList'

type Branch = Schemas['BranchSummary']
type PlanHead = Schemas['PlanHead']

/** Divides the branch: plan, map, list, and the same figures as a table. */
export function TerritoryPage({ branch, mayPlan }: { branch: Branch; mayPlan: boolean }) {
  const { t } = useWords()
  const plans = useQuery({
    queryKey: ['territory-plans', branch.code],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans', { params: { path: { branch: branch.code } } }),
      ),
  })
  const [chosen, choose] = useState<number | null>(null)
  const heads = plans.data?.plans ?? []
  const running = heads.find((head) => head.state === 'queued' || head.state === 'running')
  const done = heads.filter((head) => head.state === 'done')
  const id = chosen ?? (branch.plan || done[0]?.id) ?? 0
  const plan = useQuery({
    queryKey: ['territory-plan', branch.code, id],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}', {
          params: { path: { branch: branch.code, id } },
        }),
      ),
    enabled: id > 0,
  })
  if (branch.totals.households === 0)
    return (
      <div className="page">
        <p className="notice">{t('emptyBranch')}</p>
        <p>
          <Link href="/impor" className="button main">
            {t('toImports')}
          </Link>
        </p>
      </div>
    )
  if (!plans.data)
    return (
      <div className="page">
        {plans.isPending && <p>{t('loading')}</p>}
        <Trouble of={plans.error} retry={() => void plans.refetch()} />
      </div>
    )
  return (
    <div className="page">
      <Toolbar
        branch={branch}
        mayPlan={mayPlan}
        heads={done}
        id={id}
        choose={choose}
        running={running}
        head={heads.find((head) => head.id === id)}
      />
      <Trouble of={plan.error} retry={() => void plan.refetch()} />
      <Divided branch={branch} id={id} plan={plan.data} mayLock={mayPlan} />
      <Moves branch={branch.code} plan={id} />
      <Gaps branch={branch} plan={plan.data} mayPlan={mayPlan} />
      <DesaTable branch={branch.code} plan={id} />
    </div>
  )
}

interface ToolbarProps {
  branch: Branch
  mayPlan: boolean
  heads: PlanHead[]
  head: PlanHead | undefined
  id: number
  choose: (id: number | null) => void
  running: PlanHead | undefined
}

function Toolbar({ branch, mayPlan, heads, head, id, choose, running }: ToolbarProps) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [now, setNow] = useState<PlanHead | null>(null)
  const [mine, setMine] = useState(0)
  const path = { branch: branch.code }
  const refresh = () => client.invalidateQueries()
  const attempt = async (work: Promise<unknown>) => {
    setTrouble(null)
    try {
      await work
      await refresh()
    } catch (error) {
      setTrouble(error)
      if (error instanceof Refusal && error.status === 409) await refresh()
    }
  }
  const followed = running?.id ?? mine // one that is done before it was seen to run tells its end all the same
  useEvents<PlanHead>(
    followed ? `/api/v1/branches/${branch.code}/territory-plans/${followed}/events` : null,
    (state, ended) => {
      setNow(ended ? null : state)
      if (!ended) return
      setMine(0)
      if (state.state === 'done') choose(state.id)
      if (state.state === 'failed') setTrouble(t(failureWords(state.failure)))
      void refresh()
    },
  )
  const state = now && now.id === running?.id ? now : running
  const why = state ? waiting(state) : null
  return (
    <section className="toolbar" aria-label={t('plan')}>
      {heads.length > 0 ? (
        <label className="field">
          {t('plan')}
          <select value={id} onChange={(event) => choose(Number(event.target.value))}>
            {heads.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} #{one.id} ·{' '}
                {one.publishedFrom ? t('inForce', { day: longDay(one.publishedFrom) }) : t('draft')}
              </option>
            ))}
          </select>
        </label>
      ) : (
        !running && <p>{t('noPlan')}</p>
      )}
      {head && mayPlan && (
        <Publish
          key={head.id}
          head={head}
          today={branch.today}
          others={heads.filter((one) => one.id !== head.id)}
          publish={(from, instead) =>
            attempt(
              body(
                api.POST('/api/v1/branches/{branch}/territory-plans/{id}/publish', {
                  params: { path: { ...path, id: head.id } },
                  body: { from, instead },
                }),
              ),
            )
          }
        />
      )}
      {running && (
        <Progress
          label={why ? t(...why) : t('planRunning')}
          value={why ? null : (state?.progress ?? 0)}
          note={state?.note}
          cancel={() =>
            attempt(
              body(
                api.DELETE('/api/v1/branches/{branch}/territory-plans/{id}', {
                  params: { path: { ...path, id: running.id } },
                }),
              ),
            )
          }
        />
      )}
      {mayPlan && (
        <PlanForm
          branch={branch}
          plan={id}
          running={running !== undefined}
          start={(request) =>
            void attempt(
              body(
                api.POST('/api/v1/branches/{branch}/territory-plans', { params: { path }, body: request }),
              ).then(({ id }) => setMine(id)),
            )
          }
        />
      )}
      <Trouble of={trouble} />
    </section>
  )
}

interface PublishProps {
  head: PlanHead
  today: string
  others: PlanHead[]
  /** Instead names the plan that was to begin on that day and gives way. */
  publish: (from: string, instead: number | undefined) => void
}

function Publish({ head, today, others, publish }: PublishProps) {
  const { t } = useWords()
  const [from, setFrom] = useState(head.publishedFrom ?? today)
  const instead = others.find((one) => one.publishedFrom === from)
  const begun = head.publishedFrom !== undefined && head.publishedFrom <= today
  return (
    <form
      className="publish"
      onSubmit={(event) => {
        event.preventDefault()
        publish(from, instead?.id)
      }}
    >
      {!begun && (
        <>
          <label className="field">
            {t('publishFrom')}
            <input
              type="date"
              required
              min={today}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <button type="submit" className="button">
            {instead ? t('publishInstead', { n: instead.id }) : t('publish')}
          </button>
        </>
      )}
      {head.publishedFrom && <p role="status">{t('published', { day: longDay(head.publishedFrom) })}</p>}
    </form>
  )
}

function Divided({
  branch,
  id,
  plan,
  mayLock,
}: {
  branch: Branch
  id: number
  plan: TerritoryPlan | undefined
  mayLock: boolean
}) {
  const { t } = useWords()
  const [by, setBy] = useState<'territory' | 'arrears'>('territory')
  const [selected, select] = useState(0)
  const bounds = boxOf(branch.totals.bounds ?? [])
  const territories = plan?.territories ?? []
  const colours = id > 0 ? by : 'arrears'
  const drawing = useMemo(
    () => ({ branch: branch.code, version: branch.version, plan: id, by: colours, selected, territories }),
    [branch.code, branch.version, id, colours, selected, territories],
  )
  return (
    <div className="divided">
      <aside>
        {plan && (
          <>
            <Judgement plan={plan} />
            <PlanWeights plan={plan} />
            <TerritoryList
              branch={branch}
              plan={plan}
              mayLock={mayLock}
              selected={selected}
              select={select}
            />
            <Findings branch={branch.code} plan={plan} />
          </>
        )}
      </aside>
      <section className="map-side">
        <p className="map-tools">
          {id > 0 && (
            <button
              type="button"
              className="button"
              onClick={() => setBy(by === 'territory' ? 'arrears' : 'territory')}
            >
              {by === 'territory' ? t('colourTerritory') : t('colourArrears')}
            </button>
          )}
          <span className="soft">{t('mapHelp')}</span>
        </p>
        {bounds && (id === 0 || plan) && (
          <TerritoryMap
            what={drawing}
            bounds={bounds}
            onSelect={(one) => select(one === selected ? 0 : one)}
          />
        )}
      </section>
    </div>
  )
}

type What = Parameters<typeof drawingOf>[0]

function TerritoryMap({
  what,
  bounds,
  onSelect,
}: {
  what: What
  bounds: Bounds
  onSelect: (territory: number) => void
}) {
  const { t } = useWords()
  const dark = useDark()
  const drawing = useMemo(() => drawingOf(what, dark), [what, dark])
  return (
    <MapView
      label={t('mapLabel')}
      drawing={drawing}
      bounds={bounds}
      of={`${what.branch} ${what.version} ${what.plan}`}
      clickable={['blocks']}
      onClick={(_layer, properties) => onSelect(Number(properties.territory))}
    />
  )
}
