import { useSyncExternalStore } from 'react'
import { speakDays } from '../format'
import { en } from './en'
import { id, type Key } from './id'

export type { Key } from './id'
export type Language = 'id' | 'en'

const catalogues: Record<Language, Record<Key, string>> = { id, en }
const stored = 'binaan.language'

let language: Language = localStorage.getItem(stored) === 'en' ? 'en' : 'id'
const listeners = new Set<() => void>()
apply()

function apply(): void {
  document.documentElement.lang = language
  speakDays(language)
}

export function switchLanguage(): void {
  language = language === 'id' ? 'en' : 'id'
  localStorage.setItem(stored, language)
  apply()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export type Say = (key: Key, values?: Record<string, string | number>) => string

/** The words of the chosen language; re-renders when it changes. */
export function useWords(): { t: Say; language: Language } {
  const now = useSyncExternalStore(subscribe, () => language)
  return { t: (key, values) => fill(catalogues[now][key], values), language: now }
}

/** Puts values into the {places} of a text. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** Whether a code of the server has words. */
export function hasWords(code: string): code is Key {
  return code in id
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
