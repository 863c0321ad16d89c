import { useRef } from 'react'
import type { Schemas } from '../../api/client'
import type { DrawMap } from '../../map/drawMap'
import type { Draft, State } from './draft'
import type { TerritoryPlan } from './model'
import type { Sheet } from './tally'
import { sized } from './tools'
import { useActs } from './useActs'
import { useBenchKeys } from './useBenchKeys'
import { useCounted } from './useCounted'
import { useHeld } from './useHeld'
import { useLock } from './useLock'
import { usePaint } from './usePaint'
import { usePencil } from './usePencil'
import { useProposing } from './useProposing'
import { useSaid } from './useSaid'
import { useWalk } from './useWalk'

/** What is drawn on, and by whom. */
export interface Given {
  branch: Schemas['BranchSummary']
  plan: TerritoryPlan | undefined
  sheet: Sheet
  draft: Draft
  state: State
  mayDraw: boolean
  mayLock: boolean
  /** What is to be said of work that others do; empty: nothing. */
  news: string
}

/** A drawing with all that is counted, held, asked and done about it. Nothing here is on the screen yet. */
export function useBench(given: Given) {
  const { branch, plan, sheet, draft, state, mayDraw, mayLock, news } = given
  const { drawing } = state
  const map = useRef<DrawMap | null>(null)
  const [said, say] = useSaid(state, news)
  const counted = useCounted(branch, plan, sheet, state)
  const { crew, counter, sums, nameOf, desaName } = counted
  const held = useHeld()
  const { tool, hand, setHand } = held
  const proposing = useProposing(branch.code, plan?.id ?? 0, draft, drawing, counter, sums)
  const { shown, propose } = proposing
  const paint = usePaint(sheet, shown.drawing, shown.sums, crew, hand, tool, shown.changes)
  const drawn = { sheet, draft, drawing, counter, sums, crew }
  const pencil = usePencil({ ...drawn, tool, mayDraw, nameOf, say, propose })
  const looked = { hand, setHand, map, nameOf, desaName, say }
  const walk = useWalk({ branch: branch.code, ...drawn, ...looked })
  const lock = useLock(branch.code, plan, draft, crew, sums, say)
  const acts = useActs({ given, counted, held, proposing, pencil, walk, lock, map, say })
  const typed = useBenchKeys({
    crew,
    now: { aimed: walk.hover !== null, mayDraw, mayLock },
    step: walk.step,
    take: held.setTool,
    choose: acts.choose,
    missing: acts.missing,
    pan: (panning) => map.current?.setPanning(panning),
    does: {
      ...acts.pressed,
      undo: pencil.undo,
      redo: pencil.redo,
      draw: () => walk.hover && acts.tap(walk.hover.spot),
      thinner: () => held.setBrush(sized(held.brush, -1)),
      thicker: () => held.setBrush(sized(held.brush, 1)),
      nextOpen: () => onTheMap(walk.nextOpen),
      nextBroken: () => onTheMap(walk.nextBroken),
      fill: acts.pressed.fillPockets,
      lockAll: acts.lockAll,
      leave: acts.leave,
    },
  })
  return { given, map, said, say, counted, held, proposing, paint, pencil, walk, acts, typed }
}

export type BenchOf = ReturnType<typeof useBench>

/** Goes somewhere by a key; the keyboard follows onto the map, where Enter draws. */
function onTheMap(go: () => void) {
  go()
  document.querySelector<HTMLElement>('.canvas canvas')?.focus({ preventScroll: true })
}
