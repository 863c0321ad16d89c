import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetCrew, type Kept, keep, kept, readable } from './kept'

const now = Date.parse('2026-11-23T03:00:00Z')
const own: Kept = {
  login: 'penyelia',
  branches: [{ code: '9901', name: 'Cabang Contoh', zone: 'WIB' }],
  crew: { day: '2026-11-23', now: '2026-11-23T03:00:00Z', kader: [], visits: [] },
}

function holder() {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => held.set(key, value),
    removeItem: (key: string) => held.delete(key),
  }
}

beforeEach(() => {
  vi.stubGlobal('localStorage', holder())
  vi.stubGlobal('sessionStorage', holder())
})
afterEach(() => vi.unstubAllGlobals())

const { crew: _, ...whose } = own

test('the last list is read without a line for a day', () => {
  expect(kept(now)).toBeNull()
  keep(own)
  expect(kept(now + readable)).toEqual(own)
  expect(kept(now + readable + 1)).toEqual(whose)
  forgetCrew()
  expect(kept(now)).toBeNull()
  expect(sessionStorage.getItem('binaan.crew')).toBeNull()
})

test('nothing about kader outlives the page, nor what a version before left of them', () => {
  keep(own)
  vi.stubGlobal('sessionStorage', holder()) // closed, and opened anew
  expect(kept(now)).toEqual(whose)
  localStorage.setItem('binaan.crew', JSON.stringify(own))
  expect(kept(now)).toEqual(whose)
  expect(localStorage.getItem('binaan.crew')).toBe(JSON.stringify(whose))
})

test('a list that cannot be read or kept stops nobody', () => {
  localStorage.setItem('binaan.crew', '{"login":')
  expect(kept(now)).toBeNull()
  vi.stubGlobal('localStorage', {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  })
  expect(() => keep(own)).not.toThrow()
})
