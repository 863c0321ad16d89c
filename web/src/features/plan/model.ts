import type { Schemas } from '../../api/client'
import { decimal } from '../../shared/format'

/** How far a month may be from the best one. */
export function gap(c: Schemas['RouteCertificate']): string {
  return c.bound > 0 ? `${decimal((100 * (c.bound - c.value)) / c.bound)} %` : '–'
}

/** The codes of what happened, each once, in the order they came. */
export function codesOf(upsets: Schemas['Upset'][] | null): string[] {
  return [...new Set((upsets ?? []).map((upset) => upset.code))]
}
