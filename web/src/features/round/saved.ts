import { useSyncExternalStore } from 'react'
import type { Draft } from './draft'

/** What was stored a moment ago and may still be taken back. */
export interface Saved {
  draft: Draft
  household: number
  name: string
}

/** How long it may be taken back, in milliseconds. */
export const grace = 10_000

let saved: Saved | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const watchers = new Set<() => void>()

export function justSaved(next: Saved | null): void {
  clearTimeout(timer)
  saved = next
  if (next) timer = setTimeout(() => justSaved(null), grace)
  for (const watcher of [...watchers]) watcher()
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const useSaved = (): Saved | null => useSyncExternalStore(watch, () => saved)
