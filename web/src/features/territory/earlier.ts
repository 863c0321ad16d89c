import type { Stroke } from './fold'

/** So many strokes are offered to go back behind. */
const most = 30

/**
 * Behind which of a territory's strokes, the last one first, it can be taken back; yesterday: behind
 * the first one of today, null where none is of today. One that waits to be saved is of today.
 */
export function earlierOf(
  strokes: Stroke[],
  dayOf: (at: string) => string,
  today: string,
): { yesterday: Stroke | null; strokes: Stroke[] } {
  const ofToday = strokes.filter(({ at }) => !at || dayOf(at) >= today)
  return { yesterday: ofToday.at(-1) ?? null, strokes: strokes.slice(0, most) }
}
