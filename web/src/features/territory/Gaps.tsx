import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Capacity } from './Capacity'
import { Links } from './Links'
import { Merangkap } from './Merangkap'
import type { TerritoryPlan } from './model'
import { Recruit } from './Recruit'
import { Uncovered } from './Uncovered'
import { Wholeness } from './Wholeness'

interface Props {
  branch: Schemas['BranchSummary']
  plan: TerritoryPlan | undefined
  mayPlan: boolean
}

/** What a plan leaves without kader, and who could serve it. */
export function Gaps({ branch, plan, mayPlan }: Props) {
  const { t } = useWords()
  if (!plan) return null
  return (
    <section className="gaps">
      <h2>{t('gapsTitle')}</h2>
      <Merangkap key={plan.id} branch={branch.code} plan={plan} mayPlan={mayPlan} />
      <Capacity branch={branch.code} plan={plan} />
      <Uncovered branch={branch.code} plan={plan} />
      <Recruit branch={branch.code} plan={plan} />
      <Links branch={branch.code} plan={plan} />
      <Wholeness branch={branch.code} plan={plan} />
    </section>
  )
}
