import type { Schemas } from '../../api/client'

export type Candidate = Schemas['Applicant']
export type Stage = 'DIUSULKAN' | 'WAWANCARA' | 'DILATIH' | 'DIPILIH' | 'TIDAK_DIPILIH'

/** The way of a candidate, in its order. */
export const stages: Stage[] = ['DIUSULKAN', 'WAWANCARA', 'DILATIH', 'DIPILIH']

/** What may be said of a candidate next: the step that follows, or that they are not taken; of who is not, to begin anew. */
export function nextStages(at: string): Stage[] {
  const i = stages.indexOf(at as Stage)
  if (i < 0) return ['DIUSULKAN']
  const next = stages[i + 1]
  return next ? [next, 'TIDAK_DIPILIH'] : ['TIDAK_DIPILIH']
}

/** How many were trained, taken ones with them, and how many of those were taken: four and two, in the published case. */
export function chosenOf(all: Pick<Candidate, 'stage'>[]): { trained: number; taken: number } {
  const taken = all.filter((one) => one.stage === 'DIPILIH').length
  return { trained: taken + all.filter((one) => one.stage === 'DILATIH').length, taken }
}
