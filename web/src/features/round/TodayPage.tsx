import { useState } from 'react'
import { Link } from 'wouter'
import { nowIn } from '../../api/clock'
import { clock, rupiah, shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { type DayView, type Visit, viewOf } from './day'
import { madeOn, paidOn } from './made'
import { NextCard, rideOf } from './NextCard'
import { OwnOrder } from './OwnOrder'
import { keepOwn, type Own, ownOf } from './own'
import { type Pack, packDay } from './pack'
import { type Anew, planRest } from './rest'
import { Sketch } from './Sketch'
import { placeOf } from './search'

/** The kader's day: the next family large, the others one line each. */
export function TodayPage() {
  const { t } = useWords()
  const { pack, today } = useHere()
  const [day, setDay] = useState(today)
  if (!pack) return <NoPack />
  return (
    <>
      <h1>{day === today ? `${t('todayTitle')} ${shortDay(day)}` : shortDay(day)}</h1>
      <Day key={day} pack={pack} day={day} />
      <DayChoice pack={pack} day={day} today={today} choose={setDay} />
    </>
  )
}

function NoPack() {
  const { t } = useWords()
  const { line, sync, expired } = useHere()
  return (
    <section className="card">
      <h1>{t('todayTitle')}</h1>
      {line === 'later' ? (
        <>
          <p>{t(expired ? 'packExpired' : 'packMissing')}</p>
          <button type="button" className="button main tall" onClick={() => void sync()}>
            {t('retry')}
          </button>
        </>
      ) : (
        <p role="status">{t('packComing')}</p>
      )}
    </section>
  )
}

function DayChoice({
  pack,
  day,
  today,
  choose,
}: {
  pack: Pack
  day: string
  today: string
  choose: (day: string) => void
}) {
  const { t } = useWords()
  const days = pack.days.map((one) => one.day).filter((one) => one >= today)
  return (
    <nav className="days" aria-label={t('day')}>
      {days.map((one) => (
        <button
          key={one}
          type="button"
          className="button"
          aria-pressed={one === day}
          onClick={() => choose(one)}
        >
          {one === today ? t('todayShort') : shortDay(one)}
        </button>
      ))}
    </nav>
  )
}

function Day({ pack, day }: { pack: Pack; day: string }) {
  const { t } = useWords()
  const { folded, today } = useHere()
  const [own, setOwn] = useState<Own>(() => ownOf(day))
  const planned = packDay(pack, day)
  const view = viewOf(pack, day, madeOn(pack, folded, day), own.order, own.added)
  const families = view.visits.filter((visit) => visit.family)
  const change = (next: Own) => {
    keepOwn(day, next, today)
    setOwn(next)
  }
  const centre =
    [...(view.next ? [view.next] : []), ...families].find((one) => placeOf(one.family)) ?? families[0]
  const meetings = view.visits.filter((visit) => visit.stop.engagement)
  if (families.length === 0)
    return (
      <>
        {(planned.state !== 'route' || meetings.length === 0) && (
          <p className="notice">{t(`day_${planned.state}`, { name: planned.reason ?? '' })}</p>
        )}
        <ol className="stops" aria-label={t('allStops')}>
          {meetings.map((visit) => (
            <StopLine key={visit.seq} visit={visit} mayRecord={day === today} />
          ))}
        </ol>
      </>
    )
  return (
    <>
      <p className="sum-line">
        <span>
          <strong>{view.finished}</strong> {t('visitsOf', { n: families.length })}
        </span>
        {day === today && (
          <span>
            {t('dayCollected')} <strong>{rupiah(paidOn(pack, folded, day))}</strong>
          </span>
        )}
      </p>
      {planned.state === 'handed' && (
        <p className="notice">{t('day_handed', { name: planned.reason ?? '' })}</p>
      )}
      {view.next ? <NextCard visit={view.next} pack={pack} mayRecord={day === today} /> : <AllDone />}
      <ol className="stops" aria-label={t('allStops')}>
        {view.visits
          .filter((visit) => visit !== view.next)
          .map((visit) => (
            <StopLine key={visit.seq} visit={visit} mayRecord={day === today} />
          ))}
      </ol>
      <Sketch view={view} borders={pack.borders} />
      {day === today && view.next && <Replan pack={pack} view={view} own={own} change={change} />}
      {day === today && <OwnOrder pack={pack} day={day} view={view} own={own} change={change} />}
      <Reserve view={view} take={(id) => change({ ...own, added: [...own.added, id] })} />
      <p>
        <Link href={`/dekat/${centre?.family?.id}`} className="button tall">
          + {t('addFamily')}
        </Link>
      </p>
      <p>
        <Link href={`/cetak/${day}`} className="button tall">
          {t('printSheet')}
        </Link>
      </p>
    </>
  )
}

function AllDone() {
  const { t } = useWords()
  return (
    <section className="card next">
      <h2>{t('allDone')}</h2>
      <Link href="/kirim" className="button main tall">
        {t('finishDay')}
      </Link>
    </section>
  )
}

function StopLine({ visit, mayRecord }: { visit: Visit; mayRecord: boolean }) {
  const { t } = useWords()
  const { family, done, stop } = visit
  if (stop.engagement)
    return (
      <li className="stop">
        <Link href="/lain">
          <span className="order">{visit.seq}</span>
          <span className="stop-name">{wordsOf(t, stop.engagement.for, 'engaged_')}</span>
          <span className="soft">
            {clock(stop.from)}–{clock(stop.until)} · {stop.engagement.place}
          </span>
        </Link>
      </li>
    )
  if (!family)
    return (
      <li className="stop">
        <span className="order">{visit.seq}</span>
        {stop.household ? (
          <span>{t('familyGone')}</span>
        ) : (
          <Link href="/lain" className="link">
            {t('reportDesa')}
          </Link>
        )}
      </li>
    )
  const lineOf = (one: Visit) => {
    if (one.stop.arrive > 0) return `${clock(one.stop.arrive)} · ${rideOf(one)}`
    if (one.stop.of) return t('stopOf', { name: one.stop.of })
    return stop.window ? `${clock(stop.window[0])}–${clock(stop.window[1])}` : t('added')
  }
  const told = done && wordsOf(t, done.type)
  return (
    <li className={done ? 'stop done' : 'stop'}>
      <Link href={mayRecord && !done ? `/hasil/${family.id}` : `/keluarga/${family.id}`}>
        <span className="order">{done ? '✓' : visit.seq}</span>
        <span className="stop-name">{family.head}</span>
        <span className="soft">{told ?? lineOf(visit)}</span>
      </Link>
    </li>
  )
}

/** The rest of the day planned anew, and the way back to the plan. */
function Replan({
  pack,
  view,
  own,
  change,
}: {
  pack: Pack
  view: DayView
  own: Own
  change: (own: Own) => void
}) {
  const { t } = useWords()
  const { device } = useHere()
  const [anew, setAnew] = useState<Anew | null>(null)
  const plan = () => {
    const { hour, minute } = nowIn(device.zone)
    const made = planRest(pack, view, 60 * hour + minute)
    setAnew(made)
    change({ order: made.order, added: [...new Set([...own.added, ...made.added])] })
  }
  return (
    <section>
      <button type="button" className="button tall" onClick={plan}>
        ↻ {t('replan')}
      </button>
      <div role="status">
        {anew && (
          <p className="notice">
            {t('replanned', { n: anew.order.length })}
            {anew.left > 0 && ` ${t('replanLeft', { n: anew.left })}`}
          </p>
        )}
      </div>
      {own.order.length > 0 && (
        <button
          type="button"
          className="button tall"
          onClick={() => {
            setAnew(null)
            change({ order: [], added: [] })
          }}
        >
          {t('replanBack')}
        </button>
      )}
    </section>
  )
}

/** Families near the route for when somebody is not home. */
function Reserve({ view, take }: { view: DayView; take: (id: number) => void }) {
  const { t } = useWords()
  if (view.reserve.length === 0) return null
  return (
    <section>
      <h2>{t('reserve')}</h2>
      <p className="soft">{t('reserveHelp')}</p>
      <ul className="stops">
        {view.reserve.map((visit) => (
          <li key={visit.family?.id} className="stop">
            <span className="stop-name">{visit.family?.head}</span>
            <button type="button" className="button" onClick={() => take(visit.family?.id ?? 0)}>
              + {t('takeReserve')}
              <span className="hidden-text"> {visit.family?.head}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
