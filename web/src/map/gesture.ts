/** What a pointer does on the map, told from its events alone. */
export type Act =
  | { kind: 'begin' | 'move' | 'end'; points: [number, number][] }
  /** The stroke is taken back: a second finger came, or Escape. */
  | { kind: 'cancel' }

/** A second finger so soon after the first was meant to move the map. */
const twoFingers = 150

const step = 6

interface Options {
  /** Whether a pointer that goes down now draws. */
  draws: (event: PointerEvent) => boolean
  act: (act: Act) => void
  /** A pen touches for the first time. */
  pen?: () => void
  now?: () => number
}

/**
 * Follows one drawing pointer over an element: holds it outside the window too, fills
 * between fast events, and ends when the pointer is taken away in any manner.
 */
export function follow(
  element: HTMLElement,
  { draws, act, pen, now = () => performance.now() }: Options,
): () => void {
  let drawing: { pointer: number; kind: string; last: [number, number]; since: number } | null = null
  let penned = false
  const down = new Set<number>()
  const at = (event: PointerEvent): [number, number] => {
    const box = element.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  const stop = (kind: 'end' | 'cancel') => {
    if (!drawing) return
    drawing = null
    act(kind === 'end' ? { kind, points: [] } : { kind })
  }
  const begin = (event: PointerEvent) => {
    const kind = event.pointerType
    if (kind === 'pen') {
      if (!penned) pen?.()
      penned = true
      if (drawing?.kind === 'touch') stop('cancel') // the palm was there first
      down.clear()
    }
    down.add(event.pointerId)
    if (drawing?.kind === 'pen' && kind === 'touch') return // the palm beside it
    if (drawing && kind === 'touch') return stop(now() - drawing.since < twoFingers ? 'cancel' : 'end')
    if (drawing || down.size > 1 || event.button !== 0 || !draws(event)) return
    element.setPointerCapture?.(event.pointerId)
    drawing = { pointer: event.pointerId, kind, last: at(event), since: now() }
    act({ kind: 'begin', points: [drawing.last] })
  }
  const move = (event: PointerEvent) => {
    if (drawing?.pointer !== event.pointerId) return
    if (event.pointerType === 'mouse' && (event.buttons & 1) === 0) return stop('end')
    const to = at(event)
    act({ kind: 'move', points: between(drawing.last, to) })
    drawing.last = to
  }
  const end = (event: PointerEvent) => {
    down.delete(event.pointerId)
    if (drawing?.pointer === event.pointerId) stop('end')
  }
  const gone = () => {
    down.clear()
    stop('end')
  }
  const giveUp = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && drawing) {
      event.stopPropagation()
      stop('cancel')
    }
  }
  element.addEventListener('pointerdown', begin)
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', end)
  element.addEventListener('pointercancel', end)
  element.addEventListener('lostpointercapture', end)
  addEventListener('blur', gone)
  addEventListener('keydown', giveUp, true)
  return () => {
    element.removeEventListener('pointerdown', begin)
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', end)
    element.removeEventListener('pointercancel', end)
    element.removeEventListener('lostpointercapture', end)
    removeEventListener('blur', gone)
    removeEventListener('keydown', giveUp, true)
  }
}

/** Points on the way, close enough that no desa or cell is jumped over. */
export function between([x, y]: [number, number], [toX, toY]: [number, number]): [number, number][] {
  const n = Math.max(1, Math.ceil(Math.hypot(toX - x, toY - y) / step))
  return Array.from({ length: n }, (_, i) => [x + ((toX - x) * (i + 1)) / n, y + ((toY - y) * (i + 1)) / n])
}
