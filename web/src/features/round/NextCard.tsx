import { useState } from 'react'
import { Link } from 'wouter'
import { clock, distance, number, rupiah, shortDay } from '../../shared/format'
import { hasWords, useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import type { Visit } from './day'
import { Hindered } from './Hindered'
import type { Family, Pack } from './pack'
import { Reach } from './Reach'

/** The family to visit now: who, where, until when, why, and one green button. */
export function NextCard({ visit, pack, mayRecord }: { visit: Visit; pack: Pack; mayRecord: boolean }) {
  const { t } = useWords()
  const { device } = useHere()
  const { stop, family } = visit
  if (!family) return null
  return (
    <article className="card next" aria-labelledby="next-family">
      <p className="next-mark">
        <span className="order">{visit.seq}</span> {t('nextUp')}
      </p>
      <h2 id="next-family">{family.head}</h2>
      <p>
        {family.address}, RT {family.rt}/RW {family.rw}
        {family.landmark && <em> “{family.landmark}”</em>}
      </p>
      <Unsure family={family} />
      {stop.until > 0 && (
        <p className="when">
          <strong>
            {clock(stop.window?.[0] ?? stop.from)}–{clock(stop.window?.[1] ?? stop.until)}
          </strong>
          {stop.arrive > 0 && ` · ${t('arriveAt', { time: clock(stop.arrive) })} · ${rideOf(visit)}`}
        </p>
      )}
      {stop.of && <p>{t('stopOf', { name: stop.of })}</p>}
      <Why codes={stop.reasons} />
      {mayRecord && (
        <div className="dock">
          <Link href={`/hasil/${family.id}`} className="button main tall">
            {t('record')}
          </Link>
        </div>
      )}
      <Reach family={family} pack={pack} zone={device.zone} label={`No ${visit.seq}`} />
      <Owed family={family} />
      <Link href={`/keluarga/${family.id}`} className="button">
        {t('aboutFamily')}
      </Link>
    </article>
  )
}

/** How far the visit is from the one before. A ride within a cell is a guess, and said to be; one word on a line. */
export function rideOf(visit: Visit): string {
  const { metres, rough } = visit.stop.ride
  return `${rough ? '± ' : ''}${distance(metres)}`.replaceAll(' ', '\u00a0')
}

export function Unsure({ family }: { family: Family }) {
  const { t } = useWords()
  if (family.lat === undefined) return <p className="unsure">◌ {t('unknownPlace')}</p>
  if (family.place_class === 'A') return null
  return <p className="unsure">◌ {t('unsure', { n: number(family.radius ?? 0) })}</p>
}

export function Why({ codes }: { codes: string[] }) {
  const { t } = useWords()
  const words = codes.filter(hasWords)
  if (words.length === 0) return null
  return (
    <p>
      <span className="soft">{t('why')}:</span> ★ {words.map((code) => t(code)).join(' · ')}
    </p>
  )
}

/** What is owed stays shut until it is asked for: neighbours look on at a door. */
export function Owed({ family }: { family: Family }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  if (!open)
    return (
      <button type="button" className="button" aria-expanded={false} onClick={() => setOpen(true)}>
        {t('showOwed')}
      </button>
    )
  return (
    <p>
      {t('arrears')} <strong>{rupiah(family.arrears)}</strong> · {t('months', { n: family.months })} ·{' '}
      {t('people', { n: family.members })}
      <br />
      <span className="soft">{t('asOf', { day: shortDay(family.as_of) })}</span>
      {family.promise && (
        <>
          <br />
          {t('promise', { value: rupiah(family.promise.amount), day: shortDay(family.promise.day) })}
          {family.promise.hindered && (
            <>
              {' '}
              <Hindered at={family.promise.hindered} />
            </>
          )}
        </>
      )}
    </p>
  )
}
