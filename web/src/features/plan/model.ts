import type { Schemas } from '../../api/client'

/** The codes of what happened, each once, in the order they came. */
export function codesOf(upsets: Schemas['Upset'][] | null): string[] {
  return [...new Set((upsets ?? []).map((upset) => upset.code))]
}
