import type { State } from './draft'

/** Strokes that wait since nobody answered. */
export interface Wait {
  /** The most that waited at once. */
  most: number
  /** How many have landed at last; 0 while some wait, and where none did. */
  landed: number
}

export const noWait: Wait = { most: 0, landed: 0 }

/** What waits after the draft became as it is now: told once, when all of it has landed. */
export function waited(before: Wait, { lost, pending }: Pick<State, 'lost' | 'pending'>): Wait {
  if (lost) return { most: Math.max(before.most, pending), landed: 0 }
  if (before.most === 0) return before.landed === 0 ? before : noWait
  return pending > 0 ? before : { most: 0, landed: before.most }
}
