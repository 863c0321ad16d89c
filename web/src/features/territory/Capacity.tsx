import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Brings } from './Brings'
import { usePlaceName } from './desa'
import type { TerritoryPlan } from './model'

/** How many territories each kecamatan could hold, against its kader. */
export function Capacity({ branch, plan }: { branch: string; plan: TerritoryPlan }) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan.id)
  const rows = [...(plan.capacity ?? [])].sort((a, b) => b.holds - b.kader - (a.holds - a.kader))
  const sum = (of: 'holds' | 'kader') => rows.reduce((total, row) => total + row[of], 0)
  return (
    <details>
      <summary>
        {t('capacityTitle')} ({t('capacitySum', { holds: number(sum('holds')), kader: number(sum('kader')) })}
        )
      </summary>
      {rows.length === 0 ? (
        <p className="soft">{t('capacityNone')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('capacityTitle')}>
          <table>
            <thead>
              <tr>
                <th>{t('kecamatan')}</th>
                <th className="number">{t('eligible')}</th>
                <th className="number">{t('capacityHolds')}</th>
                <th className="number">{t('kaderCount')}</th>
                <th className="number">{t('kaderShort')}</th>
                <th className="number">{t('expected')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.kecamatan}>
                  <td>{placeName(row.kecamatan)}</td>
                  <td className="number">{number(row.eligible)}</td>
                  <td className="number">{number(row.holds)}</td>
                  <td className="number">{number(row.kader)}</td>
                  <td className="number">{number(Math.max(0, row.holds - row.kader))}</td>
                  <td className="number">
                    <Brings of={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
