import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { longDay } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { planIn } from './address'
import { useMapAhead } from './areas'
import { Bench } from './Bench'
import { DesaTable } from './DesaTable'
import { usePlaceName } from './desa'
import { Gaps } from './Gaps'
import { Guide } from './Guide'
import { Findings } from './Judgement'
import { Moves } from './Moves'
import type { TerritoryPlan } from './model'
import { Rival } from './Rival'
import { Drafts, History } from './Scenario'
import { Solver } from './Solver'
import { usualSettings } from './settings'
import { useDraft } from './useDraft'
import { useRival } from './useRival'
import { useWork, type Work } from './useWork'

type Branch = Schemas['BranchSummary']
type PlanHead = Schemas['PlanHead']

interface Props {
  branch: Branch
  mayPlan: boolean
  /** Who draws. */
  login: string
  /** What the panel of scenarios shows of the plan that is open. */
  scenario: (scene: Scene) => ReactNode
  /** The way back out of the bin where no plan is open. */
  thrown: (bin: Bin) => ReactNode
  /** What the panel of what waits shows of the branch's files. */
  inbox: (board: Board) => ReactNode
}

/** What a drawing gives to the inbox. */
interface Board {
  branch: Branch
  plan: number
  mayPlan: boolean
  desa: { code: string; name: string; kecamatan: string }[]
  pin: (pins: Pin[]) => void
  pick: (taker: Picker | null) => void
}

type Pin = { at: number[]; label: string }
type Picker = (at: { lon: number; lat: number }) => void

/** What a drawing gives to the panel of scenarios. */
interface Scene {
  branch: Branch
  head: PlanHead
  heads: PlanHead[]
  bin: PlanHead[]
  mayPlan: boolean
  flush: () => Promise<void>
  refresh: () => Promise<unknown>
  begun: (id: number) => void
  drafts: ReactNode
  rest: ReactNode
}

/** What the page of a branch without a plan gives of its bin. */
interface Bin {
  branch: Branch
  bin: PlanHead[]
  refresh: () => Promise<unknown>
  open: (id: number) => void
}

/** Divides the branch: the map that is drawn on, and all about its plans beside it. */
export function TerritoryPage({ branch, mayPlan, login, scenario, thrown, inbox }: Props) {
  const { t } = useWords()
  useMapAhead(branch.code)
  const plans = useQuery({
    queryKey: ['territory-plans', branch.code],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans', { params: { path: { branch: branch.code } } }),
      ),
  })
  if (branch.totals.households === 0)
    return (
      <div className="page">
        <p className="notice">{t('emptyBranch')}</p>
        <Guide branch={branch} plans={0} mayPlan={mayPlan} />
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
    <Plans
      branch={branch}
      mayPlan={mayPlan}
      login={login}
      scenario={scenario}
      thrown={thrown}
      inbox={inbox}
      heads={plans.data.plans ?? []}
    />
  )
}

function Plans({ branch, mayPlan, login, scenario, thrown, inbox, heads }: Props & { heads: PlanHead[] }) {
  const { t } = useWords()
  const [chosen, choose] = useState(() => planIn(location.search))
  const running = heads.find((head) => head.state === 'queued' || head.state === 'running')
  const finished = heads.filter((head) => head.state === 'done')
  const done = finished.filter((head) => !head.binnedAt)
  const bin = finished.filter((head) => head.binnedAt)
  const id = chosen ?? (branch.plan || done[0]?.id) ?? 0
  const head = heads.find((one) => one.id === id)
  const work = useWork(branch, running, choose)
  const [settings, set] = useState(usualSettings)
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
  const begun = (made: number) => {
    choose(made)
    void work.refresh()
  }
  const solver = (
    <Solver
      branch={branch}
      id={id}
      plan={plan.data}
      running={running}
      mayPlan={mayPlan}
      work={work}
      settings={settings}
      set={set}
    />
  )
  if (id === 0)
    return (
      <div className="page">
        <Guide branch={branch} plans={0} mayPlan={mayPlan} />
        <h2>{t('startTitle')}</h2>
        <p>{t('noPlan')}</p>
        <div className="start">
          <section>
            <h3>{t('startSolver')}</h3>
            <p className="soft">{t('startSolverHelp')}</p>
            {solver}
          </section>
          {mayPlan && (
            <section>
              <h3>{t('startDraw')}</h3>
              <p className="soft">{t('startDrawHelp')}</p>
              <Drafts branch={branch.code} head={undefined} begun={begun} />
              {thrown({ branch, bin, refresh: work.refresh, open: choose })}
            </section>
          )}
        </div>
      </div>
    )
  return (
    <Drawn
      key={id}
      branch={branch}
      mayPlan={mayPlan}
      login={login}
      scenario={scenario}
      inbox={inbox}
      id={id}
      head={head}
      heads={done}
      bin={bin}
      plan={plan.data}
      planError={plan.error}
      choose={choose}
      begun={begun}
      work={work}
      solver={solver}
    />
  )
}

