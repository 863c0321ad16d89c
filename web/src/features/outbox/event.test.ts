import { expect, test } from 'vitest'
import { uuid7 } from './event'

const bytes = (of: (i: number) => number) => Uint8Array.from({ length: 10 }, (_, i) => of(i))
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('an id is a UUID of version 7 whatever chance gives', () => {
  for (let byte = 0; byte < 256; byte++)
    expect(
      uuid7(
        Date.parse('2026-11-23T03:00:00Z'),
        bytes(() => byte),
      ),
    ).toMatch(shape)
  expect(uuid7(0)).toMatch(shape)
  expect(uuid7(-5), 'a phone whose clock is before 1970').toMatch(/^00000000-0000-7/)
})

test('an id says its millisecond, and later ones sort after', () => {
  const random = bytes((i) => 255 - i)
  let last = ''
  for (const now of [0, 1, 0xffff, 0x10000, 1_795_402_800_000, 1_795_402_800_001, 2 ** 44]) {
    const id = uuid7(now, random)
    expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(now)
    expect(id > last, `${id} after ${last}`).toBe(true)
    last = id
  }
  expect(uuid7(1000.9, random)).toBe(uuid7(1000, random))
})

test('each bit of chance but the two of the variant and four of the version makes another id', () => {
  const plain = uuid7(
    1,
    bytes(() => 0),
  )
  const others = new Set<string>()
  for (let bit = 0; bit < 80; bit++) {
    const id = uuid7(
      1,
      bytes((i) => (i === bit >> 3 ? 1 << (bit & 7) : 0)),
    )
    if (id !== plain) others.add(id)
  }
  expect(others.size).toBe(74)
})
