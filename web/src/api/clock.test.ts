import { expect, test } from 'vitest'
import { standInYear } from '../shared/format'
import { clockIsOff, shownIn, stampIn, trustDay, when } from './clock'

test('the branch decides which day it is, not the browser', () => {
  const instant = Date.parse('2027-02-28T16:45:00Z')
  expect(shownIn('WIB', instant)).toEqual({ day: '2027-02-28', hour: 23, minute: 45 })
  expect(shownIn('WITA', instant)).toEqual({ day: '2027-03-01', hour: 0, minute: 45 })
  expect(shownIn('WIT', instant)).toEqual({ day: '2027-03-01', hour: 1, minute: 45 })
})

test('an instant is written as the branch sees it, wherever the reader is', () => {
  standInYear('2027')
  expect(when('WIB', '2027-01-31T23:59:59.9Z')).toBe('Sen, 1 Feb 06.59')
  expect(when('WIT', '2027-01-31T14:59:00Z')).toBe('Min, 31 Jan 23.59')
  expect(when('WIT', '2027-01-31T15:00:00Z')).toBe('Sen, 1 Feb 00.00')
  expect(when('WITA', '2026-12-31T15:30:00+00:00')).toBe('Kam, 31 Des 2026 23.30')
})

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

test('nobody writes an instant by the clock of the browser', () => {
  const local =
    /\.get(Hours|Minutes|Date|Day|Month|FullYear)\(\)|toLocale(Time|Date)?String\((?!'id-ID')|timeStyle/
  const writing = Object.entries(sources).filter(
    ([path, text]) => !path.endsWith('.test.ts') && local.test(text),
  )
  expect(writing.map(([path]) => path)).toEqual([])
})

test('nobody else asks the browser what time it is', () => {
  const asking = Object.entries(sources)
    .filter(([, text]) => /new Date\(\)|\bDate\.now\(/.test(text))
    .map(([path]) => path)
  expect(asking).toEqual(['./clock.ts'])
})

test('a stamp carries the zone of the branch', () => {
  const at = Date.parse('2026-11-23T10:05:03Z')
  expect(stampIn('WIB', at)).toBe('2026-11-23T17:05:03+07:00')
  expect(stampIn('WIT', at)).toBe('2026-11-23T19:05:03+09:00')
})

test('a clock that went back to 1970 or on to 2036 is noticed, a fortnight offline is not', () => {
  trustDay('2026-11-23', 'WIB')
  const noon = Date.parse('2026-11-23T05:00:00Z')
  expect(clockIsOff(noon + 14 * 86_400_000)).toBe(false)
  expect(clockIsOff(Date.parse('1970-01-01T00:00:00Z'))).toBe(true)
  expect(clockIsOff(Date.parse('2036-11-23T05:00:00Z'))).toBe(true)
  expect(clockIsOff(noon - 3_600_000)).toBe(true)
})
