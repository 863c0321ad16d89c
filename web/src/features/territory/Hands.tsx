import type { ReactNode } from 'react'
import { number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { standing } from './band'
import type { Member } from './crew'
import { type Hand, nobody } from './fold'
import { Holding } from './Holding'
import { Lock } from './Lock'
import { bringsWords, type TerritoryPlan } from './model'
import { openHue, paints } from './palette'
import type { Tally } from './tally'

interface Props {
  branch: string
  /** In which routes are planned already, such as 2026-11. */
  month: string
  plan: TerritoryPlan | undefined
  crew: Map<Hand, Member>
  sums: Map<Hand, Tally>
  band: { lower: number; upper: number }
  paints: Map<Hand, number>
  hand: Hand
  choose: (hand: Hand) => void
  mayLock: boolean
  desaName: (code: string) => string
  /** What can be done about the one that is chosen. */
  deeds: ReactNode
  /** Locks all, or opens them where all are locked; null: nobody may, or there is nothing to lock. */
  lockAll: (() => void) | null
  allLocked: boolean
}

/** Everybody by number with what they hold now, and what nobody has. */
export function Hands({
  branch,
  month,
  plan,
  crew,
  sums,
  band,
  paints: colours,
  hand,
  choose,
  mayLock,
  desaName,
  deeds,
  lockAll,
  allLocked,
}: Props) {
  const { t } = useWords()
  const open = sums.get(nobody)
  return (
    <ul className="hands">
      {lockAll && (
        <li>
          <button type="button" className="button" title="Shift+L" onClick={lockAll}>
            {t(allLocked ? 'openAll' : 'lockAll')}
          </button>
        </li>
      )}
      <li>
        <button type="button" className="hand" aria-pressed={hand === nobody} onClick={() => choose(nobody)}>
          <span className="swatch hatch" style={{ background: openHue }} />
          <strong>{t('unserved')}</strong>
          <span className="kk">{number(open?.eligible ?? 0)}</span>
          <span className="soft">{roundRupiah(open?.arrears ?? 0)}</span>
        </button>
      </li>
      {[...crew.values()].map((one) => (
        <Row
          key={one.hand}
          one={one}
          sum={sums.get(one.hand)}
          band={band}
          paint={colours.get(one.hand)}
          chosen={one.hand === hand}
          choose={choose}
          desaName={desaName}
          lock={
            mayLock && plan && one.territory > 0 ? (
              <Lock branch={branch} plan={plan.id} one={{ id: one.territory, locked: one.locked }} />
            ) : null
          }
          holding={(sum) => (
            <Holding
              branch={branch}
              month={month}
              hand={one.hand}
              sum={sum}
              band={band}
              where={one.kecamatan}
              desaName={desaName}
            />
          )}
          deeds={deeds}
        />
      ))}
    </ul>
  )
}

function Row({
  one,
  sum,
  band,
  paint,
  chosen,
  choose,
  desaName,
  lock,
  holding,
  deeds,
}: {
  one: Member
  sum: Tally | undefined
  band: { lower: number; upper: number }
  paint: number | undefined
  chosen: boolean
  choose: (hand: Hand) => void
  desaName: (code: string) => string
  lock: ReactNode
  /** What is told of the one that is chosen. */
  holding: (sum: Tally) => ReactNode
  deeds: ReactNode
}) {
  const { t } = useWords()
  const kk = sum?.eligible ?? 0
  const place = sum ? standing(kk, band) : null
  const sign = place ? { bandLow: '▼', bandOk: '', bandHigh: '▲' }[place] : ''
  const hue = paint === undefined ? 'transparent' : paints[paint]?.hue
  return (
    <li className="lockable">
      <button type="button" className="hand" aria-pressed={chosen} onClick={() => choose(one.hand)}>
        <span className="swatch" style={{ background: hue }} />
        <strong>
          {one.label}. {one.name || t('nobody')}{' '}
          {one.merangkap && <span className="badge">{t('merangkap')}</span>}{' '}
          {one.locked && <span className="badge plain">{t('locked')}</span>}{' '}
          {!one.works && <span className="badge">{t('handGone')}</span>}
        </strong>
        <span className="kk">
          {sum ? number(kk) : '–'} {sign && place && <em title={t(place)}>{sign}</em>}
        </span>
        <span className="soft">
          {sum ? t('handHolds', { value: bringsWords(sum, t), desa: desaOf(sum, desaName) }) : t('handEmpty')}
          {sum && sum.pieces.length > 1 && (
            <em className="warned"> · {t('handBroken', { n: sum.pieces.length })}</em>
          )}
        </span>
      </button>
      {lock}
      {chosen && sum && holding(sum)}
      {chosen && deeds}
    </li>
  )
}

/** The desa of a territory: "Giriutama, Wanalestari + 5". */
function desaOf(sum: Tally, desaName: (code: string) => string): string {
  const names = sum.desa.slice(0, 2).map(desaName).join(', ')
  return sum.desa.length > 2 ? `${names} + ${sum.desa.length - 2}` : names
}
