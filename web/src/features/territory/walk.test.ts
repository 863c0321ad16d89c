import { describe, expect, it } from 'vitest'
import { Drawing, type Hand } from './fold'
import type { Holder, Sheet, Tally } from './tally'
import { boxAround, brokenOf, cutBy, firstStep, groundOf, openDesa } from './walk'

const atoms = [
  { desa: '99.01.01.2001', hand: 1, eligible: 40 },
  { desa: '99.01.01.2002', hand: 0, eligible: 30 },
  { desa: '99.01.01.2003', hand: 0, eligible: 0 },
  { desa: '99.01.02.2001', cell: '89a', hand: 0, eligible: 5 },
  { desa: '99.01.02.2001', cell: '89b', hand: 2, eligible: 9 },
]
const codes = [...new Set(atoms.map((atom) => atom.desa))]
const sheet = { atoms, desa: codes.map((code) => ({ code })) } as unknown as Sheet
const drawing = new Drawing(atoms)
const member = (hand: Hand, kecamatan: string, locked = false): [Hand, Holder] => [
  hand,
  { hand, kecamatan, locked, works: true },
]
const crew = new Map([member(1, '99.01.01'), member(2, '99.01.02', true), member(3, '99.01.02')])
const sum = (desa: string[], ...pieces: string[][]) =>
  ({ desa, pieces: pieces.map((one) => ({ desa: one, eligible: 7 })) }) as unknown as Tally
const sums = new Map([
  [0, sum(['99.01.01.2002'], ['99.01.01.2002'], ['99.01.02.2001'])],
  [1, sum(['99.01.01.2001'], ['99.01.01.2001'], ['99.01.01.2003'])],
])

describe('ways over the map', () => {
  it('lead to desa with families that nobody has, each once', () => {
    expect(openDesa(sheet, drawing)).toEqual(['99.01.01.2002', '99.01.02.2001'])
  })
  it('lead to pieces that are cut off, of territories alone', () => {
    expect(brokenOf(sums).map(({ hand, piece }) => [hand, ...piece.desa])).toEqual([[1, '99.01.01.2003']])
  })
  it('show a territory, and the kecamatan of who has none', () => {
    expect(groundOf(1, sums, crew, sheet)).toEqual(['99.01.01.2001'])
    expect(groundOf(3, sums, crew, sheet)).toEqual(['99.01.02.2001'])
    expect(groundOf(0, sums, crew, sheet)).toEqual([])
  })
  it('begin with arrows where one looks, else in the territory, the kecamatan, anywhere', () => {
    expect(firstStep('99.01.01.2003', 1, sums, crew, sheet)).toBe('99.01.01.2003')
    expect(firstStep(undefined, 1, sums, crew, sheet)).toBe('99.01.01.2001')
    expect(firstStep(undefined, 3, sums, crew, sheet)).toBe('99.01.02.2001')
    expect(firstStep(undefined, 9, sums, crew, sheet)).toBe('99.01.01.2001')
  })
  it('frame places with room about them, and nothing about none', () => {
    expect(boxAround([])).toBeNull()
    const [west, south, east, north] = boxAround([
      { lon: 110, lat: -7 },
      { lon: 111, lat: -8 },
    ]) ?? [0, 0, 0, 0]
    expect([west < 110, south < -8, east > 111, north > -7]).toEqual([true, true, true, true])
  })
})

describe('a line of the knife', () => {
  const [one, other] = [{ desa: '99.01.01.2001' }, { desa: '99.01.02.2001', cell: '89b' }]
  const open = new Map([...crew, member(2, '99.01.02')])
  it('cuts the chosen territory where it crosses that, else the one it crosses most', () => {
    expect(cutBy([one, other, other], drawing, open, 1)).toBe(1)
    expect(cutBy([one, other, other], drawing, open, 3)).toBe(2)
  })
  it('cuts nothing that is locked, and nothing of nobody', () => {
    expect(cutBy([one, other, other], drawing, crew, 3)).toBe(1)
    expect(cutBy([other, null, { desa: '99.01.01.2002' }], drawing, crew, 1)).toBe(0)
  })
})
