/** What a kader changed about a day: numbers of families only, no word about them. */
export interface Own {
  /** Families put into the day. */
  added: number[]
  /** The order that the kader chose; empty: as planned. */
  order: number[]
}

const prefix = 'binaan.own.'

export function ownOf(day: string): Own {
  try {
    const { added, order } = JSON.parse(localStorage.getItem(prefix + day) ?? '{}') as Partial<Own>
    if (Array.isArray(added) && Array.isArray(order)) return { added, order }
  } catch {} // no storage, or not ours
  return { added: [], order: [] }
}

/** Keeps the changes of a day and forgets those of days that are past. */
export function keepOwn(day: string, own: Own, today: string): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix) && key.slice(prefix.length) < today) localStorage.removeItem(key)
    localStorage.setItem(prefix + day, JSON.stringify(own))
  } catch {} // a full phone has them until the page is left
}
