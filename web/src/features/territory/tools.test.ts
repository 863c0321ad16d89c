import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aimed, pressing, typing } from './tools'

/** As much of an element as a key asks: what it is, and what it stands in. */
class Element {
  constructor(
    readonly kind: string,
    readonly within: string[] = [],
  ) {}
  matches(selector: string) {
    return selector.split(', ').includes(this.kind)
  }
  closest(selector: string) {
    return selector.split(', ').some((one) => this.kind === one || this.within.includes(one)) ? this : null
  }
}

const of = (kind: string, within?: string[]) => new Element(kind, within) as unknown as EventTarget
const before = globalThis.HTMLElement
beforeAll(() => {
  globalThis.HTMLElement = Element as unknown as typeof HTMLElement
})
afterAll(() => {
  globalThis.HTMLElement = before
})

const key = (target: EventTarget, name: string, ctrlKey = false) => ({ target, key: name, ctrlKey })

describe('a key', () => {
  it('belongs to a field that is typed into, undoing too', () => {
    expect(typing(key(of('input'), 'l'))).toBe(true)
    expect(typing(key(of('textarea'), 'z', true))).toBe(true)
  })
  it('belongs to the drawing on a tick, all but Space', () => {
    const tick = of('input[type="checkbox"]', ['input'])
    for (const name of ['l', 'f', '1', 'Enter']) expect(typing(key(tick, name))).toBe(false)
    expect(typing(key(tick, 'z', true))).toBe(false)
    expect(typing(key(tick, ' '))).toBe(true)
  })
  it('chooses in a list by letters, and undoes on the drawing', () => {
    expect(typing(key(of('select'), 'l'))).toBe(true)
    expect(typing(key(of('select'), 'z', true))).toBe(false)
  })
  it('is a dialog’s own in a dialog', () => {
    expect(typing(key(of('input[type="checkbox"]', ['dialog']), 'z', true))).toBe(true)
  })
})

describe('Space', () => {
  it('opens what folds, presses buttons and scrolls lists', () => {
    for (const kind of ['summary', 'button', 'a', '[tabindex]'])
      expect(pressing({ target: of(kind) })).toBe(true)
  })
  it('holds the map anywhere else, and on the map', () => {
    expect(pressing({ target: of('body') })).toBe(false)
    expect(pressing({ target: of('canvas', ['.canvas', '[tabindex]']) })).toBe(false)
  })
})

describe('a place under the pointer', () => {
  it('is all of the desa for the tool of whole desa, a cell for the others', () => {
    expect(aimed('desa', { desa: 'large', cell: 'x' })).toEqual({ desa: 'large' })
    expect(aimed('brush', { desa: 'large', cell: 'x' })).toEqual({ desa: 'large', cell: 'x' })
    const small = { desa: 'small' }
    expect(aimed('desa', small)).toBe(small)
  })
})
