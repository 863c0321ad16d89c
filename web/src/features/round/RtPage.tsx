import { Link } from 'wouter'
import { useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { familiesById } from './pack'

/** What the head of an RT or RW may see of a visit: who comes, whom to, and where. */
export function RtPage({ id }: { id: number }) {
  const { t } = useWords()
  const { pack } = useHere()
  const family = pack ? familiesById(pack).get(id) : undefined
  return (
    <main className="kader rt">
      {pack && family ? (
        <>
          <p>{t('rtText', { name: pack.kader.name })}</p>
          <h1>{family.head}</h1>
          <p>
            {family.address}, RT {family.rt}/RW {family.rw}, {family.desa}
          </p>
        </>
      ) : (
        <p role="status">{t(pack ? 'familyGone' : 'loading')}</p>
      )}
      <Link href={`/keluarga/${id}`} replace className="button tall">
        ‹ {t('back')}
      </Link>
    </main>
  )
}
