import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody } from './fold'
import { aimed, meant, pressing, sized, targetOf, tools, typing, wayOf } from './tools'

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

describe('a press on a place', () => {
  const [mine, other] = [7, 8]
  it('gives it to the chosen one, whoever has it', () => {
    for (const owners of [[nobody], [other], [other, nobody], [mine, other], []])
      expect(meant('desa', true, mine, owners)).toEqual({ to: mine })
  })
  it('gives back what the chosen one holds alone', () => {
    expect(meant('desa', true, mine, [mine])).toEqual({ to: nobody })
  })
  it('shows whose it is where nobody is chosen, and says so where nobody has it', () => {
    expect(meant('desa', true, nobody, [other])).toEqual({ look: other, unchosen: false })
    expect(meant('desa', true, nobody, [nobody])).toEqual({ look: nobody, unchosen: true })
    expect(meant('desa', true, nobody, [])).toEqual({ look: nobody, unchosen: true })
  })
  it('only shows, by the tool that looks and to who may not draw, and blames nobody', () => {
    for (const owners of [[nobody], [mine], [other, mine]]) {
      const look = { look: owners[0], unchosen: false }
      expect(meant('inspect', true, mine, owners)).toEqual(look)
      for (const { tool } of tools) expect(meant(tool, false, mine, owners)).toEqual(look)
    }
  })
})

describe('a tool', () => {
  it('gives to the chosen one; the eraser to nobody', () => {
    for (const { tool } of tools) expect(targetOf(tool, 7)).toBe(tool === 'erase' ? nobody : 7)
  })
  it('has a key and a way of its strokes', () => {
    expect(new Set(tools.map(({ key }) => key)).size).toBe(tools.length)
    expect([wayOf('brush'), wayOf('lasso'), wayOf('knife'), wayOf('desa')]).toEqual([
      'paint',
      'ring',
      'line',
      'tap',
    ])
  })
  it('has a brush of six widths', () => {
    let brush = 0
    const grown = Array.from({ length: 8 }, () => {
      brush = sized(brush, 1)
      return brush
    })
    expect(grown).toEqual([1, 2, 3, 4, 5, 5, 5, 5])
    expect([sized(5, -1), sized(1, -1), sized(0, -1)]).toEqual([4, 0, 0])
  })
})
