import { encode } from 'uqr'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { drawn } from '../../shared/qr'
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
        <Code address={new URL(identity.url, location.origin).href} />
        <p>{t('cardHelp')}</p>
      </article>
      <p className="notice">{t('cardMoney')}</p>
    </section>
  )
}

/** An address as a code to be read by a camera: dark on light whatever the screen's colours. */
function Code({ address }: { address: string }) {
  const { t } = useWords()
  const { data, size } = encode(address, { ecc: 'M', border: 4 })
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className="code-square" role="img" aria-label={t('cardQr')}>
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={drawn(data)} />
    </svg>
  )
}
