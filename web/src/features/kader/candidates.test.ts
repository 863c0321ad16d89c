import { expect, test } from 'vitest'
import { chosenOf, nextStages } from './candidates'

test('a candidate goes one step at a time, and nobody is taken untrained', () => {
  expect(nextStages('DIUSULKAN')).toEqual(['WAWANCARA', 'TIDAK_DIPILIH'])
  expect(nextStages('WAWANCARA')).toEqual(['DILATIH', 'TIDAK_DIPILIH'])
  expect(nextStages('DILATIH')).toEqual(['DIPILIH', 'TIDAK_DIPILIH'])
  expect(nextStages('DIPILIH')).toEqual(['TIDAK_DIPILIH'])
  expect(nextStages('TIDAK_DIPILIH')).toEqual(['DIUSULKAN'])
})

test('four are trained, two of them taken', () => {
  const all = ['DIPILIH', 'DIPILIH', 'DILATIH', 'DILATIH', 'WAWANCARA', 'TIDAK_DIPILIH']
  expect(chosenOf(all.map((stage) => ({ stage }) as never))).toEqual({ trained: 4, taken: 2 })
  expect(chosenOf([])).toEqual({ trained: 0, taken: 0 })
})
