import { lazy, type ReactNode, Suspense, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import '../../shared/styles/scenario.css'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Refusal } from '../../shared/trouble'
import { Trouble } from '../../shared/ui/Trouble'
import { Bin } from './Bin'
import { BringIn, TakeOut } from './Exchange'
import { GoBack } from './GoBack'
import { wasInForce } from './model'
import { Publish } from './Publish'
import { Story } from './Story'

type PlanHead = Schemas['PlanHead']

/** What a drawing gives. */
interface Scene {
  branch: Schemas['BranchSummary']
  head: PlanHead
  /** All finished plans of the branch, this one too. */
  heads: PlanHead[]
  /** Drafts that were thrown away. */
  bin: PlanHead[]
  mayPlan: boolean
  flush: () => Promise<void>
  refresh: () => Promise<unknown>
  begun: (id: number) => void
  /** Ways to begin a draft, from this plan too. */
  drafts: ReactNode
  /** Who moves, and what was drawn. */
  rest: ReactNode
}

const Comparing = lazy(async () => ({ default: (await import('./Compare')).Compare }))

/** Scenarios: publish, compare, talk, copy, and files in and out. */
export function ScenarioPanel({
  branch,
  head,
  heads,
  bin,
  mayPlan,
  flush,
  refresh,
  begun,
  drafts,
  rest,
}: Scene) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const others = heads.filter((one) => one.id !== head.id)
  const publish = async (from: string, instead: number | undefined, why: string) => {
    setTrouble(null)
    try {
      await flush()
      await body(
        api.POST('/api/v1/branches/{branch}/territory-plans/{id}/publish', {
          params: { path: { branch: branch.code, id: head.id } },
          body: { from, instead, why },
        }),
      )
      await refresh()
    } catch (error) {
      setTrouble(error)
      if (error instanceof Refusal && error.status === 409) await refresh()
    }
  }
  return (
    <div className="gaps">
      {mayPlan && (
        <Publish key={head.id} head={head} today={branch.today} others={others} publish={publish} />
      )}
      <Trouble of={trouble} />
      {mayPlan && wasInForce(head, branch) && <GoBack branch={branch.code} head={head} begun={begun} />}
      {mayPlan && head.publishedFrom !== undefined && <p className="notice">{t('publishedNoDraw')}</p>}
      <CompareWith branch={branch.code} plan={head.id} others={others} flush={flush} />
      {mayPlan && drafts}
      {mayPlan && (
        <Bin
          key={`${head.id} ${head.name}`}
          branch={branch}
          head={head}
          bin={bin}
          flush={flush}
          refresh={refresh}
          open={begun}
          next={others[0]?.id ?? 0}
        />
      )}
      <Story branch={branch} head={head} mayPlan={mayPlan} flush={flush} refresh={refresh} />
      <TakeOut branch={branch.code} plan={head.id} flush={flush} />
      {mayPlan && <BringIn branch={branch.code} begun={begun} />}
      {rest}
    </div>
  )
}

interface CompareProps {
  branch: string
  plan: number
  others: PlanHead[]
  flush: () => Promise<void>
}

/** Chooses a plan to compare with, and opens both side by side. */
function CompareWith({ branch, plan, others, flush }: CompareProps) {
  const { t } = useWords()
  const [other, setOther] = useState(0)
  const [open, setOpen] = useState(false)
  const chosen = others.some((one) => one.id === other) ? other : (others[0]?.id ?? 0)
  if (others.length === 0) return <p className="soft">{t('compareNone')}</p>
  return (
    <div className="row">
      <label className="field">
        {t('compareWith')}
        <select value={chosen} onChange={(event) => setOther(Number(event.target.value))}>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} #{one.id} ·{' '}
              {one.publishedFrom ? t('inForce', { day: longDay(one.publishedFrom) }) : t('draft')}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="button" onClick={() => void flush().then(() => setOpen(true))}>
        {t('compareOpen')}
      </button>
      {open && (
        <Suspense fallback={<p>{t('loading')}</p>}>
          <Comparing branch={branch} plans={[chosen, plan]} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
