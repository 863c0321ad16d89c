import { expect, test } from 'vitest'
import { Drawing, type Hand, nobody } from './fold'
import { cellsOf, pocketsOf } from './pockets'
import type { Sheet } from './tally'

type Atom = { desa: string; cell?: string; hand: Hand }

/** A sheet of which only what lies where and who borders whom is said. */
const sheetOf = (atoms: Atom[], near: Record<string, string[]>) =>
  ({ atoms, desa: Object.entries(near).map(([code, of]) => ({ code, near: of })) }) as unknown as Sheet

const stateOf = (atoms: Atom[]) => ({ drawing: new Drawing(atoms) })

/** A board of desa, each beside those above, below, left and right; a dot is a desa without families. */
function board(rows: string[]): { atoms: Atom[]; near: Record<string, string[]> } {
  const atoms: Atom[] = []
  const near: Record<string, string[]> = {}
  for (const [y, row] of rows.entries())
    for (const [x, sign] of [...row].entries()) {
      near[`${x},${y}`] = [
        [x, y - 1],
        [x, y + 1],
        [x - 1, y],
        [x + 1, y],
      ]
        .filter(([a, b]) => rows[b as number]?.[a as number])
        .map(([a, b]) => `${a},${b}`)
      if (sign !== '.') atoms.push({ desa: `${x},${y}`, hand: Number(sign) })
    }
  return { atoms, near }
}

const pockets = (rows: string[], hand: Hand) => {
  const { atoms, near } = board(rows)
  return pocketsOf(sheetOf(atoms, near), stateOf(atoms), hand).sort()
}

test('what one territory closes in is its pocket, and nobody else’s', () => {
  const rows = ['111', '101', '111']
  expect(pockets(rows, 1)).toEqual(['1,1'])
  expect(pockets(rows, 2)).toEqual([])
  expect(pockets(rows, nobody)).toEqual([])
})

test('what two territories border is the pocket of neither', () => {
  expect(pockets(['112', '102', '112'], 1)).toEqual([])
  expect(pockets(['112', '102', '112'], 2)).toEqual([])
})

test('ground on which nobody has drawn anything is no pocket', () => {
  expect(pockets(['00', '00'], 1)).toEqual([])
})

test('pockets of one territory that do not touch are all told, each desa once', () => {
  expect(pockets(['1110', '1010', '0111'], 1)).toEqual(['0,2', '1,1', '3,0', '3,1'])
})

test('a desa that is held in part closes nothing in: its free cells lead on', () => {
  const { atoms, near } = board(['1', '0', '1'])
  const divided = [
    ...atoms.filter(({ desa }) => desa !== '0,0'),
    { desa: '0,0', cell: 'a', hand: 1 },
    { desa: '0,0', cell: 'b', hand: nobody },
  ]
  expect(pocketsOf(sheetOf(divided, near), stateOf(divided), 1)).toEqual([])
  const whole = divided.map((atom) => ({ ...atom, hand: atom.desa === '0,1' ? nobody : 1 }))
  expect(pocketsOf(sheetOf(whole, near), stateOf(whole), 1)).toEqual(['0,1'])
})

test('on random boards pockets are what one reaches of nobody and meets one hand only', () => {
  let seed = 20261130
  const next = (n: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * n)
  }
  let held = 0
  for (let round = 0; round < 200; round++) {
    const rows = Array.from({ length: 4 }, () =>
      Array.from({ length: 5 }, () => '00112.'[next(6)] as string).join(''),
    )
    const { atoms, near } = board(rows)
    const hands = new Map(atoms.map(({ desa, hand }) => [desa, hand]))
    // every desa of nobody for itself, without what was learned from another
    const slow = (hand: Hand) =>
      [...hands.keys()]
        .filter((from) => {
          if (hands.get(from) !== nobody) return false
          const reached = new Set([from])
          for (const at of reached)
            if (hands.get(at) === nobody) for (const to of near[at] ?? []) if (hands.has(to)) reached.add(to)
          const owners = new Set([...reached].map((at) => hands.get(at)).filter((one) => one !== nobody))
          return owners.size === 1 && owners.has(hand)
        })
        .sort()
    for (const hand of [1, 2]) {
      expect(pockets(rows, hand), `round ${round}, hand ${hand}:\n${rows.join('\n')}`).toEqual(slow(hand))
      held += slow(hand).length
    }
  }
  expect(held, 'boards that hold pockets').toBeGreaterThan(100)
})

test('only desa that may be divided have cells, in the order of the sheet', () => {
  const atoms = [
    { desa: 'a', cell: '2', hand: 1 },
    { desa: 'b', hand: 1 },
    { desa: 'c', cell: '', hand: 1 },
    { desa: 'a', cell: '1', hand: 2 },
  ]
  expect([...cellsOf(sheetOf(atoms, {}))]).toEqual([['a', ['2', '1']]])
  expect(cellsOf({ atoms: null, desa: null } as unknown as Sheet).size).toBe(0)
})
