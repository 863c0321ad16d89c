import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Act, between, follow } from './gesture'

/** A window and an element that only pass events on. */
class Stage extends EventTarget {
  getBoundingClientRect = () => ({ left: 10, top: 20 })
}

function pointer(type: string, more: Partial<PointerEvent> = {}): Event {
  return Object.assign(new Event(type), {
    pointerId: 1,
    pointerType: 'mouse',
    button: 0,
    buttons: 1,
    clientX: 10,
    clientY: 20,
    ...more,
  })
}

describe('a drawing pointer', () => {
  let acts: Act[] = []
  let stage = new Stage()
  let page = new EventTarget()
  let clock = 0
  let pens = 0
  beforeEach(() => {
    acts = []
    pens = 0
    stage = new Stage()
    page = new EventTarget()
    clock = 0
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    follow(stage as unknown as HTMLElement, {
      draws: () => true,
      act: (act) => acts.push(act),
      pen: () => pens++,
      now: () => clock,
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  const kinds = () => acts.map((act) => act.kind).join(' ')

  it('draws from down to up, and nothing after', () => {
    stage.dispatchEvent(pointer('pointerdown'))
    stage.dispatchEvent(pointer('pointermove', { clientX: 40 }))
    stage.dispatchEvent(pointer('pointerup'))
    stage.dispatchEvent(pointer('pointermove', { clientX: 90 }))
    expect(kinds()).toBe('begin move end')
  })
  it.each(['pointercancel', 'lostpointercapture'])('ends with %s', (type) => {
    stage.dispatchEvent(pointer('pointerdown'))
    stage.dispatchEvent(pointer(type))
    stage.dispatchEvent(pointer('pointermove', { clientX: 40 }))
    expect(kinds()).toBe('begin end')
  })
  it('ends when the window is left, and when the button was released outside', () => {
    stage.dispatchEvent(pointer('pointerdown'))
    page.dispatchEvent(new Event('blur'))
    stage.dispatchEvent(pointer('pointerdown'))
    stage.dispatchEvent(pointer('pointermove', { buttons: 0, clientX: 40 }))
    stage.dispatchEvent(pointer('pointermove', { buttons: 0, clientX: 60 }))
    expect(kinds()).toBe('begin end begin end')
  })
  it('is taken back by a second finger that comes at once, and ended by one that comes late', () => {
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'touch' }))
    clock = 100
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'touch', pointerId: 2 }))
    expect(kinds()).toBe('begin cancel')
    stage.dispatchEvent(pointer('pointerup', { pointerType: 'touch', pointerId: 2 }))
    stage.dispatchEvent(pointer('pointermove', { pointerType: 'touch', clientX: 80 }))
    stage.dispatchEvent(pointer('pointerup', { pointerType: 'touch' }))
    expect(kinds()).toBe('begin cancel') // fingers lifted singly draw nothing
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'touch' }))
    clock = 500
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'touch', pointerId: 2 }))
    expect(kinds()).toBe('begin cancel begin end')
  })
  it('is a pen’s from then on: the palm that came first draws nothing, nor one beside it', () => {
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'touch' }))
    clock = 400
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'pen', pointerId: 2 }))
    expect(kinds()).toBe('begin cancel begin')
    expect(pens).toBe(1)
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'touch', pointerId: 3 }))
    stage.dispatchEvent(pointer('pointermove', { pointerType: 'touch', pointerId: 3, clientX: 90 }))
    stage.dispatchEvent(pointer('pointermove', { pointerType: 'pen', pointerId: 2, clientX: 40 }))
    stage.dispatchEvent(pointer('pointerup', { pointerType: 'pen', pointerId: 2 }))
    stage.dispatchEvent(pointer('pointerdown', { pointerType: 'pen', pointerId: 2 }))
    expect(kinds()).toBe('begin cancel begin move end begin')
    expect(pens).toBe(1)
  })
  it('is taken back by Escape', () => {
    stage.dispatchEvent(pointer('pointerdown'))
    page.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Escape' }))
    expect(kinds()).toBe('begin cancel')
  })
  it('jumps over nothing however fast', () => {
    const points = between([0, 0], [300, 400])
    expect(points.at(-1)).toEqual([300, 400])
    const gaps = points
      .slice(1)
      .map(([x, y], i) => Math.hypot(x - (points[i]?.[0] ?? 0), y - (points[i]?.[1] ?? 0)))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6)
  })
})
