import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepOwn, ownOf } from './own'

const none = { added: [], order: [] }

/** A browser's storage: what it holds are its own properties, what it does are not. */
class Storage {
  getItem(key: string): string | null {
    return (this as unknown as Record<string, string>)[key] ?? null
  }
  setItem(key: string, value: string): void {
    Object.assign(this, { [key]: value })
  }
  removeItem(key: string): void {
    delete (this as unknown as Record<string, string>)[key]
  }
}

beforeEach(() => vi.stubGlobal('localStorage', new Storage()))
afterEach(() => vi.unstubAllGlobals())

test('what a kader changed of a day is that day’s', () => {
  const own = { added: [7, 3], order: [3, 9, 7] }
  keepOwn('2026-11-23', own, '2026-11-23')
  expect(ownOf('2026-11-23')).toEqual(own)
  expect(ownOf('2026-11-24')).toEqual(none)
})

test('days that are past are forgotten, across the ends of months and years; nothing else is', () => {
  localStorage.setItem('binaan.clock', 'kept')
  const days = ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01', '2027-01-02']
  for (const day of days) keepOwn(day, { added: [1], order: [] }, '2026-11-30')
  keepOwn('2027-01-02', { added: [2], order: [] }, '2027-01-01')
  expect(days.filter((day) => ownOf(day).added.length > 0)).toEqual(['2027-01-01', '2027-01-02'])
  expect(localStorage.getItem('binaan.clock')).toBe('kept')
})

test('what is not ours there is no change', () => {
  for (const text of ['null', '5', '"x"', '[]', '{}', '{"added":[1]}', '{"added":1,"order":2}', '{', '']) {
    localStorage.setItem('binaan.own.2026-11-23', text)
    expect(ownOf('2026-11-23'), text).toEqual(none)
  }
})

test('a phone that is full, or has no storage, stops nobody', () => {
  vi.stubGlobal(
    'localStorage',
    Object.assign(Object.create({}), {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }),
  )
  expect(() => keepOwn('2026-11-23', { added: [1], order: [] }, '2026-11-23')).not.toThrow()
  vi.stubGlobal('localStorage', undefined)
  expect(() => keepOwn('2026-11-23', { added: [1], order: [] }, '2026-11-23')).not.toThrow()
  expect(ownOf('2026-11-23')).toEqual(none)
})
