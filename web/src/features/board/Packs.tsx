import { useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { when } from '../../api/clock'
import { number } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { periodName } from './period'

interface Props {
  branch: { code: string; zone: string; version: number }
}

/** Evaluations that were written by themselves when their period had ended, as they were then. */
export function Packs({ branch }: Props) {
  const { t } = useWords()
  const book = useQuery({
    queryKey: ['packs', branch.code, branch.version],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/evaluation/packs', { params: { path: { branch: branch.code } } }),
      ),
    staleTime: 60_000,
  })
  const file = (period: string, format: string) =>
    `/api/v1/branches/${branch.code}/evaluation/packs/${period}?format=${format}`
  return (
    <section className="panel" aria-label={t('packsTitle')}>
      <h2>{t('packsTitle')}</h2>
      <Trouble of={book.error} retry={() => void book.refetch()} />
      {book.data && (
        <>
          <p className="soft">
            {book.data.every.length === 0
              ? t('packsNever')
              : t('packsEvery', {
                  units: book.data.every.map((unit) => wordsOf(t, unit, 'every_')).join(', '),
                  days: number(book.data.waitDays),
                })}
          </p>
          {book.data.packs.length === 0 && <p>{t('packsNone')}</p>}
          <ul className="actions">
            {book.data.packs.map((pack) => (
              <li key={pack.period}>
                <strong>{periodName(t, pack)}</strong>{' '}
                <a className="link" href={file(pack.period, 'xlsx')} download>
                  XLSX
                </a>{' '}
                <a className="link" href={file(pack.period, 'pdf')} download>
                  PDF
                </a>{' '}
                <small className="soft">{t('packMade', { at: when(branch.zone, pack.made) })}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
