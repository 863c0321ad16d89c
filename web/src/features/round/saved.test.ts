import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyDraft } from './draft'
import { grace, justSaved, leftScreen, savedNow } from './saved'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  justSaved(null)
  vi.useRealTimers()
})

const one = { draft: emptyDraft('a', 0), household: 7, name: 'Bu Contoh' }

test('what was stored may be taken back for ten seconds, and is told until another screen comes', () => {
  justSaved(one)
  leftScreen()
  vi.advanceTimersByTime(grace - 1)
  expect(savedNow()).toEqual(one)
  vi.advanceTimersByTime(1)
  expect(savedNow()).toEqual({ ...one, past: true })
  leftScreen()
  expect(savedNow()).toBeNull()
})

test('a second record has its ten seconds whole', () => {
  justSaved(one)
  vi.advanceTimersByTime(grace - 1)
  justSaved({ ...one, household: 8 })
  vi.advanceTimersByTime(grace - 1)
  expect(savedNow()).toEqual({ ...one, household: 8 })
})
