import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { waiting } from '../plan/model'
import { Progress } from '../plan/Progress'
import { Judgement, PlanWeights } from './Judgement'
import type { TerritoryPlan } from './model'
import { PlanForm } from './PlanForm'
import type { Settings } from './settings'
import type { Work } from './useWork'
import { WhatIf } from './WhatIf'

interface Props {
  branch: Schemas['BranchSummary']
  id: number
  plan: TerritoryPlan | undefined
  running: Schemas['PlanHead'] | undefined
  mayPlan: boolean
  work: Work
  settings: Settings
  set: (settings: Settings) => void
}

/** Has the branch divided by itself, tells how good a plan is, and answers what-ifs. */
export function Solver({ branch, id, plan, running, mayPlan, work, settings, set }: Props) {
  const { t } = useWords()
  const path = { branch: branch.code }
  const why = work.state ? waiting(work.state) : null
  return (
    <div className="solver gaps">
      {running && (
        <Progress
          label={why ? t(...why) : t('planRunning')}
          value={why ? null : (work.state?.progress ?? 0)}
          note={work.state?.note}
          cancel={() =>
            work.attempt(
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
          settings={settings}
          set={set}
          start={(request) =>
            void work.attempt(
              body(
                api.POST('/api/v1/branches/{branch}/territory-plans', { params: { path }, body: request }),
              ).then((made) => work.started(made.id)),
            )
          }
        />
      )}
      <Trouble of={work.trouble} />
      {plan && (
        <>
          <Judgement plan={plan} />
          <PlanWeights plan={plan} />
        </>
      )}
      {mayPlan && id > 0 && <WhatIf branch={branch} />}
    </div>
  )
}
