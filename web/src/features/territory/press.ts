import { type Tool, tools } from './tools'

/** What a key asks for. */
export type Act =
  | { kind: 'digit'; digit: string }
  | { kind: 'step'; dx: number; dy: number }
  | { kind: 'tool'; tool: Tool }
  | { kind: Plain }

/** `enough` ends a number, `draw` is a click where the arrows are, `leave` is Escape. */
type Plain =
  | 'enough'
  | 'draw'
  | 'undo'
  | 'redo'
  | 'thinner'
  | 'thicker'
  | 'nextOpen'
  | 'nextBroken'
  | 'fill'
  | 'lock'
  | 'lockAll'
  | 'heat'
  | 'help'
  | 'leave'

/** What decides what a key means. */
export interface Keyed {
  /** A number was begun. */
  numbering: boolean
  /** The map has the keyboard. */
  onMap: boolean
  /** Arrows or the pointer are at a desa. */
  aimed: boolean
  mayDraw: boolean
  mayLock: boolean
}

const steps = new Map<string, readonly [number, number]>([
  ['arrowleft', [-1, 0]],
  ['arrowright', [1, 0]],
  ['arrowup', [0, 1]],
  ['arrowdown', [0, -1]],
])

const plain = new Map<string, Plain>([
  ['[', 'thinner'],
  [']', 'thicker'],
  ['n', 'nextOpen'],
  ['f', 'nextBroken'],
  ['g', 'fill'],
  ['h', 'heat'],
  ['?', 'help'],
  ['escape', 'leave'],
])

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** What a key asks for; null: it is the browser's. */
export function actOf(event: Pressed, now: Keyed): Act | null {
  const key = event.key.toLowerCase()
  const control = event.ctrlKey || event.metaKey
  if (control && key === 'z') return { kind: event.shiftKey ? 'redo' : 'undo' }
  if (control || event.altKey) return null
  if (/^\d$/.test(key)) return { kind: 'digit', digit: key }
  if (key === 'enter' && now.numbering) return { kind: 'enough' }
  const [dx, dy] = steps.get(key) ?? []
  if (now.onMap && dx !== undefined && dy !== undefined) return { kind: 'step', dx, dy }
  if (key === 'enter' && now.onMap && now.aimed) return { kind: 'draw' }
  return chosenBy(key, event.shiftKey, now)
}

/** What a letter or a sign asks for. */
function chosenBy(key: string, shifted: boolean, { mayDraw, mayLock }: Keyed): Act | null {
  const tool = key === 'v' ? 'inspect' : tools.find((one) => one.key === key)?.tool
  if (tool) return mayDraw || tool === 'inspect' ? { kind: 'tool', tool } : null
  if (key === 'l') return mayLock ? { kind: shifted ? 'lockAll' : 'lock' } : null
  const kind = plain.get(key)
  return kind ? { kind } : null
}

/** Whether a key was pressed on the map itself, not on a button over it. */
export function onMap({ target }: Pick<KeyboardEvent, 'target'>): boolean {
  return target instanceof HTMLElement && target.closest('.canvas') !== null && !target.matches('button')
}
