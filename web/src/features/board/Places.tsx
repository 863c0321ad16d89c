import { useMemo } from 'react'
import { number } from '../../shared/format'
import { type Key, type Say, useWords } from '../../shared/i18n'
import { about } from './about'
import type { Address, Go } from './address'
import { csv, type Column as FileColumn, save } from './csv'
import { type Board, levelOf, type Place, percent, ratios, sayRupiah, value } from './model'
import { Money, Share } from './Share'
import { type Column, ordered, Table } from './Table'

const names = ['', '', 'kabupaten', 'kecamatan', 'desa']
const levels: Key[] = ['branchWord', 'branchWord', 'kabupaten', 'kecamatan', 'desa']

/** A place's name; of several that are told together, all of them. */
const nameOf = (t: Say, place: Place): string => place.name || t('noDesa')

/** Areas under the one that is shown: the map as a table. */
export function Places({ board, address, go }: { board: Board; address: Address; go: Go }) {
  const { t } = useWords()
  const level = levelOf(board.path.at(-1)?.area ?? '')
  const down = Math.max(level === 0 ? 2 : level + 1, names.indexOf(address.level))
  const columns = useMemo(() => columnsOf(t, down, go), [t, down, go])
  if (down > 4) return null
  const sort = address.places || 'name'
  const title = t('placesTitle', { level: t(levels[down] ?? 'desa') })
  const download = () => {
    const rows = ordered(columns, board.places, sort)
    const text = csv(about(t, board, ''), fileColumns(t), rows)
    save(`wilayah-${board.month}.csv`, new Blob([text], { type: 'text/csv' }))
  }
  return (
    <section className="panel wide">
      <div className="panel-head">
        <h2>{title}</h2>
        {level < 3 && (
          <label className="field">
            {t('placesLevel')}
            <select
              value={names[down]}
              onChange={(event) => go({ level: event.target.value }, { replace: true })}
            >
              {names.slice(Math.max(2, level + 1)).map((name, i) => (
                <option key={name} value={name}>
                  {t(levels[Math.max(2, level + 1) + i] ?? 'desa')}
                </option>
              ))}
            </select>
          </label>
        )}
        <span className="soft">{t('rowsCount', { n: number(board.places.length) })}</span>
        <button type="button" className="button" onClick={download}>
          {t('downloadCsv')}
        </button>
      </div>
      <Table
        label={title}
        columns={columns}
        rows={board.places}
        id={(place) => place.area || place.name}
        sort={sort}
        setSort={(places) => go({ places }, { replace: true })}
        total={<Sum board={board} />}
      />
      {board.places.some((place) => place.moneyHidden) && <p className="soft">{t('moneyHiddenWhy')}</p>}
    </section>
  )
}

function columnsOf(t: Say, down: number, go: Go): Column<Place>[] {
  const share = (key: keyof typeof ratios, head: Key, title: Key): Column<Place> => ({
    key,
    head: t(head),
    title: t(title),
    of: (place) => (key === 'money' && place.moneyHidden ? null : value(ratios[key](place.now))),
    show: (place) => <Share of={ratios[key](place.now)} />,
  })
  const open = down < 5
  return [
    {
      key: 'name',
      head: t('placeName'),
      words: true,
      of: (place) => nameOf(t, place),
      show: (place) =>
        place.merged === 0 && place.area && open ? (
          <button
            type="button"
            className="link"
            onClick={() => go({ within: place.area, level: '', search: '', flag: '' })}
          >
            {nameOf(t, place)}
          </button>
        ) : (
          <>
            {nameOf(t, place)}
            {place.merged > 0 && <small className="soft"> {t('toldTogether')}</small>}
          </>
        ),
    },
    {
      key: 'households',
      head: t('household'),
      of: (p) => p.land.households,
      show: (p) => number(p.land.households),
    },
    { key: 'arrears', head: t('arrears'), of: (p) => p.land.arrears, show: (p) => sayRupiah(p.land.arrears) },
    {
      key: 'uncovered',
      head: t('uncovered'),
      title: t('uncoveredHelp'),
      of: (p) => value({ num: p.land.uncovered, den: p.land.eligible }),
      show: (p) => <Share of={{ num: p.land.uncovered, den: p.land.eligible }} />,
    },
    {
      key: 'coverage',
      head: t('coverage'),
      title: t('coverageHelp'),
      of: (p) => value({ num: p.land.visited, den: p.land.eligible }),
      show: (p) => <Share of={{ num: p.land.visited, den: p.land.eligible }} />,
    },
    { key: 'visits', head: t('visits'), of: (p) => p.now.visits, show: (p) => number(p.now.visits) },
    share('contact', 'contactCard', 'contactHelp'),
    share('kept', 'keptCard', 'keptHelp'),
    {
      key: 'money',
      head: t('collectedCard'),
      of: (p) => (p.moneyHidden ? null : p.now.collected),
      show: (p) => <Money amount={p.now.collected} hidden={p.moneyHidden} />,
    },
  ]
}

/** The total of shares is the share of totals. */
function Sum({ board }: { board: Board }) {
  const { t } = useWords()
  const { land, now, moneyHidden } = board
  return (
    <tr className="sum">
      <th scope="row">{t('sum')}</th>
      <td className="number">{number(land.households)}</td>
      <td className="number">{sayRupiah(land.arrears)}</td>
      <td className="number">
        <Share of={{ num: land.uncovered, den: land.eligible }} />
      </td>
      <td className="number">
        <Share of={{ num: land.visited, den: land.eligible }} />
      </td>
      <td className="number">{number(now.visits)}</td>
      <td className="number">
        <Share of={ratios.contact(now)} />
      </td>
      <td className="number">
        <Share of={ratios.kept(now)} />
      </td>
      <td className="number">
        <Money amount={now.collected} hidden={moneyHidden} />
      </td>
    </tr>
  )
}

function fileColumns(t: Say): FileColumn<Place>[] {
  return [
    { head: t('placeName'), of: (p) => nameOf(t, p) },
    { head: t('code'), of: (p) => p.area },
    { head: t('aroundPlace'), of: (p) => p.around ?? '' },
    { head: t('household'), of: (p) => p.land.households },
    { head: t('eligible'), of: (p) => p.land.eligible },
    { head: `${t('arrears')} (Rp)`, of: (p) => p.land.arrears },
    { head: t('uncovered'), of: (p) => p.land.uncovered },
    { head: t('fileVisited'), of: (p) => p.land.visited },
    { head: t('visits'), of: (p) => p.now.visits },
    { head: t('fileMet'), of: (p) => p.now.met },
    { head: t('fileKept'), of: (p) => p.now.kept },
    { head: t('fileDue'), of: (p) => p.now.due },
    { head: `${t('collectedCard')} (Rp)`, of: (p) => (p.moneyHidden ? null : p.now.collected) },
    { head: t('fileContact'), of: (p) => percent(ratios.contact(p.now)) ?? t('noneYet') },
    { head: 'status', of: (p) => (p.moneyHidden ? 'hidden' : 'value') },
  ]
}
