import { describe, expect, it } from 'vitest'
import { leads } from './roving'

describe('arrows within a list', () => {
  it('go on and back, round its ends', () => {
    expect(leads('ArrowDown', 0, 3)).toBe(1)
    expect(leads('ArrowRight', 2, 3)).toBe(0)
    expect(leads('ArrowUp', 0, 3)).toBe(2)
    expect(leads('ArrowLeft', 2, 3)).toBe(1)
  })
  it('have its first and last by Home and End', () => {
    expect(leads('Home', 2, 3)).toBe(0)
    expect(leads('End', 0, 3)).toBe(2)
  })
  it('lead nowhere from another key, or where nothing stands', () => {
    expect(leads('Enter', 1, 3)).toBeNull()
    expect(leads('Tab', 1, 3)).toBeNull()
    expect(leads('ArrowDown', 0, 0)).toBeNull()
  })
  it('reach all from any place, either way', () => {
    for (const key of ['ArrowDown', 'ArrowUp'])
      for (let n = 1; n < 6; n++) {
        const seen = new Set<number>()
        for (let i = 0, at = 0; i < n; i++) {
          at = leads(key, at, n) ?? -1
          seen.add(at)
        }
        expect(seen.size).toBe(n)
      }
  })
})
