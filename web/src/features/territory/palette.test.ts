import { describe, expect, it } from 'vitest'
import { Drawing } from './fold'
import { colouring, paints, touching } from './palette'
import type { Sheet } from './tally'

/** What eyes that miss one kind of cone see of a colour, in linear light (Viénot, Brettel and Mollon 1999). */
const eyes: Record<string, number[][]> = {
  every: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.112, 0.888, 0], [0.112, 0.888, 0], [0.004, -0.004, 1]],
  deutan: [[0.292, 0.708, 0], [0.292, 0.708, 0], [-0.022, 0.022, 1]],
  tritan: [[1, 0.15, -0.15], [0, 0.87, 0.13], [0, 0.87, 0.13]],
} // biome-ignore format: matrices

function seen(hue: string, eye: number[][]): number[] {
  const linear = [1, 3, 5].map((at) => (Number.parseInt(hue.slice(at, at + 2), 16) / 255) ** 2.2)
  return eye.map(
    (row) =>
      100 *
      Math.max(
        0,
        row.reduce((sum, x, i) => sum + x * (linear[i] ?? 0), 0),
      ) **
        (1 / 2.2),
  )
}

describe('neighbours are told apart', () => {
  it.each(Object.keys(eyes))('by %s eyes: by hue, and always by pattern', (name) => {
    const eye = eyes[name] ?? []
    for (const a of paints)
      for (const b of paints) {
        if (a === b) continue
        expect(a.pattern).not.toBe(b.pattern)
        const [x, y] = [seen(a.hue, eye), seen(b.hue, eye)]
        const far = Math.hypot(...x.map((one, i) => one - (y[i] ?? 0)))
        expect(far, `${a.hue} and ${b.hue}`).toBeGreaterThan(5)
      }
  })
  it('forty-one territories of a square never touch one of their own paint, and keep theirs', () => {
    const side = 18
    const code = (i: number) => `99.01.01.${2001 + i}`
    const desa = Array.from({ length: side * side }, (_, i) => ({
      code: code(i),
      near: [i % side > 0 ? i - 1 : -1, i % side < side - 1 ? i + 1 : -1, i - side, i + side]
        .filter((j) => j >= 0 && j < side * side)
        .map(code),
    }))
    const sheet = { desa } as unknown as Sheet
    const hand = (i: number) => 1 + Math.min(40, 7 * Math.floor(i / side / 3) + Math.floor((i % side) / 3))
    const drawing = new Drawing(desa.map((one, i) => ({ desa: one.code, hand: hand(i) })))
    const near = touching(sheet, drawing)
    const hands = [...new Set(desa.map((_, i) => hand(i)))]
    const first = colouring(hands, near, new Map())
    for (const [a, all] of near) for (const b of all) expect(first.get(a)).not.toBe(first.get(b))
    expect(colouring(hands, near, first)).toEqual(first)
    drawing.apply([{ desa: code(0), from: hand(0), to: hand(5) }])
    const next = colouring(hands, touching(sheet, drawing), first)
    expect([...next].filter(([one, paint]) => first.get(one) !== paint).length).toBeLessThan(4)
  })
})
