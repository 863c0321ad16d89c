import { nowIn } from '../../api/clock'
import { clock, distance, number, rupiah, shortDay } from '../../shared/format'
import { hasWords, type Say, useWords } from '../../shared/i18n'
import { international, partOf, type RouteCard } from './model'

/** One family to visit: where, when, why, and the ways to reach it. */
export function Card({ card, next, zone }: { card: RouteCard; next: boolean; zone: string }) {
  const { t } = useWords()
  const { stop } = card
  return (
    <li className={next ? 'card next' : 'card'}>
      <h2>
        {stop && <span className="order">{stop.seq}</span>}
        <span>{card.headName}</span>
      </h2>
      <p>
        {card.address}, RT {card.rt}/RW {card.rw}, {card.desaName}
      </p>
      <Place card={card} />
      {stop && (
        <p className="when">
          <strong>{t('arrive', { time: clock(stop.begin) })}</strong>
          {' · '}
          {t('window', { from: clock(stop.windowOpen), to: clock(stop.windowClose) })}
          {' · '}
          {distance(stop.ride)}
          {!card.at && ` (${t('roughly')})`}
        </p>
      )}
      <p className="sum">
        {t('arrears')} <strong>{rupiah(card.arrears)}</strong>
      </p>
      <p className="soft">
        {t('months', { n: card.months })} · {t('people', { n: card.members })} ·{' '}
        {t('asOf', { day: shortDay(card.asOf) })}
      </p>
      {card.promise && (
        <p className="notice">
          {t('promise', { value: rupiah(card.promise.amount), day: shortDay(card.promise.due) })}
        </p>
      )}
      <Why codes={stop?.reasons ?? []} t={t} />
      <Past card={card} t={t} />
      <Reach card={card} zone={zone} t={t} />
    </li>
  )
}

function Place({ card }: { card: RouteCard }) {
  const { t } = useWords()
  if (!card.at)
    return (
      <p className="unsure">
        ◌ {t('unknownPlace')} {t('fixPlace')}
      </p>
    )
  if (card.accuracy === 'A') return null
  return <p className="unsure">◌ {t('unsure', { n: number(card.radius) })}</p>
}

function Why({ codes, t }: { codes: string[]; t: Say }) {
  const words = codes.filter(hasWords)
  if (words.length === 0) return null
  return (
    <p>
      <span className="soft">{t('why')}: </span>★ {words.map((code) => t(code)).join(' · ')}
    </p>
  )
}

function Past({ card, t }: { card: RouteCard; t: Say }) {
  const visits = card.lastVisits ?? []
  if (visits.length === 0) return null
  const text = visits.map((v) => `${shortDay(v.day)} ${hasWords(v.outcome) ? t(v.outcome) : v.outcome}`)
  return (
    <p className="soft">
      {t('lastVisits')}: {text.join('; ')}
    </p>
  )
}

/** Links open another program on a tap and say nothing about debt. */
function Reach({ card, zone, t }: { card: RouteCard; zone: string; t: Say }) {
  const phone = international(card.phone)
  const greeting = t('waText', { part: t(partOf(nowIn(zone).hour)) })
  return (
    <p className="reach">
      {phone ? (
        <>
          <a className="button" href={`tel:+${phone}`}>
            ☎ {t('phone')}
          </a>
          <a
            className="button"
            href={`https://wa.me/${phone}?text=${encodeURIComponent(greeting)}`}
            rel="noreferrer"
            target="_blank"
          >
            {t('whatsapp')}
          </a>
        </>
      ) : (
        <span className="soft">{t('noPhone')}</span>
      )}
      {card.at && (
        <a className="button" href={`geo:${card.at.lat},${card.at.lon}?q=${card.at.lat},${card.at.lon}`}>
          ➤ {t('navigate')}
        </a>
      )}
    </p>
  )
}
