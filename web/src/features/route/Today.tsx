import { useCallback, useEffect, useState } from 'react'
import { api, body } from '../../api/client'
import { clock, distance, shortDay } from '../../shared/format'
import { hasWords, switchLanguage, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Card } from './Card'
import { type Change, seen } from './changed'
import { desaName, type KaderDay, type Stop, stopsOf } from './model'
import { Sketch } from './Sketch'

type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; why: unknown }
  | { state: 'ready'; day: KaderDay; change: Change | null }

function useDay() {
  const [wanted, setWanted] = useState('')
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' })
  const load = useCallback(async () => {
    setLoaded({ state: 'loading' })
    try {
      const query = wanted ? { day: wanted } : {}
      const day = await body(api.GET('/api/v1/today', { params: { query } }))
      setLoaded({ state: 'ready', day, change: seen(day) })
    } catch (error) {
      setLoaded({ state: 'failed', why: error })
    }
  }, [wanted])
  useEffect(() => {
    void load()
  }, [load])
  return { loaded, load, setWanted }
}

/** A kader's day. */
export function Today({ logOut }: { logOut: () => void }) {
  const { t } = useWords()
  const { loaded, load, setWanted } = useDay()
  const [covered, setCovered] = useState(false)
  if (covered) return <Shade open={() => setCovered(false)} />
  return (
    <main className="kader">
      <header>
        <h1>{loaded.state === 'ready' ? titleOf(loaded.day, t('todayTitle')) : t('todayTitle')}</h1>
        <p className="tools">
          <button type="button" className="button" onClick={() => setCovered(true)}>
            {t('shade')}
          </button>
          <button type="button" className="button" onClick={switchLanguage}>
            {t('otherLanguage')}
          </button>
          <button type="button" className="button" onClick={logOut}>
            {t('logOut')}
          </button>
        </p>
      </header>
      {loaded.state === 'loading' && <p>{t('loading')}</p>}
      {loaded.state === 'failed' && <Trouble of={loaded.why} retry={load} />}
      {loaded.state === 'ready' && <Day day={loaded.day} change={loaded.change} choose={setWanted} />}
    </main>
  )
}

function titleOf(day: KaderDay, today: string): string {
  return day.day === day.today ? `${today} ${shortDay(day.day)}` : shortDay(day.day)
}

interface DayProps {
  day: KaderDay
  change: Change | null
  choose: (day: string) => void
}

function Day({ day, change, choose }: DayProps) {
  const { t } = useWords()
  const cards = day.cards ?? []
  const reserve = day.reserve ?? []
  const route = day.route as KaderDay['route'] | null
  return (
    <>
      <p>
        <strong>{day.name}</strong> · {day.branch.name}{' '}
        {day.sample && <span className="badge">{t('sampleData')}</span>}
      </p>
      <DayChoice day={day} choose={choose} />
      {change && (
        <p className="notice warn" role="status">
          {t('routeChanged', { gone: change.gone, come: change.come })}
        </p>
      )}
      {route === null ? (
        <p className="notice">{day.day === day.today ? t('noRoute') : t('noRouteOther')}</p>
      ) : (
        <>
          <p>
            {t('visitsPlanned', { n: cards.length })} · {t('target', { n: day.target.visitsPerDay })}
            <br />
            <span className="soft">
              {t('leaveAt', { time: clock(route.leave) })}, {t('backAt', { time: clock(route.return) })} ·{' '}
              {distance(route.ride)} ({t('estimate')})
            </span>
          </p>
          {route.few && (
            <p className="notice warn">{t('few', { why: hasWords(route.few) ? t(route.few) : route.few })}</p>
          )}
          <ol className="cards">
            {stopsOf(day).map(({ stop, card }, i) =>
              card ? (
                <Card key={stop.seq} card={card} next={i === 0} zone={day.branch.zone} />
              ) : (
                <DesaStop key={stop.seq} day={day} stop={stop} />
              ),
            )}
          </ol>
          <Sketch day={day} />
          {reserve.length > 0 && (
            <section>
              <h2>{t('reserve')}</h2>
              <p className="soft">{t('reserveHelp')}</p>
              <ul className="cards">
                {reserve.map((card) => (
                  <Card key={card.household} card={card} next={false} zone={day.branch.zone} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  )
}

/** A courtesy call at the village office before the first visit in a desa. */
function DesaStop({ day, stop }: { day: KaderDay; stop: Stop }) {
  const { t } = useWords()
  return (
    <li className="card">
      <h2>
        <span className="order">{stop.seq}</span>
        <span>{t('desaReport', { name: desaName(day, stop.desa) })}</span>
      </h2>
      <p className="when">
        <strong>{t('arrive', { time: clock(stop.begin) })}</strong>
        {' · '}
        {distance(stop.ride)}
      </p>
    </li>
  )
}

function DayChoice({ day, choose }: { day: KaderDay; choose: (day: string) => void }) {
  const { t } = useWords()
  const days = day.days ?? []
  const at = days.indexOf(day.day)
  const before = at > 0 ? days[at - 1] : undefined
  const after = at >= 0 ? days[at + 1] : days.find((d) => d > day.day)
  return (
    <nav className="days" aria-label={t('day')}>
      <button type="button" className="button" disabled={!before} onClick={() => before && choose(before)}>
        ‹ {t('previousDay')}
      </button>
      <button type="button" className="button" disabled={!after} onClick={() => after && choose(after)}>
        {t('nextDay')} ›
      </button>
    </nav>
  )
}

/** Hides the screen when the phone is handed over at a door. */
function Shade({ open }: { open: () => void }) {
  const { t } = useWords()
  return (
    <main className="kader shade">
      <h1>{t('shadeText')}</h1>
      <button type="button" className="button main" onClick={open}>
        {t('shadeOpen')}
      </button>
    </main>
  )
}
