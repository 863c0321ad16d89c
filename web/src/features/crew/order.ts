import type { Crew, CrewKader } from './kept'

/** How a kader's day stands, the first that holds. */
export type Standing = 'handed' | 'away' | 'sent' | 'silent' | 'noRoute'

export function standingOf(kader: CrewKader): Standing {
  if (kader.handedTo) return 'handed'
  if (kader.sent) return 'sent'
  if (kader.away) return 'away'
  return kader.planned > 0 || (kader.takes ?? []).length > 0 ? 'silent' : 'noRoute'
}

const urgency: Standing[] = ['silent', 'sent', 'handed', 'noRoute', 'away']

/** Who has not sent stands first, then who has visits to ask about, then the rest by name. */
export function inOrder(crew: Crew): CrewKader[] {
  const asked = askedOf(crew)
  const rank = (k: CrewKader) => urgency.indexOf(standingOf(k)) * 2 - (asked.has(k.id) ? 1 : 0)
  return [...crew.kader].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'id'))
}

/** How many visits of each kader bear signs. */
export function askedOf(crew: Crew): Map<number, number> {
  const out = new Map<number, number>()
  for (const visit of crew.visits) out.set(visit.kader, (out.get(visit.kader) ?? 0) + 1)
  return out
}

/** Who may take a kader's route on that day, by name. */
export function takers(crew: Crew, from: number): CrewKader[] {
  return crew.kader
    .filter((k) => k.id !== from && !k.away && !k.handedTo)
    .sort((a, b) => a.name.localeCompare(b.name, 'id'))
}

export interface Sum {
  done: number
  planned: number
  sent: number
  all: number
}

/** What the kader who have a route amount to. */
export function sumOf(crew: Crew): Sum {
  const at = crew.kader.filter((k) => k.planned > 0 || k.sent)
  return {
    done: at.reduce((n, k) => n + k.done, 0),
    planned: at.reduce((n, k) => n + k.planned, 0),
    sent: at.filter((k) => k.sent).length,
    all: at.length,
  }
}
