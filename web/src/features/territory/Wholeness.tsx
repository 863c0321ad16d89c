import { roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { usePlaceName } from './desa'
import { apartWords, type TerritoryPlan, wholenessOf } from './model'

/** What keeping desa whole costs at most, by kecamatan, and which desa would bring more if it alone were divided. */
export function Wholeness({ branch, plan }: { branch: string; plan: TerritoryPlan }) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan.id)
  const rows = wholenessOf(plan)
  if (rows.length === 0) return null
  const most = rows.reduce((sum, row) => sum + row.most, 0)
  return (
    <details>
      <summary>
        {t('wholenessTitle')} ({t('wholenessSum', { value: roundRupiah(most) })})
      </summary>
      <p className="soft">{t('wholenessHelp')}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('wholenessTitle')}>
        <table>
          <thead>
            <tr>
              <th>{t('kecamatan')}</th>
              <th className="number">{t('wholenessMost')}</th>
              <th>{t('wholenessDesa')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.kecamatan}>
                <td>{placeName(row.kecamatan)}</td>
                <td className="number">{roundRupiah(row.most)}</td>
                <td>
                  {row.desa
                    ? t('wholenessGain', {
                        desa: placeName(row.desa),
                        value: apartWords(row.gainCash ?? 0, row.gainLater ?? 0, t),
                      })
                    : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
