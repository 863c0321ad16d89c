import type { Schemas } from '../../api/client'
import { decimal, number } from '../../shared/format'
import type { Key } from '../../shared/i18n/id'

type PlanHead = Schemas['PlanHead']

const isOpen = (head: PlanHead) => head.state === 'queued' || head.state === 'running'

/** Signatures of plans that no person asked for. */
const unasked = ['malam', 'peristiwa']

/** The newest plan that is waited for, one that a person asked for before others. */
export function openPlan(heads: PlanHead[]): { open: PlanHead | undefined; asked: boolean } {
  const all = heads.filter(isOpen)
  const asked = all.find((head) => !unasked.includes(head.createdBy))
  return { open: asked ?? all[0], asked: asked !== undefined }
}

/** Why a plan in the queue is not begun, as words and their values; null once it is. */
export function waiting(head: PlanHead): [words: Key, values: Record<string, string>] | null {
  const { place } = head
  if (head.state !== 'queued' || !place) return null
  if (!place.worked) return ['waitsForWorker', {}]
  return place.ahead > 0 ? ['waitsBehind', { n: number(place.ahead) }] : ['waitsNext', {}]
}

/** How far a month may be from the best one. */
export function gap(c: Schemas['RouteCertificate']): string {
  return c.bound > 0 ? `${decimal((100 * (c.bound - c.value)) / c.bound)} %` : '–'
}

/** The codes of what happened, each once, in the order they came. */
export function codesOf(upsets: Schemas['Upset'][] | null): string[] {
  return [...new Set((upsets ?? []).map((upset) => upset.code))]
}