/** What has become of a plan. */
function standing(head: PlanHead, t: Say): string {
  if (head.publishedFrom) return t('inForce', { day: longDay(head.publishedFrom) })
  return t(head.replaced ? 'planReplaced' : 'draft')
}

interface DrawnProps extends Omit<Props, 'thrown'> {
  id: number
  head: PlanHead | undefined
  heads: PlanHead[]
  bin: PlanHead[]
  plan: TerritoryPlan | undefined
  planError: unknown
  choose: (id: number) => void
  begun: (id: number) => void
  work: Work
  solver: ReactNode
}

/** How long after the last stroke what the server counts is read again: not between strokes of one who goes on. */
const quiet = 4000

function Drawn({
  branch,
  mayPlan,
  login,
  scenario,
  inbox,
  id,
  head,
  heads,
  bin,
  plan,
  planError,
  choose,
  begun,
  work,
  solver,
}: DrawnProps) {
  const { t } = useWords()
  const client = useQueryClient()
  const { sheet, draft, state, error, retry } = useDraft(branch.code, id, login)
  const mayDraw = mayPlan && head !== undefined && head.publishedFrom === undefined && !head.binnedAt
  const rival = useRival(branch.code, id, mayDraw ? plan : undefined)
  const placeName = usePlaceName(branch.code, id)
  const [pins, pin] = useState<Pin[]>([])
  const [picker, setPicker] = useState<Picker | null>(null)
  const pick = useCallback((taker: Picker | null) => setPicker(() => taker), [])
  const revision = state?.pending === 0 ? state.revision : 0
  const begin = sheet?.revision ?? 0
  useEffect(() => {
    if (revision <= begin) return
    const timer = setTimeout(() => {
      for (const what of ['territory-plan', 'moves', 'uncovered', 'desa'])
        void client.invalidateQueries({ queryKey: [what, branch.code, id] })
    }, quiet)
    return () => clearTimeout(timer)
  }, [revision, begin, client, branch.code, id])
  if (!sheet || !draft || !state)
    return (
      <div className="page">
        <Trouble of={error ?? planError} retry={retry} />
        {!error && <p>{t('loading')}</p>}
      </div>
    )
  const select = (
    <section className="toolbar" aria-label={t('plan')}>
      <select
        aria-label={t('plan')}
        value={id}
        onChange={(event) => {
          work.heard()
          choose(Number(event.target.value))
        }}
      >
        {heads.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} #{one.id} · {standing(one, t)}
          </option>
        ))}
      </select>
    </section>
  )
  const panel =
    head &&
    scenario({
      branch,
      head,
      heads,
      bin,
      mayPlan,
      flush: () => draft.flush(),
      refresh: work.refresh,
      begun,
      drafts: <Drafts branch={branch.code} head={head} begun={begun} />,
      rest: (
        <>
          <Moves branch={branch.code} plan={id} />
          <History
            zone={branch.zone}
            strokes={draft.history()}
            desaName={(code) => (sheet.desa ?? []).find((one) => one.code === code)?.name ?? code}
          />
        </>
      ),
    })
  const issues = (
    <>
      {inbox({ branch, plan: id, mayPlan, desa: sheet.desa ?? [], pin, pick })}
      {plan && <Findings branch={branch.code} plan={plan} />}
      <Gaps branch={branch} plan={plan} mayPlan={mayPlan} />
      <details>
        <summary>{t('tableByDesa')}</summary>
        <DesaTable branch={branch.code} plan={id} />
      </details>
    </>
  )
  return (
    <Bench
      branch={branch}
      plan={plan}
      sheet={sheet}
      draft={draft}
      state={state}
      mayDraw={mayDraw}
      mayLock={mayPlan}
      rival={rival}
      news={work.news}
      scenario={select}
      pins={pins}
      picker={picker}
      panels={{
        solver: (
          <>
            {mayDraw && <Rival rival={rival} sheet={sheet} drawing={state.drawing} placeName={placeName} />}
            {solver}
          </>
        ),
        scenario: panel,
        issues,
      }}
    />
  )
}
