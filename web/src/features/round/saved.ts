import { useSyncExternalStore } from 'react'
import type { Draft } from './draft'

/** What was stored a moment ago. */
export interface Saved {
  draft: Draft
  household: number
  name: string
  /** It may be taken back no more; told until another screen comes, so that nothing jumps under a finger. */
  past?: boolean
  /** It was taken back. */
  undone?: boolean
}

/** How long it may be taken back, in milliseconds. */
export const grace = 10_000

let saved: Saved | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const watchers = new Set<() => void>()

export function justSaved(next: Saved | null): void {
  clearTimeout(timer)
  saved = next
  if (next && !next.past) timer = setTimeout(() => justSaved({ ...next, past: true }), grace)
  for (const watcher of [...watchers]) watcher()
}

/** Another screen came: what can be taken back no more is told no more. */
export function leftScreen(): void {
  if (saved?.past) justSaved(null)
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const savedNow = (): Saved | null => saved
export const useSaved = (): Saved | null => useSyncExternalStore(watch, savedNow)
