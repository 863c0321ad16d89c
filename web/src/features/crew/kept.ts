import type { Schemas } from '../../api/client'

export type Crew = Schemas['Crew']
export type CrewKader = Schemas['CrewKader']

/** What a supervisor's phone keeps: whose it is, and the last list. It names no family. */
export interface Kept {
  login: string
  branches: { code: string; name: string; zone: string }[]
  /** Undefined before the first answer. */
  crew?: Crew
}

const place = 'binaan.crew'

/** How long a list may be read without an answer of the server, in milliseconds. */
export const readable = 14 * 24 * 3_600_000

/** What this phone kept; a list that is too old is forgotten. */
export function kept(now: number): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null
    if (found?.crew && now - Date.parse(found.crew.now) > readable) return { ...found, crew: undefined }
    return found
  } catch {
    return null
  }
}

export function keep(what: Kept): void {
  try {
    localStorage.setItem(place, JSON.stringify(what))
  } catch {} // a full phone has no last list, and works all the same
}

export const forgetCrew = (): void => localStorage.removeItem(place)
