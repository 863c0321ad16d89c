import { expect, test } from 'vitest'
import { scannedCode } from './scanned'

test('a square that was scanned fills in its code, and nothing else does', () => {
  expect(scannedCode('#ABCD2345')).toBe('ABCD2345')
  for (const other of ['', '#', '#keluarga/7', '#ABC', `#${'A'.repeat(13)}`, '#ABCD 2345'])
    expect(scannedCode(other), other).toBe('')
})
