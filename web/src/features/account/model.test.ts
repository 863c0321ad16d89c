import { expect, test } from 'vitest'
import { browserOf, isOpen } from './model'

test('a browser is known by its short name', () => {
  const chrome =
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36'
  expect(browserOf(chrome)).toBe('Chrome · Android')
  expect(browserOf(`${chrome} Edg/120`)).toBe('Edge · Android')
  expect(browserOf('curl/8.1')).toBe('curl/8.1')
  expect(browserOf('')).toBe('')
})

test('an account is open up to and with its last day', () => {
  expect(isOpen({ disabled: false }, '2026-11-23')).toBe(true)
  expect(isOpen({ disabled: false, until: '2026-11-23' }, '2026-11-23')).toBe(true)
  expect(isOpen({ disabled: false, until: '2026-11-22' }, '2026-11-23')).toBe(false)
  expect(isOpen({ disabled: true }, '2026-11-23')).toBe(false)
})
