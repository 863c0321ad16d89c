import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { hasWords, type Say, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { FamilyCell } from './FamilyCell'
import { type FamilyLeft, outbid, reasonsOf } from './left'
import { useLeftOut } from './useLeftOut'

interface Props {
  branch: string
  month: Schemas['MonthOfKader']
}

/** How many rows are shown before all are asked for. */
const most = 200

/** Whom a kader's month leaves out, and why. */
export function LeftOut({ branch, month }: Props) {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  const left = useLeftOut(branch, month, asked)
  const rows = left.data?.left ?? []
  return (
    <details onToggle={(event) => setAsked(asked || event.currentTarget.open)}>
      <summary>{t('leftOut', { n: number(month.leftOut) })}</summary>
      {asked && left.isPending && <p>{t('loading')}</p>}
      <Trouble of={left.error} retry={() => void left.refetch()} />
      {left.isSuccess && rows.length === 0 && <p className="soft">{t('leftNone')}</p>}
      {rows.length > 0 && <LeftTable rows={rows} />}
      {left.data && left.data.total > rows.length && (
        <p className="soft">{t('firstOf', { n: number(rows.length), all: number(left.data.total) })}</p>
      )}
    </details>
  )
}

function LeftTable({ rows }: { rows: FamilyLeft[] }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [whole, setWhole] = useState(false)
  const choose = (one: string) => {
    setCode(one)
    setWhole(false)
  }
  const matching = code === '' ? rows : rows.filter((row) => row.code === code)
  const shown = whole ? matching : matching.slice(0, most)
  return (
    <>
      <label className="field search">
        {t('reason')}
        <select value={code} onChange={(event) => choose(event.target.value)}>
          <option value="">{t('allReasons', { n: number(rows.length) })}</option>
          {reasonsOf(rows).map(([one, count]) => (
            <option key={one} value={one}>
              {reason(one, t)} ({number(count)})
            </option>
          ))}
        </select>
      </label>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('leftTable')}>
        <table>
          <thead>
            <tr>
              <th>{t('family')}</th>
              <th>{t('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.household}>
                <FamilyCell family={row} />
                <td>{row.code === 'OUTBID' ? t(...outbid(row)) : reason(row.code, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < matching.length && (
        <p className="line">
          {t('firstOf', { n: number(shown.length), all: number(matching.length) })}
          <button type="button" className="button" onClick={() => setWhole(true)}>
            {t('showAll')}
          </button>
        </p>
      )}
    </>
  )
}

function reason(code: string, t: Say): string {
  return hasWords(code) ? t(code) : code
}
