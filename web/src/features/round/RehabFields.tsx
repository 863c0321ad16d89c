import { useEffect } from 'react'
import { rupiah, shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import type { Draft } from './draft'
import { OneOf } from './fields'
import type { Family } from './pack'
import { instalments } from './rehab'

/** The calculator of instalments, without a line, by the dated rule of the pack. */
export function RehabFields({
  draft,
  family,
  change,
}: {
  draft: Draft
  family: Family
  change: (draft: Draft) => void
}) {
  const { t } = useWords()
  const { pack, today } = useHere()
  const most = family.eligible_rehab?.steps ?? 0
  const steps = Math.min(most, Math.max(2, draft.steps || most))
  const plan = pack && most >= 2 ? instalments(pack, family, steps, today) : undefined
  const first = plan?.steps[0]
  const last = plan?.steps.at(-1)
  const choose = (n: number) => {
    const chosen = pack && instalments(pack, family, n, today)
    const rehab = chosen?.steps[0]
    if (rehab) change({ ...draft, steps: n, instalment: rehab.amount, first: rehab.due })
  }
  // What stands on the screen is what SIMPAN stores, touched or not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there is something to offer
  useEffect(() => {
    if (draft.steps === 0 && plan) choose(steps)
  }, [plan === undefined])
  if (!plan || !first || !last) return <p className="notice">{t('rehabNone')}</p>
  return (
    <>
      <label className="field">
        {t('rehabSteps')} <strong className="large">{t('rehabStep', { n: steps })}</strong>
        <input
          type="range"
          min={2}
          max={most}
          value={steps}
          onChange={(event) => choose(Number(event.target.value))}
        />
      </label>
      <p className="notice" role="status">
        <strong>
          {t('rehabEach', {
            sum: rupiah(first.amount),
            last: rupiah(last.amount),
            total: rupiah(plan.arrears + plan.current),
          })}
        </strong>
        <br />
        {t('rehabFirst', { day: shortDay(first.due), last: shortDay(last.due) })}
      </p>
      <p className="soft">{t('rehabSimulation')}</p>
      <OneOf
        legend={t('rehabEnrolled')}
        options={[
          { value: 'no', text: t('rehabNotYet') },
          { value: 'yes', text: t('rehabDone') },
        ]}
        value={draft.enrolled ? 'yes' : 'no'}
        choose={(one) => change({ ...draft, enrolled: one === 'yes' })}
      />
    </>
  )
}
