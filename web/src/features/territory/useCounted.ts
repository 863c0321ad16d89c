import { useMemo } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { crewOf, homesOf } from './crew'
import type { State } from './draft'
import { type Hand, nobody } from './fold'
import { useKader } from './kader'
import type { TerritoryPlan } from './model'
import { kecamatanNames, placeNames } from './places'
import { cellsOf } from './pockets'
import { Counter, looseOf, type Sheet, summaryOf } from './tally'

/** All that is counted along with a drawing, and by which names everything in it goes. */
export function useCounted(
  branch: Schemas['BranchSummary'],
  plan: TerritoryPlan | undefined,
  sheet: Sheet,
  state: State,
) {
  const { t } = useWords()
  const kader = useKader(branch.code)
  const crew = useMemo(() => crewOf(kader, plan, branch.today), [kader, plan, branch.today])
  const counter = useMemo(() => new Counter(sheet), [sheet])
  const sums = useMemo(() => counter.count(state.drawing), [counter, state.drawing])
  return {
    crew,
    counter,
    sums,
    summary: useMemo(() => summaryOf(sums, sheet.rule), [sums, sheet.rule]),
    loose: useMemo(() => looseOf(sums), [sums]),
    homes: useMemo(() => homesOf(crew), [crew]),
    cells: useMemo(() => cellsOf(sheet), [sheet]),
    kecamatan: useMemo(() => kecamatanNames(sheet), [sheet]),
    desaName: useMemo(() => placeNames(sheet), [sheet]),
    nameOf: (one: Hand) => (one === nobody ? t('unserved') : crew.get(one)?.name || t('nobody')),
  }
}

export type Counted = ReturnType<typeof useCounted>
