import { useState } from 'react'
import { Link } from 'wouter'
import { clock, longDay, number, rupiah } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { type Visit, viewOf } from './day'
import { ownOf } from './own'
import { type Pack, packDay } from './pack'
import { Sketch } from './Sketch'
import { masked } from './slip'
import './sheet.css'

/** A day as an A4 sheet for who works on paper: what is owed and whole names only if chosen. */
export function PrintPage({ day }: { day: string }) {
  const { t } = useWords()
  const { pack } = useHere()
  const [names, setNames] = useState(false)
  const [debt, setDebt] = useState(false)
  if (!pack) return <p role="status">{t('loading')}</p>
  return (
    <section>
      <div className="no-print">
        <Link href="/" className="button">
          ‹ {t('back')}
        </Link>
        <p>{t('printHelp')}</p>
        <label className="tick">
          <input type="checkbox" checked={names} onChange={(event) => setNames(event.target.checked)} />
          {t('printNames')}
        </label>
        <label className="tick">
          <input type="checkbox" checked={debt} onChange={(event) => setDebt(event.target.checked)} />
          {t('printDebt')}
        </label>
        <button type="button" className="button main tall" onClick={() => print()}>
          {t('print')}
        </button>
      </div>
      <Sheet pack={pack} day={day} names={names} debt={debt} />
    </section>
  )
}

function Sheet({ pack, day, names, debt }: { pack: Pack; day: string; names: boolean; debt: boolean }) {
  const { t } = useWords()
  const own = ownOf(day)
  const view = viewOf(pack, day, new Map(), own.order, own.added)
  const visits = view.visits.filter((visit) => visit.family || visit.stop.engagement)
  if (visits.length === 0) return <p className="notice">{t(`day_${packDay(pack, day).state}`)}</p>
  return (
    <article className="sheet" lang={document.documentElement.lang}>
      <h1>{t('printTitle', { day: longDay(day) })}</h1>
      <p>
        {pack.kader.name} ({pack.kader.code}) · {pack.kader.branch}
      </p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('printTable')}>
        <table>
          <thead>
            <tr>
              <th>No</th>
              <th>{t('printWhen')}</th>
              <th>{t('slipFamily')}</th>
              <th>{t('printWhere')}</th>
              {debt && <th>{t('arrears')}</th>}
              <th>{t('printOutcome')}</th>
              <th>Rp</th>
            </tr>
          </thead>
          <tbody>
            {visits.map((visit) => (
              <Row key={visit.seq} visit={visit} names={names} debt={debt} />
            ))}
          </tbody>
        </table>
      </div>
      <Sketch view={view} borders={pack.borders} still />
      <p className="soft">{t('printFoot', { n: number(visits.filter((visit) => visit.family).length) })}</p>
    </article>
  )
}

function Row({ visit, names, debt }: { visit: Visit; names: boolean; debt: boolean }) {
  const { t } = useWords()
  const { stop, family } = visit
  if (stop.engagement)
    return (
      <tr>
        <td>{visit.seq}</td>
        <td>
          {clock(stop.from)}–{clock(stop.until)}
        </td>
        <td>{wordsOf(t, stop.engagement.for, 'engaged_')}</td>
        <td>{stop.engagement.place}</td>
        {debt && <td />}
        <td className="blank" />
        <td className="blank" />
      </tr>
    )
  if (!family) return null
  return (
    <tr>
      <td>{visit.seq}</td>
      <td>
        {stop.window ? `${clock(stop.window[0])}–${clock(stop.window[1])}` : ''}
        {stop.arrive > 0 && <br />}
        {stop.arrive > 0 && `± ${clock(stop.arrive)}`}
      </td>
      <td>{names ? family.head : masked(family.head)}</td>
      <td>
        {family.address}, RT {family.rt}/RW {family.rw}, {family.desa}
        {family.landmark && <em> “{family.landmark}”</em>}
      </td>
      {debt && <td>{rupiah(family.arrears)}</td>}
      <td className="blank" />
      <td className="blank" />
    </tr>
  )
}
