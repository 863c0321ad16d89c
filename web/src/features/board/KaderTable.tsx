import { useMemo } from 'react'
import { decimal, number, shortDay } from '../../shared/format'
import { type Key, type Say, useWords, wordsOf } from '../../shared/i18n'
import { about } from './about'
import type { Address, Go } from './address'
import { csv, type Column as FileColumn, save } from './csv'
import { type Board, found, type KaderRow, ratios, value } from './model'
import { notedOf } from './noted'
import { Money, Share, Trend } from './Share'
import { type Column, ordered, Table } from './Table'

const flags = ['SILENT', 'DROP', 'BROKEN', 'BELOW']

/** The rows that a search and a flag leave. */
export function chosen(rows: KaderRow[], search: string, flag: string): KaderRow[] {
  const flagged = rows.filter(
    (row) => flag === '' || (flag === 'ANY' ? row.flags.length > 0 : row.flags.includes(flag)),
  )
  return found(flagged, search, (row) => `${row.code} ${row.name}`)
}

/** Every kader with what was done, how it lies over them, and who should be asked why. */
export function KaderTable({ board, address, go }: { board: Board; address: Address; go: Go }) {
  const { t } = useWords()
  const columns = useMemo(() => columnsOf(t, notedOf(board)), [t, board])
  const rows = useMemo(
    () => chosen(board.kader, address.search, address.flag),
    [board.kader, address.search, address.flag],
  )
  const sort = address.kader || 'code'
  const filter = [
    address.search,
    address.flag && (address.flag === 'ANY' ? t('flagAny') : wordsOf(t, address.flag, 'flag')),
  ]
    .filter(Boolean)
    .join('; ')
  const download = () => {
    const text = csv(about(t, board, filter), fileColumns(t), ordered(columns, rows, sort))
    save(`kader-${board.month}.csv`, new Blob([text], { type: 'text/csv' }))
  }
  return (
    <section className="panel wide">
      <div className="panel-head">
        <h2>{t('kader')}</h2>
        <span className="soft">
          {t('rowsOf', { n: number(rows.length), all: number(board.kader.length) })}
        </span>
        <label className="field">
          {t('searchKader')}
          <input
            type="search"
            value={address.search}
            onChange={(event) => go({ search: event.target.value }, { replace: true })}
          />
        </label>
        <label className="field">
          {t('flagFilter')}
          <select value={address.flag} onChange={(event) => go({ flag: event.target.value })}>
            <option value="">{t('flagAll')}</option>
            <option value="ANY">{t('flagAny')}</option>
            {flags.map((flag) => (
              <option key={flag} value={flag}>
                {wordsOf(t, flag, 'flag')}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button" onClick={download}>
          {t('downloadCsv')}
        </button>
      </div>
      <Spread board={board} />
      <Table
        label={t('kader')}
        columns={columns}
        rows={rows}
        id={(row) => String(row.id)}
        sort={sort}
        setSort={(kader) => go({ kader }, { replace: true })}
      />
      {notedOf(board).some((text) => text !== '') && <p className="soft">{t('trendNoted')}</p>}
    </section>
  )
}

/** How visits lie over kader: a mean would hide it. */
function Spread({ board }: { board: Board }) {
  const { t } = useWords()
  const { spread } = board
  const most = Math.max(1, spread.most)
  if (spread.kader === 0) return null
  const at = (n: number) => `${(100 * n) / most}%`
  return (
    <div className="spread">
      <p>
        {t('spreadVisits', {
          least: number(spread.least),
          lower: number(spread.lower),
          median: number(spread.median),
          upper: number(spread.upper),
          most: number(spread.most),
          mean: decimal(spread.mean.den === 0 ? 0 : spread.mean.num / spread.mean.den),
          zeros: number(spread.zeros),
        })}
      </p>
      <div className="spread-bar" aria-hidden="true">
        <span
          className="spread-box"
          style={{ left: at(spread.lower), width: at(spread.upper - spread.lower) }}
        />
        <span className="spread-median" style={{ left: at(spread.median) }} />
      </div>
    </div>
  )
}

function columnsOf(t: Say, noted: string[]): Column<KaderRow>[] {
  const share = (key: 'visits' | 'contact' | 'kept', head: Key): Column<KaderRow> => ({
    key,
    head: t(head),
    of: (row) => value(ratios[key](row.now)),
    show: (row) => <Share of={ratios[key](row.now)} />,
  })
  return [
    { key: 'code', head: t('code'), words: true, of: (row) => row.code },
    { key: 'name', head: t('kader'), words: true, of: (row) => row.name },
    {
      key: 'flags',
      head: t('flagFilter'),
      words: true,
      of: (row) => row.flags.join(' ') || null,
      show: (row) => <Flags t={t} row={row} />,
    },
    { key: 'done', head: t('visits'), of: (row) => row.now.visits, show: (row) => number(row.now.visits) },
    share('visits', 'visitsOfTarget'),
    {
      key: 'trend',
      head: t('trend'),
      title: t('trendHelp'),
      of: (row) => row.now.visits - row.before.visits,
      show: (row) => (
        <Trend
          values={row.trend}
          notes={noted}
          label={[
            t('trendLabel', { values: row.trend.map((n) => number(n)).join(', ') }),
            ...noted.filter((text) => text !== ''),
          ].join(' · ')}
        />
      ),
    },
    share('contact', 'contactCard'),
    share('kept', 'keptCard'),
    { key: 'broken', head: t('brokenColumn'), of: (row) => row.now.due - row.now.kept },
    {
      key: 'money',
      head: t('collectedCard'),
      of: (row) => (row.moneyHidden ? null : row.now.collected),
      show: (row) => <Money amount={row.now.collected} hidden={row.moneyHidden} />,
    },
    {
      key: 'seen',
      head: t('lastHeard'),
      title: t('lastHeardHelp'),
      of: (row) => row.lastDay ?? null,
      show: (row) => (row.lastDay ? shortDay(row.lastDay) : t('never')),
    },
  ]
}

function Flags({ t, row }: { t: Say; row: KaderRow }) {
  return (
    <>
      {row.flags.map((flag) => (
        <span
          key={flag}
          className="flag"
          title={flag === 'SILENT' ? t('silentFor', { n: row.silent }) : undefined}
        >
          {wordsOf(t, flag, 'flag')}
        </span>
      ))}
    </>
  )
}

function fileColumns(t: Say): FileColumn<KaderRow>[] {
  return [
    { head: t('code'), of: (row) => row.code },
    { head: t('kader'), of: (row) => row.name },
    { head: t('visits'), of: (row) => row.now.visits },
    { head: t('fileAsked'), of: (row) => row.now.asked },
    { head: t('fileMet'), of: (row) => row.now.met },
    { head: t('fileKept'), of: (row) => row.now.kept },
    { head: t('fileDue'), of: (row) => row.now.due },
    { head: `${t('collectedCard')} (Rp)`, of: (row) => (row.moneyHidden ? null : row.now.collected) },
    { head: t('fileBefore'), of: (row) => row.before.visits },
    {
      head: t('flagFilter'),
      of: (row) => row.flags.map((flag) => wordsOf(t, flag, 'flag')).join(', '),
    },
    { head: t('lastHeard'), of: (row) => row.lastDay ?? '' },
    { head: 'status', of: (row) => (row.moneyHidden ? 'hidden' : 'value') },
  ]
}
