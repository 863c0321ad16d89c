import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pullStreets } from './line'
import { newKey, unlock } from './lock'
import type { Phone } from './outbox'
import { Store } from './store'

let phone: Phone
/** What the server answers, and the tags that it was asked with. */
let answer: () => Response
const asked: (string | undefined)[] = []
const streets = { source: '© Contoh', roads: [{ class: 3, name: 'Gang Contoh', steps: [1, 2, 3, 4] }] }
const these = () => new Response(JSON.stringify(streets), { headers: { ETag: 'W/"streets-1"' } })
const pull = (day: string) => pullStreets(phone, { branch: '9901', device: 'd', token: 't' }, day)
const kept = () => phone.store.use((db) => db.get('pack', 'streets'))

beforeEach(async () => {
  phone = {
    store: new Store('line-test'),
    key: (await newKey('123456', 1000)).key,
    device: 'd',
    token: 't',
    sealKey: '',
  }
  answer = these
  asked.length = 0
  vi.stubGlobal('document', { documentElement: { lang: 'id' } })
  vi.stubGlobal('location', { href: 'http://localhost/kader/' })
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(headers['If-None-Match'])
    return answer()
  })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await phone.store.wipe()
})

test('streets are asked for once a day, and come only when they are others', async () => {
  expect(await pull('2026-11-23')).toBe(true)
  expect(await pull('2026-11-23')).toBe(false)
  answer = () => new Response(null, { status: 304 })
  expect(await pull('2026-11-24')).toBe(false)
  expect(await pull('2026-11-24')).toBe(false)
  expect(asked).toEqual([undefined, 'W/"streets-1"'])
  const had = await kept()
  expect(had?.tag).toBe('W/"streets-1"')
  expect(had && (await unlock(phone.key, had.locked))).toEqual(streets)
})

test('streets that do not come whole are asked for again, and those before stay', async () => {
  answer = () => new Response('{"source":"')
  expect(await pull('2026-11-23')).toBe(false)
  expect(await kept()).toBeUndefined()
  answer = these
  expect(await pull('2026-11-23')).toBe(true)
  answer = () => new Response('busy', { status: 429 })
  expect(await pull('2026-11-24')).toBe(false)
  expect((await kept())?.day).toBe('2026-11-23')
  answer = these
  expect(await pull('2026-11-24')).toBe(true)
})
