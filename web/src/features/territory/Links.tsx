import { distance } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { usePlaceName } from './desa'
import { linksOf, type TerritoryPlan } from './model'

/** Where territories hang together without touching: over water, or what else lies between two desa or two pieces of one. */
export function Links({ branch, plan }: { branch: string; plan: TerritoryPlan }) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan.id)
  const links = linksOf(plan)
  if (links.length === 0) return null
  return (
    <details>
      <summary>
        {t('linksTitle')} ({links.length})
      </summary>
      <p className="soft">{t('linksHelp')}</p>
      <ul>
        {links.map((link) => (
          <li key={`${link.territory} ${link.from} ${link.to}`}>
            {link.from === link.to
              ? t('linkWithin', { desa: placeName(link.from), far: distance(link.metres) })
              : t('linkBetween', {
                  from: placeName(link.from),
                  to: placeName(link.to),
                  far: distance(link.metres),
                })}
          </li>
        ))}
      </ul>
    </details>
  )
}
