import type { Schemas } from '../../api/client'

export type Crew = Schemas['Crew']
export type CrewKader = Schemas['CrewKader']

/**
 * What a supervisor's phone keeps: whose it is, and, until the page is closed, the last
 * list. It names no family, but kader and their telephones, so it does not stay.
 */
export interface Kept {
  login: string
  branches: { code: string; name: string; zone: string }[]
  /** Undefined before the first answer. */
  crew?: Crew
}

const place = 'binaan.crew'

/** How long a list may be read without an answer of the server, in milliseconds. */
export const readable = 24 * 3_600_000

/** What this phone kept; a list that is too old is forgotten. */
export function kept(now: number): Kept | null {
  const owner = read<Kept>(localStorage)
  if (!owner) return null
  const { crew: stays, ...whose } = owner
  if (stays) localStorage.setItem(place, JSON.stringify(whose)) // a version before kept it for good
  const crew = read<Crew>(sessionStorage)
  return crew && now - Date.parse(crew.now) <= readable ? { ...whose, crew } : whose
}

function read<T>(from: Storage): T | null {
  try {
    return JSON.parse(from.getItem(place) ?? 'null') as T | null
  } catch {
    return null
  }
}

export function keep({ crew, ...whose }: Kept): void {
  try {
    localStorage.setItem(place, JSON.stringify(whose))
    if (crew) sessionStorage.setItem(place, JSON.stringify(crew))
  } catch {} // a full phone has no last list, and works all the same
}

export function forgetCrew(): void {
  localStorage.removeItem(place)
  sessionStorage.removeItem(place)
}
