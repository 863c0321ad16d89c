import { expect, test } from 'vitest'
import { standing } from './band'
import { type Certificate, type DesaSum, gapPercent, hueOf, hues, matching, unservedHue } from './model'

test('a territory stands below, in or above the band, both ends included', () => {
  const band = { lower: 450, upper: 550 }
  expect([449, 450, 550, 551].map((n) => standing(n, band))).toEqual([
    'bandLow',
    'bandOk',
    'bandOk',
    'bandHigh',
  ])
})

test('a gap that nobody proved is unknown, not zero', () => {
  expect(gapPercent({ inertia: 100, bound: 0 } as Certificate)).toBeNull()
  expect(gapPercent({ inertia: 100, bound: 95 } as Certificate)).toBeCloseTo(5)
})

test('what nobody serves has a hue of its own', () => {
  expect(hueOf(0)).toBe(unservedHue)
  expect(hues).toContain(hueOf(13))
})

test('desa are found by their own name and their kecamatan', () => {
  const desa = [
    { name: 'Karangasri', kecamatan: 'Kec. A', code: '99.01.01.2001' },
    { name: 'Sukamaju', kecamatan: 'Kec. B', code: '99.01.02.2001' },
  ] as DesaSum[]
  expect(matching(desa, 'kec. b').map((d) => d.name)).toEqual(['Sukamaju'])
  expect(matching(desa, '')).toHaveLength(2)
})
