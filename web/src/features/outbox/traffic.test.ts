import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { standIn } from '../../api/clock'
import { spend, spentIn } from './traffic'

beforeEach(() => {
  const held = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => held.set(key, value),
  })
  vi.stubGlobal('location', { href: 'https://binaan.example/kader/' })
})
afterEach(() => vi.unstubAllGlobals())

test('a month of traffic begins when the branch’s does, not Greenwich’s', () => {
  standIn('WIT')
  const eve = Date.parse('2026-11-30T23:59:00+09:00')
  const first = Date.parse('2026-12-01T00:01:00+09:00')
  spend('/api/v1/sync', 1000, 2000, eve)
  const before = spentIn(eve)
  expect(before).toBeGreaterThan(3000)
  expect(spentIn(first)).toBe(0)
  spend('/api/v1/sync', 10, 20, first)
  expect(spentIn(first)).toBeLessThan(before)
  expect(spentIn(Date.parse('2026-12-31T23:59:00+09:00'))).toBe(spentIn(first))
})
