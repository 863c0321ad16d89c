import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Square } from '../../shared/ui/Square'
import { useHere } from '../outbox/here'
import './sheet.css'

/** Who stands at the door, in large letters, with a code that leads to the branch's word on it. */
export function CardPage() {
  const { t } = useWords()
  const { pack } = useHere()
  const identity = pack?.kader.identity
  if (!pack || !identity) return <p className="notice">{t('cardNone')}</p>
  return (
    <section>
      <article className="card identity" aria-label={t('cardTitle')}>
        <p className="soft">{t('cardTitle')}</p>
        {identity.photo ? (
          <img src={identity.photo} alt={t('cardPhoto', { name: identity.name })} width="144" height="192" />
        ) : (
          <p className="no-photo">{t('cardNoPhoto')}</p>
        )}
        <h1>{identity.name}</h1>
        <p>
          {t('cardCode')} <strong>{identity.code}</strong>
          <br />
          {pack.kader.branch}
          <br />
          {identity.letter && `${t('cardLetter', { number: identity.letter })} · `}
          {t('cardUntil', { day: longDay(identity.validUntil) })}
        </p>
        <Square address={new URL(identity.url, location.origin).href} label={t('cardQr')} />
        <p>{t('cardHelp')}</p>
      </article>
      <p className="notice">{t('cardMoney')}</p>
    </section>
  )
}
