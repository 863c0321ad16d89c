import type { KeyboardEvent } from 'react'

/** Where a key leads from one of so many that stand in a row or a column; null: nowhere. */
export function leads(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = new Map([
    ['ArrowRight', 1],
    ['ArrowDown', 1],
    ['ArrowLeft', -1],
    ['ArrowUp', -1],
  ]).get(key)
  return step === undefined ? null : (at + step + count) % count
}

/**
 * Moves the focus by arrows among what a selector finds in the element that hears the key,
 * so that a whole list is one stop of Tab. Tells what the focus went to.
 */
export function rove(event: KeyboardEvent<HTMLElement>, selector: string): HTMLElement | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = all.indexOf(event.target as HTMLElement)
  const to = at < 0 ? null : leads(event.key, at, all.length)
  if (to === null) return null
  event.preventDefault()
  all[to]?.focus()
  return all[to] ?? null
}
