import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** Codes that planners write, by the beginning of their names in Go. */
function codes(name: RegExp): string[] {
  const root = join(import.meta.dirname, '../../../../planner')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const texts = files
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
  return texts.flatMap((text) =>
    [...text.matchAll(/^\t(\w+)(?:\s+\w+)?\s*=\s*"([A-Z][A-Z_]+)"/gm)]
      .filter((found) => name.test(found[1] as string))
      .map((found) => found[2] as string),
  )
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
