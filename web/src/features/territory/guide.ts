import type { Schemas } from '../../api/client'

export type Need = 'areas' | 'kader' | 'households' | 'plan'

/** What a branch needs before it has territories, in the order in which it is brought, with how much of it there is. */
export function needsOf(totals: Schemas['Totals'], plans: number): [Need, number][] {
  return [
    ['areas', totals.desa],
    ['kader', totals.kader],
    ['households', totals.households + totals.unlocated],
    ['plan', plans],
  ]
}

/** The tour: what is told, and what on the page it is about. */
export const tour = [
  ['tour1', '.side .hands'],
  ['tour2', '.canvas'],
  ['tour3', '#tab-solver'],
  ['tour4', '.rail'],
  ['tour5', '#tab-scenario'],
] as const

const toured = 'binaan.tour'

/** Whether this browser's user has gone the tour or skipped it. */
export function hasToured(): boolean {
  return localStorage.getItem(toured) === 'done'
}

export function rememberTour(): void {
  localStorage.setItem(toured, 'done')
}
