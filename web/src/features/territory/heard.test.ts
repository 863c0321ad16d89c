import { expect, test } from 'vitest'
import { type Change, nobody } from './fold'
import { heardOf, strokeName } from './heard'

const change = (desa: string, from: number, to: number): Change => ({ desa, from, to })

test('a stroke is told of whom it touches, who gains first, each once, nobody never', () => {
  expect(heardOf([change('a', 4, 9), change('b', 4, 9), change('c', nobody, 9)])).toEqual({
    hands: [9, 4],
    more: 0,
  })
  expect(heardOf([change('a', nobody, nobody)])).toEqual({ hands: [], more: 0 })
})

test('a stroke that touches many is told of three, with how many more', () => {
  const changes = [change('a', 1, 9), change('b', 2, 9), change('c', 3, 9), change('d', 4, 9)]
  expect(heardOf(changes)).toEqual({ hands: [9, 1, 2], more: 2 })
})

test('a stroke goes by its desa, or by how many there are, and by who gets it', () => {
  const name = (...changes: Change[]) =>
    strokeName(
      { changes },
      (code) => `Desa ${code}`,
      (hand) => (hand === nobody ? 'Belum terbagi' : `Kader ${hand}`),
      '{n} desa',
    )
  expect(name(change('a', 4, 9))).toBe('Desa a → Kader 9')
  expect(name({ ...change('a', 4, 9), cell: 'x' }, { ...change('a', 5, 9), cell: 'y' })).toBe(
    'Desa a → Kader 9',
  )
  expect(name(change('a', 4, nobody), change('b', 4, nobody))).toBe('2 desa → Belum terbagi')
})
