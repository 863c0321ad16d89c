import type { Way } from '../../map/drawMap'
import type { Spot } from '../../map/spot'
import type { Key } from '../../shared/i18n'
import { type Hand, nobody } from './fold'

export type Tool = 'desa' | 'brush' | 'balance' | 'lasso' | 'knife' | 'erase' | 'inspect'

/** The tools in the order of the rail, with their keys. */
export const tools: { tool: Tool; key: string; words: Key; help: Key; way: Way; icon: string }[] = [
  {
    tool: 'desa',
    key: 'd',
    words: 'toolDesa',
    help: 'toolDesaHelp',
    way: 'tap',
    icon: 'M4 6l8-3 8 3v12l-8 3-8-3z',
  },
  {
    tool: 'brush',
    key: 'b',
    words: 'toolBrush',
    help: 'toolBrushHelp',
    way: 'paint',
    icon: 'M4 20c4 0 4-4 7-4M11 16L20 4l-6 10z',
  },
  {
    tool: 'balance',
    key: 's',
    words: 'toolBalance',
    help: 'toolBalanceHelp',
    way: 'paint',
    icon: 'M12 4v16M7 20h10M5 8h14M5 8l-2 6h5zM19 8l-3 6h5z',
  },
  {
    tool: 'lasso',
    key: 'p',
    words: 'toolLasso',
    help: 'toolLassoHelp',
    way: 'ring',
    icon: 'M12 4c5 0 8 3 8 6s-4 6-9 6-7-2-7-5 3-7 8-7zM8 16l-1 5',
  },
  {
    tool: 'knife',
    key: 'k',
    words: 'toolKnife',
    help: 'toolKnifeHelp',
    way: 'line',
    icon: 'M4 20L15 9M13 5l6 6-3 2-5-5z',
  },
  {
    tool: 'erase',
    key: 'e',
    words: 'toolErase',
    help: 'toolEraseHelp',
    way: 'paint',
    icon: 'M4 16L14 4l6 5-9 11H7zM9 10l6 5',
  },
  {
    tool: 'inspect',
    key: 'i',
    words: 'toolInspect',
    help: 'toolInspectHelp',
    way: 'tap',
    icon: 'M12 7v.5M12 11v6M12 3a9 9 0 100 18 9 9 0 000-18z',
  },
]

/** What a tool means of a place: all of the desa, where it draws whole ones. */
export const aimed = (tool: Tool, spot: Spot): Spot =>
  tool === 'desa' && spot.cell ? { desa: spot.desa } : spot

/** How strokes of a tool are made. */
export const wayOf = (tool: Tool): Way => tools.find((one) => one.tool === tool)?.way ?? 'tap'

/** To whom a tool gives what it goes over. */
export const targetOf = (tool: Tool, hand: Hand): Hand => (tool === 'erase' ? nobody : hand)

const widest = 5

/** A brush one ring of cells wider (+1) or narrower (−1), as far as it goes. */
export const sized = (brush: number, by: 1 | -1) => Math.min(widest, Math.max(0, brush + by))

/**
 * What a press on a place of some owners means: a look at whose it is, or that it passes to
 * somebody. A place that the chosen one holds alone is given back.
 */
export function meant(
  tool: Tool,
  mayDraw: boolean,
  hand: Hand,
  owners: Hand[],
): { look: Hand; unchosen: boolean } | { to: Hand } {
  const [owner = nobody] = owners
  if (tool === 'inspect' || !mayDraw || hand === nobody)
    return { look: owner, unchosen: owner === nobody && tool !== 'inspect' && mayDraw }
  return { to: owners.length === 1 && owner === hand ? nobody : hand }
}

/** What else keys do, for the page that tells. */
export const keys: [string, Key][] = [
  ['0–9', 'keyDigits'],
  ['[ ]', 'keySize'],
  ['N', 'keyNext'],
  ['F', 'keyBroken'],
  ['L', 'keyLock'],
  ['Shift+L', 'keyLockAll'],
  ['G', 'keyFill'],
  ['H', 'keyHeat'],
  ['V', 'keyPan'],
  ['←↑→↓ Enter', 'keyArrows'],
  ['Ctrl+Z', 'keyUndo'],
  ['Ctrl+Shift+Z', 'keyRedo'],
  ['Esc', 'keyEscape'],
  ['?', 'keyHelp'],
]

/**
 * Whether a key belongs to what is typed into, not to the drawing. A tick takes no more than
 * Space, and neither it nor a list has anything of its own that could be undone.
 */
export function typing({ target, ctrlKey, key }: Pick<KeyboardEvent, 'target' | 'ctrlKey' | 'key'>): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog')) return true
  if (target.matches('input[type="checkbox"]')) return key === ' '
  if (ctrlKey && target.matches('select')) return false
  return target.closest('input, textarea, select, [contenteditable]') !== null
}

/** Whether Space presses or scrolls what has the focus, instead of holding the map. */
export function pressing({ target }: Pick<KeyboardEvent, 'target'>): boolean {
  if (!(target instanceof HTMLElement) || target.closest('.canvas')) return false
  return target.closest('button, summary, a, [tabindex]') !== null
}
