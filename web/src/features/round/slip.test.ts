import { expect, test } from 'vitest'
import { masked, type Slip, slipLines, slipName } from './slip'

const slip: Slip = {
  head: 'Bu Sumarni Contoh',
  amount: 480_000,
  receipt: '',
  channel: 'PPOB',
  day: '2026-11-23',
  kader: 'Ani',
  branch: 'Cabang Contoh',
}
const words = {
  title: 'T',
  notReceipt: 'N',
  family: 'Keluarga',
  day: 'Hari',
  channel: 'Lewat',
  receipt: 'No. resi',
  kader: 'Kader',
}

test('a slip names nobody in full', () => {
  expect(masked('Bu Sumarni')).toBe('Bu S•••')
  expect(masked('  Mohamad   Yusuf ')).toBe('M••• Y•••')
  expect(masked('')).toBe('•••')
  const text = JSON.stringify(slipLines(slip, words)) + slipName(slip)
  expect(text).not.toContain('Sumarni')
})

test('a slip leaves out what nobody noted', () => {
  expect(slipLines(slip, words).map(([name]) => name)).toEqual(['Keluarga', 'Hari', 'Lewat', 'Kader'])
  expect(slipLines({ ...slip, receipt: 'R-77' }, words)).toContainEqual(['No. resi', 'R-77'])
})
