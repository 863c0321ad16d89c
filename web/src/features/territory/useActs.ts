import type { RefObject } from 'react'
import type { DrawMap } from '../../map/drawMap'
import type { Spot } from '../../map/spot'
import { useWords } from '../../shared/i18n'
import { type Hand, nobody } from './fold'
import { pocketsOf } from './pockets'
import { firstFree, thinned, toOpen } from './proposal'
import { aimed, meant, targetOf } from './tools'
import type { Given } from './useBench'
import type { Counted } from './useCounted'
import type { Held } from './useHeld'
import type { useLock } from './useLock'
import type { usePencil } from './usePencil'
import type { Proposing } from './useProposing'
import type { useWalk } from './useWalk'
import { cutBy } from './walk'

interface Props {
  given: Given
  counted: Counted
  held: Held
  proposing: Proposing
  pencil: ReturnType<typeof usePencil>
  walk: ReturnType<typeof useWalk>
  lock: ReturnType<typeof useLock>
  map: RefObject<DrawMap | null>
  say: (words: string) => void
}

/** What an officer does on the map, in the rail, by keys and with proposals. */
export function useActs({ given, counted, held, proposing, pencil, walk, lock, map, say }: Props) {
  const { t } = useWords()
  const { sheet, state, mayDraw } = given
  const { crew, sums } = counted
  const { tool, hand } = held

  const choose = (one: Hand) => {
    held.setHand(one)
    say(pencil.tellOf(one, sums))
    walk.goHome(one)
  }

  const tap = (under: Spot) => {
    const spot = aimed(tool, under)
    const owners = spot.cell ? [state.drawing.hand(spot)] : state.drawing.handsOf(spot.desa)
    const means = meant(tool, mayDraw, hand, owners)
    if ('to' in means) return pencil.give([spot], means.to)
    held.setHand(means.look)
    held.setTab('hands')
    if (means.unchosen) say(t('chooseHand'))
  }

  /** Gives what a stroke went over. */
  const brushed = (spots: Spot[]) => {
    if (tool !== 'erase' && hand === nobody) say(t('chooseHand'))
    else pencil.give(spots, targetOf(tool, hand))
  }

  /** Asks for a cut along a line. */
  const cut = (points: number[][]) => {
    const line = points.map(([lon = 0, lat = 0]) => map.current?.spotAt(lon, lat))
    const of = cutBy(line, state.drawing, crew, hand)
    if (!of) return say(t('cutNowhere'))
    const to = firstFree(crew, sums, crew.get(of)?.kecamatan ?? '')
    proposing.propose({ cut: { of, to, line: thinned(points).map(([lon = 0, lat = 0]) => ({ lon, lat })) } })
  }

  /** Gives the chosen kader the pockets that the territory encloses. */
  const fillPockets = () => {
    const pocket = hand === nobody ? [] : pocketsOf(sheet, state, hand)
    if (pocket.length === 0) return say(t('noPocket'))
    pencil.give(
      pocket.map((desa) => ({ desa })),
      hand,
    )
  }

  /** Draws what is ticked of the proposal; locks that are in its way are opened first. */
  const accept = async () => {
    const { asked, left, shown, forget } = proposing
    if (asked.state !== 'done') return
    if (!shown.fits) {
      forget()
      return say(t('proposedStale'))
    }
    for (const one of toOpen((asked.proposal.locked ?? []) as Hand[], left)) await lock.set(one, false)
    forget()
    const desa = new Set(shown.changes.map((change) => change.desa))
    pencil.layOrAsk(shown.changes, t('proposedTaken', { n: desa.size }))
  }

  const territories = [...crew.values()].filter((one) => sums.has(one.hand))
  const lockable = territories.length > 0
  const allLocked = lockable && territories.every((one) => one.locked)
  const lockAll = () => {
    if (lockable) void lock.setAll(!allLocked)
  }

  const leave = () => {
    pencil.refuse()
    proposing.forget()
    walk.stop()
  }
  const pressed = {
    fillPockets,
    lock: () => void lock.set(hand, !crew.get(hand)?.locked),
    heat: () => held.setHeat(!held.heat),
    help: () => held.setHelp(true),
  }
  const missing = (digits: string) => say(t('noSuchNumber', { n: digits }))
  return { choose, tap, brushed, cut, accept, leave, pressed, missing, lockable, allLocked, lockAll }
}
