import { expect, test } from 'vitest'
import type { Schemas } from '../../api/client'
import { byKecamatan, colourOf, colours, resolutionAt } from './model'

test('cells grow finer with the zoom for those who may see all of them, and for nobody else', () => {
  expect([4, 8.9, 10, 11, 14].map((zoom) => resolutionAt(zoom, true))).toEqual([4, 6, 8, 9, 9])
  expect([4, 8.9, 14].map((zoom) => resolutionAt(zoom, false))).toEqual([7, 7, 7])
})

test('the first and last class keep the ends of the palette', () => {
  expect([0, 2].map((i) => colourOf(i, 3))).toEqual([colours[0], colours[4]])
  expect(colourOf(0, 1)).toBe(colours[4])
})

test('desa add up to their kecamatan, a territory of two desa counts once', () => {
  const desa = [
    {
      code: '99.01.01.2001',
      kecamatan: 'A',
      households: 10,
      eligible: 6,
      arrears: 5,
      expected: 1,
      territories: [1],
      hidden: false,
    },
    {
      code: '99.01.01.2002',
      kecamatan: 'A',
      households: 20,
      eligible: 9,
      arrears: 7,
      expected: 2,
      territories: [1, 2],
      hidden: false,
    },
    {
      code: '99.01.02.2001',
      kecamatan: 'B',
      households: 1,
      eligible: 0,
      arrears: 99,
      expected: 0,
      territories: [],
      hidden: false,
    },
  ] as unknown as Schemas['DesaSum'][]
  const [first, second] = byKecamatan(desa)
  expect(first?.name).toBe('B')
  expect(second).toMatchObject({ households: 30, eligible: 15, arrears: 12, territories: 2 })
})
