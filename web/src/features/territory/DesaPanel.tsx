import { useMemo, useState } from 'react'
import type { Spot } from '../../map/spot'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { rove } from '../../shared/ui/roving'
import { desaIn } from './address'
import type { Member } from './crew'
import type { State } from './draft'
import { type Hand, nobody } from './fold'
import type { Sheet } from './tally'

interface Props {
  sheet: Sheet
  state: State
  crew: Map<Hand, Member>
  hand: Hand
  setHand: (hand: Hand) => void
  /** Desa that are cut off from their territory. */
  loose: ReadonlySet<string>
  /** Null where nothing may be drawn. */
  give: ((spots: Spot[], to: Hand) => void) | null
  nameOf: (hand: Hand) => string
  show: (desa: string) => void
  said: string
  /** Whether every tick asks what is given back for it. */
  balance: boolean
  setBalance: (on: boolean) => void
}

type Filter = 'mine' | 'open' | 'loose' | 'all'

/**
 * The drawing as a list of desa: ticking one is what a click on the map is. The list is one
 * stop of Tab, arrows lead from desa to desa.
 */
export function DesaPanel({
  sheet,
  state,
  crew,
  hand,
  setHand,
  loose,
  give,
  nameOf,
  show,
  said,
  balance,
  setBalance,
}: Props) {
  const { t } = useWords()
  const [text, setText] = useState(() => desaIn(location.search))
  const [filter, setFilter] = useState<Filter>(text ? 'all' : 'mine')
  const [last, setLast] = useState('')
  const rows = useMemo(() => rowsOf(sheet), [sheet])
  const kecamatan = crew.get(hand)?.kecamatan
  const wanted = text.trim().toLowerCase()
  const found = rows.filter(({ code, name, kecamatan: where }) => {
    if (wanted && !`${name} ${where} ${code}`.toLowerCase().includes(wanted)) return false
    if (filter === 'loose') return loose.has(code)
    if (filter === 'open') return state.drawing.handsOf(code).includes(nobody)
    return filter === 'all' || !kecamatan || code.startsWith(kecamatan)
  })
  const seen = found.slice(0, most)
  const stop = seen.some((one) => one.code === last) ? last : seen[0]?.code
  const ticks = give !== null && hand !== nobody
  return (
    <div className="desa-panel">
      <label className="field">
        {t('desaOfHand')}
        <select value={hand} onChange={(event) => setHand(Number(event.target.value))}>
          <option value={nobody}>{t('chooseHand')}</option>
          {[...crew.values()].map((one) => (
            <option key={one.hand} value={one.hand}>
              {one.label}. {one.name || t('nobody')}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t('filterDesa')}
        <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <label className="field">
        {t('desaShown')}
        <select value={filter} onChange={(event) => setFilter(event.target.value as Filter)}>
          <option value="mine">{t('desaMine')}</option>
          <option value="open">{t('desaOpen')}</option>
          <option value="loose">{t('desaLoose')}</option>
          <option value="all">{t('desaAll')}</option>
        </select>
      </label>
      {give && (
        <label className="check">
          <input type="checkbox" checked={balance} onChange={(event) => setBalance(event.target.checked)} />
          {t('balanceEach')}
        </label>
      )}
      <p className="soft">{said || t('desaCount', { n: number(found.length) })}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('tableByDesa')}>
        <table>
          <thead>
            <tr>
              <th>{t('desa')}</th>
              <th className="number">{t('eligible')}</th>
              <th>{t('desaHeld')}</th>
            </tr>
          </thead>
          <tbody onKeyDown={(event) => rove(event, ticks ? 'input' : '.link')}>
            {seen.map(({ code, name, eligible }) => {
              const owners = state.drawing.handsOf(code)
              const mine = hand !== nobody && owners.length === 1 && owners[0] === hand
              return (
                <tr key={code} onFocus={() => setLast(code)}>
                  <td>
                    <label className="check">
                      {give && (
                        <input
                          type="checkbox"
                          tabIndex={code === stop ? 0 : -1}
                          checked={mine}
                          disabled={hand === nobody}
                          onChange={() => give([{ desa: code }], mine ? nobody : hand)}
                        />
                      )}
                      <button
                        type="button"
                        className="link"
                        tabIndex={code === stop ? 0 : -1}
                        onClick={() => show(code)}
                      >
                        {name}
                      </button>
                    </label>
                  </td>
                  <td className="number">{number(eligible)}</td>
                  <td>{owners.map(nameOf).join(', ')}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {found.length > most && <p className="soft">{`${most} / ${number(found.length)}`}</p>}
    </div>
  )
}

const most = 200

function rowsOf(sheet: Sheet) {
  const eligible = new Map<string, number>()
  for (const atom of sheet.atoms ?? [])
    eligible.set(atom.desa, (eligible.get(atom.desa) ?? 0) + atom.eligible)
  return (sheet.desa ?? [])
    .filter(({ code }) => eligible.has(code))
    .map(({ code, name, kecamatan }) => ({ code, name, kecamatan, eligible: eligible.get(code) ?? 0 }))
}
