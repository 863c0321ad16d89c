import { expect, test } from 'vitest'
import { elsewhere, read, write } from './address'

test('what is no month or area is left out', () => {
  expect(read(new URLSearchParams('month=2026-11&against=nov&within=99.01.01'))).toMatchObject({
    month: '2026-11',
    against: '',
    within: '99.01.01',
    search: '',
  })
  expect(read(new URLSearchParams('within=99.01.01.20011')).within).toBe('')
  expect(read(new URLSearchParams('within=../x')).within).toBe('')
})

test('a change keeps the rest, and drops what is said by default', () => {
  const next = write(new URLSearchParams('branch=9901&month=2026-11&search=siti'), {
    search: '',
    within: '99.01',
  })
  expect(next.toString()).toBe('branch=9901&month=2026-11&within=99.01')
})

test('a month that no year has is none, in both places', () => {
  for (const month of ['2026-00', '2026-13', '2026-99', '2026-1', '2026-11-01', '', '２０２６-11']) {
    const address = read(new URLSearchParams({ month, against: month }))
    expect([address.month, address.against], month).toEqual(['', ''])
  }
  for (const month of ['2026-01', '2026-09', '2026-10', '2026-12'])
    expect(read(new URLSearchParams({ month, against: month }))).toMatchObject({ month, against: month })
})

test('what is written is read again', () => {
  const said = {
    kedeputian: 'VI',
    branch: '9901',
    month: '2026-11',
    against: '2026-10',
    within: '99.01.01.2001',
    level: 'desa',
    places: '-money',
    kader: 'name',
    search: 'siti & "rumah" #7;+',
    flag: 'SILENT',
  }
  const there = write(new URLSearchParams('measure=arrears'), said)
  expect(read(new URLSearchParams(there.toString()))).toEqual(said)
  expect(there.get('measure')).toBe('arrears')
})

test('another branch is seen in the same months, and nothing of the last one stays', () => {
  const here = new URLSearchParams('branch=9901&month=2026-09&within=99.01&search=siti&kedeputian=VI')
  expect(write(here, { ...elsewhere, branch: '9902' }).toString()).toBe('branch=9902&month=2026-09')
})
