import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { monthName, number, rupiah } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { MonthField } from '../../shared/ui/MonthField'
import { Trouble } from '../../shared/ui/Trouble'
import type { Part } from './KaderDetail'

/** A kader's month against its targets. */
export function MonthTab({ branch, one }: Part) {
  const { t } = useWords()
  const [month, setMonth] = useState(branch.today.slice(0, 7))
  const evaluation = useQuery({
    queryKey: ['evaluation', branch.code, month],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/evaluation', {
          params: { path: { branch: branch.code }, query: { period: month } },
        }),
      ),
  })
  const own = evaluation.data?.kader?.find((row) => row.kader === one.kader)
  const worth = (measure: string, value: number) => (measure === 'rupiah' ? rupiah(value) : number(value))
  return (
    <section aria-label={t('partMonth')}>
      <MonthField label={t('month')} value={month} onChange={setMonth} />
      <Trouble of={evaluation.error} retry={() => void evaluation.refetch()} />
      {evaluation.isPending && <p>{t('loading')}</p>}
      {evaluation.isSuccess && !own && (
        <p className="notice">{t('monthNothing', { month: monthName(month) })}</p>
      )}
      {own && (
        <>
          <dl className="counts">
            {(['visits', 'contacts', 'promised', 'kept'] as const).map((key) => (
              <div key={key}>
                <dt>{t(`record_${key}`)}</dt>
                <dd>{number(own.record[key])}</dd>
              </div>
            ))}
            <div>
              <dt>{t('record_rupiah')}</dt>
              <dd>{rupiah(own.record.rupiah)}</dd>
            </div>
          </dl>
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th>{t('goalOf')}</th>
                  <th className="number">{t('goalDone')}</th>
                  <th className="number">{t('goalAsked')}</th>
                </tr>
              </thead>
              <tbody>
                {(own.goals ?? []).map((goal) => (
                  <tr key={`${goal.measure} ${goal.per}`}>
                    <td>
                      {wordsOf(t, goal.measure, 'goal_')} · {wordsOf(t, goal.per, 'per_')}
                      {goal.soFar && ` · ${t('goalSoFar')}`}
                    </td>
                    <td className="number">{worth(goal.measure, goal.num)}</td>
                    <td className="number">{worth(goal.measure, goal.den)}</td>
                  </tr>
                ))}
                {(own.goals ?? []).length === 0 && (
                  <tr>
                    <td colSpan={3}>{t('goalsNone')}</td>
                  </tr>
                )}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  )
}
