import { describe, expect, it } from 'vitest'
import { behindBy, fixedOf, lostTo, type Rival } from './behind'
import { Drawing } from './fold'
import type { Sheet } from './tally'

const [west, east] = ['99.01.01', '99.01.02']
const atom = (desa: string, expected: number, hand: number) => ({
  desa,
  expected,
  later: expected / 2,
  hand,
  cell: '',
})

function drawn(...atoms: ReturnType<typeof atom>[]) {
  const sheet = { atoms } as unknown as Sheet
  return [sheet, new Drawing(atoms.map(({ desa, hand }) => ({ desa, hand })))] as const
}

const sum = (expected: number) => ({ expected, later: expected / 2 })

const rival = (best: Record<string, number>) =>
  ({
    best: { expected: 100, later: 50, value: 140 },
    kecamatan: Object.entries(best).map(([kecamatan, best]) => ({ kecamatan, best: sum(best) })),
  }) as Rival

describe('how far a drawing is from the solver’s plan', () => {
  it('is told for the kecamatan that differ, the greatest loss first, and what nobody has brings nothing', () => {
    const [sheet, drawing] = drawn(
      atom(`${west}.2001`, 100, 7),
      atom(`${west}.2002`, 60, 0),
      atom(`${east}.2001`, 50, 8),
    )
    expect(behindBy(rival({ [west]: 110, [east]: 80 }), sheet, drawing)).toEqual([
      { kecamatan: east, drawn: sum(50), best: sum(80) },
      { kecamatan: west, drawn: sum(100), best: sum(110) },
    ])
    expect(behindBy(rival({ [west]: 100, [east]: 50 }), sheet, drawing)).toEqual([])
  })

  it('follows every stroke, also into a kecamatan where the solver has nothing', () => {
    const [sheet, drawing] = drawn(atom(`${west}.2001`, 100, 0), atom(`${east}.2001`, 50, 8))
    const of = rival({ [east]: 50 })
    expect(behindBy(of, sheet, drawing)).toEqual([])
    drawing.apply([{ desa: `${west}.2001`, from: 0, to: 7 }])
    expect(behindBy(of, sheet, drawing)).toEqual([{ kecamatan: west, drawn: sum(100), best: sum(0) }])
  })
})

describe('what a drawing loses to the solver’s plan', () => {
  it('is cash, and what comes later by what that plan counts it', () => {
    expect(lostTo(rival({}), { expected: 90, later: 50 })).toBe(10)
    expect(lostTo(rival({}), { expected: 100, later: 0 })).toBe(40)
    expect(lostTo(rival({}), { expected: 110, later: 60 })).toBe(-18)
    expect(lostTo(rival({}), { expected: 100, later: 50 })).toBe(0)
  })
})

describe('what the solver may not change', () => {
  const row = (id: number, more: object) =>
    ({ id, households: 10, expected: 5, locked: false, merangkap: false, ...more }) as never

  it('is what is locked and second territories, with what they hold', () => {
    const free = row(3, {})
    expect(fixedOf([row(1, { locked: true }), row(2, { merangkap: true }), free])).toBe('1 10 5,2 10 5')
    expect(fixedOf([row(3, { households: 99 })])).toBe(fixedOf([free]))
    expect(fixedOf([row(1, { locked: true, households: 11 })])).not.toBe(fixedOf([row(1, { locked: true })]))
  })
})
