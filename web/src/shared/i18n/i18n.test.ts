import { expect, test } from 'vitest'

const files = import.meta.glob<Record<string, Record<string, string>>>('./*.{id,en}.ts', { eager: true })
const pages = import.meta.glob<string>('/src/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** All words of a language; a key that two catalogues have is found by their sum. */
function words(language: 'id' | 'en'): [string, string][] {
  return Object.entries(files)
    .filter(([path]) => path.endsWith(`.${language}.ts`))
    .flatMap(([, module]) => Object.values(module).flatMap((catalogue) => Object.entries(catalogue)))
}

const id = Object.fromEntries(words('id'))
const en = Object.fromEntries(words('en'))
const keys = Object.keys(id)
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()

test('both languages say everything, with the same values in it', () => {
  expect(words('id').length).toBe(keys.length) // no key stands twice
  expect(Object.keys(en).sort()).toEqual([...keys].sort())
  const wrong = keys.filter((key) => places(id[key] ?? '').join() !== places(en[key] ?? '').join())
  expect(wrong).toEqual([])
})

test('no text is empty, untrimmed, or left open', () => {
  const open = /^\s|\s$|\s\s|TODO|^$|\{[^}]*$|\{\W/
  expect(keys.filter((key) => open.test(id[key] ?? '') || open.test(en[key] ?? ''))).toEqual([])
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

/** The modules that a module reaches. */
function reached(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  const values = (pages[path] ?? '').replace(/import type[^']*'[^']+'/g, '')
  for (const [, to] of values.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const parts = path.split('/').slice(0, -1)
    for (const step of (to as string).split('/')) {
      if (step === '..') parts.pop()
      else if (step !== '.') parts.push(step)
    }
    const base = parts.join('/')
    const found = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((one) => one in pages)
    if (found) reached(found, seen)
  }
  return seen
}

test.each(['kader', 'manager', 'workbench'])('%s knows every word that its pages say', (face) => {
  const modules = [...reached(`/src/app/${face}/main.tsx`)]
  expect(modules.length).toBeGreaterThan(10)
  const said = modules.filter((path) => !path.includes('/i18n/')).map((path) => pages[path])
  const used = said.flatMap((text) =>
    [...(text ?? '').matchAll(/'([A-Za-z_]+)'/g)].map((found) => found[1] as string),
  )
  const taught = modules
    .filter((path) => path.endsWith('.id.ts'))
    .map((path) => `./${path.split('/').at(-1)}`)
  const known = new Set(taught.flatMap((path) => Object.keys(Object.values(files[path] ?? {})[0] ?? {})))
  expect(used.filter((key) => key in id && !known.has(key))).toEqual([])
})
