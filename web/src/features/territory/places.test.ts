import { expect, test } from 'vitest'
import { kecamatanNames, placeNames } from './places'
import type { Sheet } from './tally'

const sheet = {
  desa: [
    { code: '99.01.01.2001', name: 'Melati', kecamatan: 'Barat' },
    { code: '99.01.01.2002', name: 'Mawar', kecamatan: 'Barat' },
    { code: '99.01.02.2001', name: 'Melati', kecamatan: 'Timur' },
  ],
} as unknown as Sheet

test('desa and kecamatan go by their names, what nobody knows by its code', () => {
  const codes = ['99.01.01.2002', '99.01.02.2001', '99.01.02', '99.01.03', '99.01', '']
  expect(codes.map(placeNames(sheet))).toEqual(['Mawar', 'Melati', 'Timur', '99.01.03', '99.01', ''])
})

test('each kecamatan is named once', () => {
  expect([...kecamatanNames(sheet)]).toEqual([
    ['99.01.01', 'Barat'],
    ['99.01.02', 'Timur'],
  ])
  expect(kecamatanNames({} as Sheet).size).toBe(0)
  expect(placeNames({} as Sheet)('99.01')).toBe('99.01')
})
