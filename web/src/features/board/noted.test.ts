import { expect, test } from 'vitest'
import { monthName, shortDay } from '../../shared/format'
import { notedOf } from './noted'

test('every month of the trend has its notes, across a year', () => {
  const note = (day: string, name: string, text: string) =>
    ({ id: 1, day, area: '', name, cause: 'LAIN', text, by: '' }) as const
  const noted = [
    note('2026-09-30', '', 'Tarif naik'),
    note('2027-01-03', 'Contoh', 'Banjir'),
    note('2027-01-20', '', 'Berkas'),
  ]
  expect(notedOf({ month: '2027-01', noted }, 5)).toEqual([
    `${monthName('2026-09')}: ${shortDay('2026-09-30')} Tarif naik`,
    '',
    '',
    '',
    `${monthName('2027-01')}: ${shortDay('2027-01-03')} Contoh: Banjir; ${shortDay('2027-01-20')} Berkas`,
  ])
  expect(notedOf({ month: '2027-01', noted: [] })).toEqual(['', '', '', '', '', ''])
})
