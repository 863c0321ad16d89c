import { expect, test } from 'vitest'
import { en } from './en'
import { id } from './id'

const keys = Object.keys(id) as (keyof typeof id)[]
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()

test('both languages say everything, with the same values in it', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort())
  const wrong = keys.filter((key) => places(id[key]).join() !== places(en[key]).join())
  expect(wrong).toEqual([])
})

test('no text is empty, untrimmed, or left open', () => {
  const open = /^\s|\s$|\s\s|TODO|^$|\{[^}]*$|\{\W/
  expect(keys.filter((key) => open.test(id[key]) || open.test(en[key]))).toEqual([])
})

const sources = import.meta.glob<string>('../../../../planner/**/*.go', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Codes that planners write, by the beginning of their names in Go. */
function codes(name: RegExp): string[] {
  return Object.entries(sources)
    .filter(([path]) => !path.endsWith('_test.go'))
    .flatMap(([, text]) => [...text.matchAll(/^\t(\w+)(?:\s+\w+)?\s*=\s*"([A-Z][A-Z_]+)"/gm)])
    .filter((found) => name.test(found[1] as string))
    .map((found) => found[2] as string)
}

test.each([
  ['why a family rests', /^Rest[A-Z]/, 10],
  ['why a family is left out', /^Left[A-Z]/, 5],
  ['what speaks against a stored day', /^Upset[A-Z]/, 5],
  ['what could not be done with territories', /^Finding[A-Z]/, 8],
  ['why a day has few stops', /^Few[A-Z]/, 4],
])('there are words for %s', (_, name, least) => {
  const all = codes(name)
  expect(all.length).toBeGreaterThanOrEqual(least)
  expect(all.filter((code) => !(code in id))).toEqual([])
})
