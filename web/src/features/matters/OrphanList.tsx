import { Link } from 'wouter'
import type { Schemas } from '../../api/client'
import { longDay, number, rupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'

/** Promises of families that nobody serves, each with the way to the map where its desa gets a kader. */
export function OrphanList({ queues }: { queues: Schemas['OfficeQueues'] }) {
  const { t } = useWords()
  const all = queues.orphans ?? []
  if (all.length === 0) return <p className="notice">{t('orphansNone')}</p>
  return (
    <section aria-label={t('orphans')}>
      <p className="soft">{t('orphansHelp')}</p>
      {all.length < queues.orphansInAll && (
        <p className="soft">{t('orphansFirst', { n: number(all.length) })}</p>
      )}
      <ul className="cards">
        {all.map((one) => (
          <li key={one.household} className="card">
            <p>
              <strong>{t('orphanSum', { sum: rupiah(one.amount), day: longDay(one.due) })}</strong>
            </p>
            <p>{[one.head, one.kk, one.desaName].filter(Boolean).join(' · ')}</p>
            <p className="soft">{t('orphanMadeTo', { kader: one.madeToName ?? '–' })}</p>
            <p>
              <Link href={`/?desa=${one.desa}`} className="button main">
                {t('orphanMap', { desa: one.desaName || one.desa })}
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
