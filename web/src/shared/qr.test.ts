import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { drawn } from './qr'

test('the path covers the dark squares and no other', () => {
  const { data, size } = encode('https://contoh.test/v/0123456789abcdef0123456789abcdef', { border: 4 })
  const seen = new Set<string>()
  for (const [, x, y, w] of drawn(data).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let i = 0; i < Number(w); i++) seen.add(`${Number(x) + i} ${y}`)
  let dark = 0
  data.forEach((row, y) => {
    row.forEach((on, x) => {
      expect(seen.has(`${x} ${y}`)).toBe(on)
      if (on) dark++
    })
  })
  expect(seen.size).toBe(dark)
  expect(size).toBe(data.length)
  expect(data.slice(0, 4).flat()).not.toContain(true) // the quiet edge that readers need
})
