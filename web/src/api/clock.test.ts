import { expect, test } from 'vitest'
import { shownIn } from './clock'

test('the branch decides which day it is, not the browser', () => {
  const instant = Date.parse('2027-02-28T16:45:00Z')
  expect(shownIn('WIB', instant)).toEqual({ day: '2027-02-28', hour: 23, minute: 45 })
  expect(shownIn('WITA', instant)).toEqual({ day: '2027-03-01', hour: 0, minute: 45 })
  expect(shownIn('WIT', instant)).toEqual({ day: '2027-03-01', hour: 1, minute: 45 })
})

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

test('nobody else asks the browser what time it is', () => {
  const asking = Object.entries(sources)
    .filter(([, text]) => /new Date\(\)|\bDate\.now\(/.test(text))
    .map(([path]) => path)
  expect(asking).toEqual(['./clock.ts'])
})
