import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Capacity } from './Capacity'
import { Merangkap } from './Merangkap'
import type { TerritoryPlan } from './model'
import { Recruit } from './Recruit'
import { Uncovered } from './Uncovered'
import { WhatIf } from './WhatIf'

interface Props {
  branch: Schemas['BranchSummary']
  plan: TerritoryPlan | undefined
  mayPlan: boolean
}

/** What a plan leaves without kader, who could serve it, and questions about kader. */
export function Gaps({ branch, plan, mayPlan }: Props) {
  const { t } = useWords()
  if (!plan && !mayPlan) return null
  return (
    <section className="gaps">
      <h2>{t('gapsTitle')}</h2>
      {plan && (
        <>
          <Merangkap key={plan.id} branch={branch.code} plan={plan} mayPlan={mayPlan} />
          <Capacity branch={branch.code} plan={plan} />
          <Uncovered branch={branch.code} plan={plan} />
          <Recruit branch={branch.code} plan={plan} />
        </>
      )}
      {mayPlan && <WhatIf branch={branch} />}
    </section>
  )
}
