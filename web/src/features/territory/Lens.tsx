import { useMemo } from 'react'
import type { Spot } from '../../map/spot'
import { number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Member } from './crew'
import type { State } from './draft'
import { type Hand, nobody } from './fold'
import { type Counter, cutsOf, passing, type Sheet, type Tally } from './tally'

interface Props {
  at: { spot: Spot; x: number; y: number }
  sheet: Sheet
  state: State
  sums: Map<Hand, Tally>
  counter: Counter
  crew: Map<Hand, Member>
  /** To whom a stroke here would give it; null: nothing is drawn now. */
  target: Hand | null
  nameOf: (hand: Hand) => string
  desaName: (code: string) => string
}

/** Beside the pointer, and inside the map: the sheet is at most 18rem wide, and seldom higher than 10. */
const within = (x: number, y: number) => ({
  left: `min(${x}px, 100% - 18rem)`,
  top: `min(${y}px, 100% - 10rem)`,
})

/** What lies under the pointer, and what a stroke here would do before it lands. */
export function Lens({ at, sheet, state, sums, counter, crew, target, nameOf, desaName }: Props) {
  const { t } = useWords()
  const { spot } = at
  const figures = useMemo(() => {
    const sum = { households: 0, eligible: 0, arrears: 0 }
    for (const atom of sheet.atoms ?? []) {
      if (atom.desa !== spot.desa || (spot.cell && atom.cell !== spot.cell)) continue
      sum.households += atom.households
      sum.eligible += atom.eligible
      sum.arrears += atom.arrears
    }
    return sum
  }, [sheet, spot.desa, spot.cell])
  const owners = useMemo(
    () => (spot.cell ? [state.drawing.hand(spot)] : state.drawing.handsOf(spot.desa)),
    [state.drawing, spot],
  )
  const kecamatan = (sheet.desa ?? []).find((one) => one.code === spot.desa)?.kecamatan
  const ahead = useMemo(() => {
    if (target === null || owners.length === 0) return null
    const to = owners.length === 1 && owners[0] === target ? nobody : target
    const { changes, barred } = passing(state.drawing, [spot], to, crew)
    const after = state.drawing.copy()
    after.apply(changes)
    return { to, barred: [...barred.keys()][0], sums: counter.count(after) }
  }, [state.drawing, spot, target, crew, counter, owners])
  const cut = ahead ? cutsOf(sums, ahead.sums)[0] : undefined
  const style = at.x < 0 ? { right: 12, top: 60 } : within(at.x + 14, at.y + 14)
  return (
    <div className="lens" style={style}>
      <strong>{desaName(spot.desa)}</strong>
      {kecamatan && <span className="soft"> {kecamatan}</span>}
      <br />
      {owners.length === 0
        ? t('lensEmpty')
        : t('lensFigures', {
            kk: number(figures.eligible),
            all: number(figures.households),
            value: roundRupiah(figures.arrears),
          })}
      <br />
      {owners.map(nameOf).join(', ')}
      {ahead?.barred && <em className="warned">{t(ahead.barred, { n: 1 })}</em>}
      {ahead && !ahead.barred && target !== null && target !== nobody && (
        <em>{t('lensAfter', { name: nameOf(target), kk: number(ahead.sums.get(target)?.eligible ?? 0) })}</em>
      )}
      {cut && (
        <em className="warned">
          {t('lensCut', {
            name: nameOf(cut.hand),
            desa: cut.piece.desa.map(desaName).slice(0, 3).join(', '),
            kk: number(cut.piece.eligible),
          })}
        </em>
      )}
    </div>
  )
}
