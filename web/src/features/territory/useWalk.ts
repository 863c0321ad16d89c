import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import type { DrawMap } from '../../map/drawMap'
import type { Areas, Box } from '../../map/shapes'
import { keyOf, type Spot } from '../../map/spot'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Member } from './crew'
import { type Drawing, type Hand, nobody } from './fold'
import type { Sheet, Tally } from './tally'
import { boxAround, brokenOf, firstStep, groundOf, openDesa } from './walk'

interface Props {
  branch: string
  sheet: Sheet
  drawing: Drawing
  sums: Map<Hand, Tally>
  crew: Map<Hand, Member>
  hand: Hand
  setHand: (hand: Hand) => void
  map: RefObject<DrawMap | null>
  nameOf: (hand: Hand) => string
  desaName: (code: string) => string
  say: (words: string) => void
}

/** A place that is looked at, and where the pointer is; −1 where there is none. */
export interface Look {
  spot: Spot
  x: number
  y: number
}

/** Ways over the map: to desa, to what nobody has, to what is cut off, and step by step. */
export function useWalk({
  branch,
  sheet,
  drawing,
  sums,
  crew,
  hand,
  setHand,
  map,
  nameOf,
  desaName,
  say,
}: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  const [hover, setHover] = useState<Look | null>(null)
  const open = useRef(0)
  const broken = useRef(0)
  const calm = typeof matchMedia !== 'undefined' && matchMedia('(prefers-reduced-motion: reduce)').matches

  const goTo = (desa: string[]) => map.current?.goTo(desa, calm)
  const lookAt = (desa: string) => setHover({ spot: { desa }, x: -1, y: -1 })
  /** What the pointer is over; a place that stays keeps its identity. */
  const point = (spot: Spot | null, x: number, y: number) =>
    setHover((had) =>
      spot ? { spot: had && keyOf(had.spot) === keyOf(spot) ? had.spot : spot, x, y } : null,
    )
  const show = (desa: string) => {
    goTo([desa])
    lookAt(desa)
  }
  const goHome = (one: Hand) => goTo(groundOf(one, sums, crew, sheet))

  const nextOpen = () => {
    const all = openDesa(sheet, drawing)
    const desa = all[open.current++ % all.length]
    if (!desa) return say(t('nothingOpen'))
    show(desa)
    say(t('saidOpen', { name: desaName(desa), n: all.length }))
  }

  const nextBroken = () => {
    const all = brokenOf(sums)
    const at = all[broken.current++ % all.length]
    if (!at) return say(t('nothingBroken'))
    goTo(at.piece.desa)
    setHand(at.hand)
    lookAt(at.piece.desa[0] ?? '')
    const desa = at.piece.desa.map(desaName).join(', ')
    say(t('saidBroken', { name: nameOf(at.hand), desa, kk: number(at.piece.eligible), n: all.length }))
  }

  /** To the desa beside the one that is looked at; the first step only begins. */
  const step = (dx: number, dy: number) => {
    const from = firstStep(hover?.spot.desa, hand, sums, crew, sheet)
    const to = hover ? map.current?.beside(from, dx, dy) : from
    if (!to) return
    lookAt(to)
    const [owner = nobody] = drawing.handsOf(to)
    say(`${desaName(to)}, ${nameOf(owner)}`)
  }

  /** About where some desa lie, also where no map can be shown. */
  const boxOf = (desa: string[]): Box | null => {
    const areas = client.getQueryData<Areas>(['areas', branch, 'desa'])
    const own = new Set(desa)
    return boxAround(
      (areas?.features ?? []).map(({ properties }) => properties).filter(({ code }) => own.has(code)),
    )
  }
  const stop = () => setHover(null)
  return { hover, point, show, goTo, goHome, nextOpen, nextBroken, step, boxOf, stop }
}
