import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { uuid7 } from './event'
import { newKey } from './lock'
import { expire, inContact, type Phone, record, rowsOf } from './outbox'
import { album, allSent, fitted, forgetPhotos, keepPhoto, sendPhotos, type Taken } from './photo'
import { base64 } from './seal'
import { send } from './send'
import { type PhotoRow, Store } from './store'

let phone: Phone
let made = 0
const day = 86_400_000
const now = 1_763_892_303_123
const event = uuid7(now)
const jpeg = new Uint8Array(100_000).fill(7)

beforeEach(async () => {
  const pair = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ])) as CryptoKeyPair
  phone = {
    store: new Store(`photo-${made++}`),
    key: (await newKey('123456', 1000)).key,
    device: 'd0000000-0000-4000-8000-000000000000',
    token: 'secret',
    sealKey: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))),
  }
})
afterEach(() => phone.store.wipe())

async function recorded() {
  await record(phone, {
    event_id: event,
    type: 'BAYAR_CICIL',
    household: 7,
    wall_time: '2026-11-23T17:05:03+07:00',
    monotonic_ms: 1,
    boot_id: 'b0000000-0000-4000-8000-000000000000',
    app: 'test',
    payload: { amount: 100_000 },
  })
}

const deliver = () =>
  send(
    phone,
    async ({ events }) => ({
      answer: {
        server_epoch: 'e',
        server_time: '',
        resend_from: null,
        verdicts: events.map((one) => ({ event_id: one.event_id, verdict: 'accepted' as const })),
      },
    }),
    () => now,
  )

/** A server that keeps pieces; broken says after which request the line is gone. */
function desk(broken = Number.POSITIVE_INFINITY) {
  const kept: number[] = []
  let asked = 0
  const take = async (row: PhotoRow, offset: number, bytes: Uint8Array): Promise<Taken> => {
    if (asked++ >= broken) return 'later'
    if (offset === kept.length) kept.push(...bytes)
    return { have: kept.length, done: kept.length === row.sealed.length }
  }
  return { kept, take, asked: () => asked }
}

test('a picture waits for its record, goes in pieces and goes on where it broke off', async () => {
  await keepPhoto(phone, event, jpeg, now)
  const first = desk(2)
  await sendPhotos(phone.store, first.take)
  expect(first.asked()).toBe(0) // nobody knows the record yet
  await recorded()
  await deliver()
  await sendPhotos(phone.store, first.take)
  expect((await album(phone.store)).waiting).toBe(1)
  expect(first.kept.length).toBeGreaterThan(0)
  const again = desk()
  again.kept.push(...first.kept)
  await sendPhotos(phone.store, again.take)
  expect(again.kept.length).toBeGreaterThan(jpeg.length)
  expect(await album(phone.store)).toEqual({ waiting: 0, bytes: 0, refused: 0 })
})

test('a picture that the server will not have stays in sight and holds no other up', async () => {
  await recorded()
  await deliver()
  const bad = await keepPhoto(phone, event, jpeg, now)
  await keepPhoto(phone, event, new Uint8Array(500).fill(9), now)
  const other = desk()
  await sendPhotos(phone.store, async (row, ...rest) =>
    row.hash === bad ? 'refused' : other.take(row, ...rest),
  )
  expect(await album(phone.store)).toMatchObject({ waiting: 0, refused: 1 })
})

test('a phone may be left only when the server has its records and their pictures', async () => {
  const may = () => allSent(phone.store)
  expect(await may()).toBe(true)
  await keepPhoto(phone, uuid7(now + 1), jpeg, now)
  expect(await may()).toBe(true) // of a form that was never stored
  const bad = await keepPhoto(phone, event, jpeg, now)
  await recorded()
  expect(await may()).toBe(false)
  await deliver()
  expect(await may()).toBe(false) // the facts are there, the picture is not
  await sendPhotos(phone.store, async () => 'later')
  expect(await may()).toBe(false)
  await sendPhotos(phone.store, async ({ hash }) => (hash === bad ? 'refused' : 'later'))
  expect(await may()).toBe(true)
})

test('nothing of a picture can be read from the store', async () => {
  await keepPhoto(phone, event, new TextEncoder().encode('wajah dan resi'.repeat(50)), now)
  const db = await openDB(phone.store.name)
  const rows = (await db.getAll('photo')) as PhotoRow[]
  db.close()
  expect(String.fromCharCode(...(rows[0]?.sealed ?? []))).not.toContain('resi')
})

test('a full phone refuses pictures before it gives up the room for records', async () => {
  await phone.store.layBallast()
  const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  await expect(phone.store.use(full, false)).rejects.toMatchObject({ full: true })
  expect(await phone.store.use((db) => db.count('ballast'))).toBe(1)
})

test('pictures of forms that were never stored go after 30 days, those of records never unsent', async () => {
  await keepPhoto(phone, uuid7(now + 1), jpeg, now)
  await keepPhoto(phone, event, jpeg, now)
  await recorded()
  await forgetPhotos(phone.store, now + 29 * day)
  expect((await album(phone.store)).waiting).toBe(2)
  await forgetPhotos(phone.store, now + 31 * day)
  expect((await album(phone.store)).waiting).toBe(1)
})

test('a picture is made to fit and never larger', () => {
  expect(fitted(4000, 3000, 1280)).toEqual([1280, 960])
  expect(fitted(300, 900, 1280)).toEqual([300, 900])
  expect(fitted(10_000, 1, 640)).toEqual([640, 1])
})

test('a phone of the version before keeps its records when pictures come', async () => {
  const name = `older-${made++}`
  const older = await openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'seq' }).createIndex('id', 'id', { unique: true })
      db.createObjectStore('sent', { keyPath: 'seq' }).createIndex('id', 'id', { unique: true })
      for (const one of ['draft', 'device', 'last', 'epoch', 'pack', 'ballast']) db.createObjectStore(one)
    },
  })
  await older.put('outbox', { seq: 1, id: event })
  older.close()
  const store = new Store(name)
  expect((await rowsOf(store)).map((row) => row.seq)).toEqual([1])
  expect((await album(store)).waiting).toBe(0)
  await store.wipe()
})

test('after 14 days without the server the families go and what waits stays', async () => {
  await recorded()
  for (const kind of ['newest', 'streets'] as const)
    await phone.store.use((db) =>
      db.put('pack', { tag: 't', locked: { iv: new Uint8Array(1), data: new Uint8Array(1) } }, kind),
    )
  expect(await expire(phone.store, now)).toBe(false) // never in contact: nothing is known to be old
  await inContact(phone.store, now)
  expect(await expire(phone.store, now + 14 * day)).toBe(false)
  expect(await expire(phone.store, now + 14 * day + 1)).toBe(true)
  expect(await phone.store.use((db) => db.count('pack'))).toBe(0)
  expect((await rowsOf(phone.store)).length).toBe(1)
  expect(await expire(phone.store, now + 15 * day)).toBe(false) // told once
})
