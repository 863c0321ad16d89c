import { useSyncExternalStore } from 'react'
import { speakDays } from '../format'
import { base } from './base'
import type { boardId } from './board.id'
import type { crewId } from './crew.id'
import type { drawId } from './draw.id'
import type { guideId } from './guide.id'
import type { importsId } from './imports.id'
import type { inboxId } from './inbox.id'
import type { mattersId } from './matters.id'
import type { officeId } from './office.id'
import type { peopleId } from './people.id'
import type { phoneId } from './phone.id'
import type { routeId } from './route.id'
import type { scenarioId } from './scenario.id'
import type { territoryId } from './territory.id'

export type Key =
  | keyof typeof base.id
  | keyof typeof officeId
  | keyof typeof territoryId
  | keyof typeof routeId
  | keyof typeof importsId
  | keyof typeof boardId
  | keyof typeof drawId
  | keyof typeof guideId
  | keyof typeof inboxId
  | keyof typeof mattersId
  | keyof typeof scenarioId
  | keyof typeof peopleId
  | keyof typeof phoneId
  | keyof typeof crewId
export type Language = 'id' | 'en'
type Words = Record<string, string>

/** The words of one kind of reader, so that no face carries those of another. */
interface Part {
  id: Words
  en: () => Promise<Words>
}

const stored = 'binaan.language'
const parts: Part[] = [base]
const catalogues: { id: Words; en: Words | null } = { id: base.id, en: null }

let language: Language = 'id'
const listeners = new Set<() => void>()
apply()

/** Adds the words of the face that begins, once, before anything of it is drawn. */
export function teach(...more: Part[]): void {
  parts.push(...more)
  catalogues.en = null
  catalogues.id = Object.assign({}, ...parts.map((part) => part.id))
  if (localStorage.getItem(stored) === 'en') void speak('en')
}

function apply(): void {
  document.documentElement.lang = language
  speakDays(language)
}

/** Speaks a language from now on; English is fetched when it is first wanted. */
async function speak(next: Language): Promise<void> {
  if (next === 'en')
    catalogues.en ??= Object.assign({}, ...(await Promise.all(parts.map((part) => part.en()))))
  language = next
  apply()
  for (const listener of listeners) listener()
}

export function switchLanguage(): void {
  const next = language === 'id' ? 'en' : 'id'
  localStorage.setItem(stored, next)
  void speak(next)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export type Say = (key: Key, values?: Record<string, string | number>) => string

/** The words of the chosen language; re-renders when it changes. */
export function useWords(): { t: Say; language: Language } {
  const now = useSyncExternalStore(subscribe, () => language)
  return { t: (key, values) => fill((catalogues[now] ?? catalogues.id)[key] ?? key, values), language: now }
}

/** Puts values into the {places} of a text. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** Whether a code of the server has words. */
export function hasWords(code: string): code is Key {
  return code in catalogues.id
}

/** The words of a code that came as data; the code itself where it has none. */
export function wordsOf(t: Say, code: string, kind = ''): string {
  return hasWords(kind + code) ? t((kind + code) as Key) : code
}

const failures: Record<string, Key> = {
  INPUT: 'failedInput',
  NO_TERRITORIES: 'failedTerritories',
  CHECK: 'failedCheck',
  WORKERS: 'failedWorkers',
}

/** The words for why a plan failed. */
export function failureWords(code: string | undefined): Key {
  return failures[code ?? ''] ?? 'failedOther'
}
