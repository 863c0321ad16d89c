import { useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { monthName, number, shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { sayRupiah } from './model'
import { Trend } from './Share'

interface Props {
  branch: { code: string; version: number }
}

/** What the branch's families owed, month by month for two years: bars, and the same as a table. */
export function Owed({ branch }: Props) {
  const { t } = useWords()
  const trend = useQuery({
    queryKey: ['arrears-trend', branch.code, branch.version],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/arrears-trend', { params: { path: { branch: branch.code } } })),
    staleTime: 60_000,
  })
  const months = trend.data ?? []
  const [first, last] = [months[0], months.at(-1)]
  const said = (one: { month: string; arrears: number }) =>
    `${monthName(one.month.slice(0, 7))} ${sayRupiah(one.arrears)}`
  return (
    <section className="panel" aria-label={t('owedTitle')}>
      <h2>{t('owedTitle')}</h2>
      <Trouble of={trend.error} retry={() => void trend.refetch()} />
      {trend.isSuccess && months.length < 2 && <p className="soft">{t('owedNone')}</p>}
      {first && last && months.length > 1 && (
        <>
          <Trend
            values={months.map((one) => one.arrears)}
            label={t('owedLabel', { first: said(first), last: said(last) })}
          />
          <p className="soft">
            {said(first)} → {said(last)} · {t('owedAsOf', { day: shortDay(last.asOf) })}
          </p>
          <details>
            <summary>{t('owedTable')}</summary>
            <div className="scroll tall" tabIndex={0} role="region" aria-label={t('owedTable')}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t('owedMonth')}</th>
                    <th scope="col" className="number">
                      {t('household')}
                    </th>
                    <th scope="col" className="number">
                      {t('arrears')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {months.toReversed().map((one) => (
                    <tr key={one.month}>
                      <td>{monthName(one.month.slice(0, 7))}</td>
                      <td className="number">{number(one.households)}</td>
                      <td className="number">{sayRupiah(one.arrears)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </section>
  )
}
