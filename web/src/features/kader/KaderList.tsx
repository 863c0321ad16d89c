import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { longDay, number } from '../../shared/format'
import { type Key, useWords, wordsOf } from '../../shared/i18n'
import { type Kader, shiftWords } from './model'
import {
  daysUntil,
  found,
  type Lack,
  lacks,
  letterOn,
  ordered,
  type Row,
  renewWithin,
  type Sort,
  turned,
} from './paper'

interface Props {
  branch: Schemas['BranchSummary']
  rows: Row[]
  kader: Kader[]
  /** Names of kecamatan by code. */
  places: Map<string, string>
  /** What is noted of a kader's absences, and the way to note one. */
  away: (kader: number) => ReactNode
}

const heads: [Sort | null, Key][] = [
  ['name', 'kader'],
  ['code', 'code'],
  ['work', 'kaderWork'],
  ['until', 'contractUntil'],
  [null, 'kaderPapers'],
  ['visits', 'kaderMonth'],
  ['sync', 'kaderSync'],
  [null, 'status'],
  [null, 'away'],
]

/** All kader with what stands on paper and how the month goes: searched, filtered, sorted; a name leads to its page. */
export function KaderList({ branch, rows, kader, places, away }: Props) {
  const { t } = useWords()
  const [params, setParams] = useSearchParams()
  const [search, lack, sort] = [
    params.get('cari') ?? '',
    params.get('saring') ?? '',
    params.get('urut') ?? 'code',
  ]
  const say = (change: Record<string, string>) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now)
        for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name)
        return next
      },
      { replace: true },
    )
  const shown = ordered(found(rows, search, lack, branch.today), sort)
  return (
    <>
      <div className="toolbar">
        <label className="field">
          {t('kaderSearch')}
          <input type="search" value={search} onChange={(event) => say({ cari: event.target.value })} />
        </label>
        <label className="field">
          {t('kaderFilter')}
          <select value={lack} onChange={(event) => say({ saring: event.target.value })}>
            <option value="">{t('lack_all', { n: number(rows.length) })}</option>
            {(Object.keys(lacks) as Lack[]).map((name) => (
              <option key={name} value={name}>
                {t(`lack_${name}`, { n: number(found(rows, '', name, branch.today).length) })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {shown.length === 0 && <p className="notice">{t('kaderNothing')}</p>}
      {shown.length > 0 && (
        <div className="scroll tall" tabIndex={0} role="region" aria-label={t('tabKader')}>
          <table>
            <thead>
              <tr>
                {heads.map(([key, words]) => (
                  <th key={words} scope="col" aria-sort={key ? stateOf(key, sort) : undefined}>
                    {key ? (
                      <button type="button" className="sort" onClick={() => say({ urut: turned(sort, key) })}>
                        {t(words)} {sort === key ? '▲' : sort === `-${key}` ? '▼' : ''}
                      </button>
                    ) : (
                      t(words)
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Line
                  key={row.kader}
                  row={row}
                  branch={branch}
                  kader={kader.find((one) => one.id === row.kader)}
                  places={places}
                  away={away}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function stateOf(key: Sort, sort: string): 'ascending' | 'descending' | 'none' {
  if (sort === key) return 'ascending'
  return sort === `-${key}` ? 'descending' : 'none'
}

interface LineProps extends Omit<Props, 'rows' | 'kader'> {
  row: Row
  kader: Kader | undefined
}

function Line({ row, branch, kader, places, away }: LineProps) {
  const { t } = useWords()
  const left = daysUntil(branch.today, row.until)
  const now = row.month?.now
  return (
    <tr>
      <td>
        <Link href={`/kader-cabang/${row.kader}`}>{row.name}</Link>
        {kader && <div className="soft">{shiftWords(kader.shifts ?? [])}</div>}
      </td>
      <td>{row.code}</td>
      <td title={(row.work.desa ?? []).join(', ')}>
        {kader && (places.get(kader.kecamatan) ?? kader.kecamatan)}
        <div className="soft">
          {row.work.territories === 0
            ? t('kaderNoWork')
            : t('kaderWorkOf', {
                kk: number(row.work.eligible),
                desa: number((row.work.desa ?? []).length),
              })}
        </div>
      </td>
      <td>
        {longDay(row.until)}
        {row.status !== 'berhenti' && left <= renewWithin && (
          <div>
            <span className="badge">{left < 0 ? t('paperEnded') : t('paperDaysLeft', { n: left })}</span>
          </div>
        )}
      </td>
      <td>
        {letterOn(row, branch.today) ? t('paperLetterYes') : t('paperLetterNo')}
        {!row.photo && ` · ${t('paperPhotoNo')}`} · {t('paperPhones', { n: row.phones })}
      </td>
      <td>{now ? t('kaderMonthOf', { done: number(now.visits), asked: number(now.asked) }) : '–'}</td>
      <td>{row.month?.lastSync ? when(branch.zone, row.month.lastSync) : t('kaderNever')}</td>
      <td>{wordsOf(t, row.status, 'status_')}</td>
      <td>{away(row.kader)}</td>
    </tr>
  )
}
