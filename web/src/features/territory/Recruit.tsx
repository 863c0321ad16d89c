import { number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Brings } from './Brings'
import { usePlaceName } from './desa'
import type { TerritoryPlan } from './model'

/** Where the next kader would bring most, every kecamatan that could use one. */
export function Recruit({ branch, plan }: { branch: string; plan: TerritoryPlan }) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan.id)
  const places = plan.recruit ?? []
  return (
    <details>
      <summary>
        {t('recruit')} ({places.length})
      </summary>
      {places.length === 0 ? (
        <p className="soft">{t('recruitNone')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('recruit')}>
          <table>
            <thead>
              <tr>
                <th className="number">{t('rank')}</th>
                <th>{t('kecamatan')}</th>
                <th className="number">{t('expected')}</th>
                <th className="number">{t('nextKader')}</th>
                <th className="number">{t('uncoveredKk')}</th>
                <th className="number">{t('arrears')}</th>
              </tr>
            </thead>
            <tbody>
              {places.map((place, i) => (
                <tr key={place.kecamatan}>
                  <td className="number">{i + 1}</td>
                  <td>{placeName(place.kecamatan)}</td>
                  <td className="number">
                    <Brings of={place} />
                  </td>
                  <td className="number">{number(place.eligible)}</td>
                  <td className="number">{number(place.uncovered.eligible)}</td>
                  <td className="number">{roundRupiah(place.uncovered.arrears)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
