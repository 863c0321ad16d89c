import { expect, test } from 'vitest'
import { read, write } from './address'

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
