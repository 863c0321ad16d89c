import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetCrew, type Kept, keep, kept, readable } from './kept'

const now = Date.parse('2026-11-23T03:00:00Z')
const own: Kept = {
  login: 'penyelia',
  branches: [{ code: '9901', name: 'Cabang Contoh', zone: 'WIB' }],
  crew: { day: '2026-11-23', now: '2026-11-23T03:00:00Z', kader: [], visits: [] },
}

beforeEach(() => {
  const held = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => held.set(key, value),
    removeItem: (key: string) => held.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('the last list is read without a line for fourteen days', () => {
  expect(kept(now)).toBeNull()
  keep(own)
  expect(kept(now + readable)).toEqual(own)
  expect(kept(now + readable + 1)).toEqual({ ...own, crew: undefined })
  forgetCrew()
  expect(kept(now)).toBeNull()
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
