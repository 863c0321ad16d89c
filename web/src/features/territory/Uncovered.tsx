import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, body } from '../../api/client'
import { number, roundRupiah } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Brings } from './Brings'
import { type Measure, sortedBy, type TerritoryPlan } from './model'

const most = 200

const columns: [Measure, Key][] = [
  ['expected', 'expected'],
  ['eligible', 'eligible'],
  ['arrears', 'arrears'],
  ['households', 'household'],
]

/** What no kader serves, desa by desa. */
export function Uncovered({ branch, plan }: { branch: string; plan: TerritoryPlan }) {
  const { t } = useWords()
  const [by, setBy] = useState<Measure>('expected')
  const uncovered = useQuery({
    queryKey: ['uncovered', branch, plan.id],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}/uncovered', {
          params: { path: { branch, id: plan.id } },
        }),
      ),
  })
  const rows = useMemo(() => sortedBy(uncovered.data?.desa ?? [], by), [uncovered.data, by])
  return (
    <details>
      <summary>
        {t('uncoveredTitle')} ({number(plan.unserved.eligible)} {t('eligible')})
      </summary>
      {uncovered.isPending && <p>{t('loading')}</p>}
      <Trouble of={uncovered.error} retry={() => void uncovered.refetch()} />
      {uncovered.isSuccess && rows.length === 0 && <p className="soft">{t('uncoveredNone')}</p>}
      {rows.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('uncoveredTitle')}>
          <table>
            <thead>
              <tr>
                <th>{t('desa')}</th>
                <th>{t('kecamatan')}</th>
                {columns.map(([measure, words]) => (
                  <th key={measure} className="number" aria-sort={measure === by ? 'descending' : undefined}>
                    <button
                      type="button"
                      className="sort"
                      aria-label={t('sortBy', { what: t(words) })}
                      onClick={() => setBy(measure)}
                    >
                      {t(words)} {measure === by && '▼'}
                    </button>
                  </th>
                ))}
                <th className="number">{t('blocks')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map((d) => (
                <tr key={d.desa}>
                  <td>{d.name || d.desa}</td>
                  <td>{d.kecamatan}</td>
                  <td className="number">
                    <Brings of={d} />
                  </td>
                  <td className="number">{number(d.eligible)}</td>
                  <td className="number">{roundRupiah(d.arrears)}</td>
                  <td className="number">{number(d.households)}</td>
                  <td className="number">{number(d.blocks)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > most && <p className="soft">{`${most} / ${number(rows.length)}`}</p>}
    </details>
  )
}
