import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { clock, number, rupiah, shortDay } from '../../shared/format'
import { hasWords, useWords, wordsOf } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { type DayRow, dayRows, doneOf, later } from './day'

type Branch = Schemas['BranchSummary']

/** How often a day that is under way is looked at again, in milliseconds. */
const lookEvery = 30_000

/** A kader's day as it was planned, and what came of it. */
export function DayOf({ branch, kader }: { branch: Branch; kader: number }) {
  const { t } = useWords()
  const [day, setDay] = useState(branch.today)
  const head = useRef<HTMLHeadingElement>(null)
  const route = useQuery({
    queryKey: ['route', branch.code, kader, day],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/routes', {
          params: { path: { branch: branch.code }, query: { kader, day } },
        }),
      ),
    refetchInterval: day === branch.today ? lookEvery : false,
  })
  const seen = route.data
  const known = seen !== undefined
  useEffect(() => {
    if (known) head.current?.focus() // the answer lies below the table that was asked in
  }, [known])
  const rows = dayRows(seen?.cards ?? [], seen?.visits ?? [], seen?.engagements ?? [])
  const next = (seen?.days ?? []).filter((one) => one !== day).slice(0, 7)
  return (
    <section className="day-of" aria-labelledby="day-of">
      <h3 id="day-of" ref={head} tabIndex={-1}>
        {seen?.name} · {shortDay(day)}
      </h3>
      <div className="line">
        <button type="button" className="button" onClick={() => setDay(later(day, -1))}>
          ‹ {t('dayBefore')}
        </button>
        <DateField label={t('day')} required today={branch.today} value={day} onChange={setDay} />
        <button type="button" className="button" onClick={() => setDay(later(day, 1))}>
          {t('dayAfter')} ›
        </button>
        {day !== branch.today && (
          <button type="button" className="button" onClick={() => setDay(branch.today)}>
            {t('dayToday')}
          </button>
        )}
        {next.length > 0 && <span className="soft">{t('daysPlanned')}</span>}
        {next.map((one) => (
          <button key={one} type="button" className="button" onClick={() => setDay(one)}>
            {shortDay(one)}
          </button>
        ))}
      </div>
      <Trouble of={route.error} retry={() => void route.refetch()} />
      {!seen && !route.error && <p>{t('loading')}</p>}
      {seen && rows.length === 0 && <p className="notice">{t('noRouteOther')}</p>}
      {rows.length > 0 && <DayTable rows={rows} past={day <= branch.today} />}
    </section>
  )
}

function DayTable({ rows, past }: { rows: DayRow[]; past: boolean }) {
  const { t } = useWords()
  const { planned, done, besides } = doneOf(rows)
  return (
    <>
      {past && (
        <p>
          <strong>{t('dayVisited', { done: number(done), planned: number(planned) })}</strong>
          {besides > 0 && ` ${t('dayBesides', { n: number(besides) })}`}
        </p>
      )}
      <div className="scroll" tabIndex={0} role="region" aria-label={t('dayTable')}>
        <table>
          <thead>
            <tr>
              <th>{t('dayTime')}</th>
              <th>{t('family')}</th>
              <th>{t('dayPlace')}</th>
              <th className="number">{t('arrears')}</th>
              <th>{t('dayWhy')}</th>
              <th>{t('dayCame')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.household}>
                <td>
                  <Hour row={row} />
                </td>
                <td>{row.engaged ? wordsOf(t, row.engaged.for, 'engaged_') : row.name}</td>
                <td>{row.place}</td>
                <td className="number">{row.card && rupiah(row.card.arrears)}</td>
                <td>
                  {(row.card?.stop?.reasons ?? [])
                    .filter(hasWords)
                    .map((code) => t(code))
                    .join(' · ')}
                </td>
                <td>
                  <Came row={row} past={past} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** When a family is visited, or from when to when an engagement lasts. */
function Hour({ row }: { row: DayRow }) {
  const { t } = useWords()
  const { engaged, card } = row
  if (engaged) return `${clock(engaged.open)}–${clock(engaged.open + engaged.minutes)}`
  return card?.stop ? clock(card.stop.begin) : t('dayUnplanned')
}

/** What came of a family's visits of the day. */
function Came({ row, past }: { row: DayRow; past: boolean }) {
  const { t } = useWords()
  if (row.engaged) return null
  if (row.visits.length === 0) return <span className="soft">{past ? t('dayNotYet') : ''}</span>
  return row.visits.map((visit) => (
    <div key={`${visit.at} ${visit.outcome}`}>
      {clock(visit.at)} {wordsOf(t, visit.outcome)}
      {visit.amount > 0 && ` ${rupiah(visit.amount)}`}
    </div>
  ))
}
