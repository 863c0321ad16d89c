import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Code, type FieldEvent, type Happening, uuid7 } from './event'
import { fold } from './fold'
import { exchange } from './line'
import { newKey, unwrap } from './lock'
import {
  draftOf,
  eventsOf,
  forgetOld,
  inContact,
  type Phone,
  record,
  rowsOf,
  saveDraft,
  tooLong,
  waiting,
} from './outbox'
import { base64, prepareSeal } from './seal'
import { type Answer, type Push, type Reply, send } from './send'
import { Store, StoreTrouble } from './store'

let phone: Phone
let made = 0
const at = () => 1_763_892_303_123

beforeEach(async () => {
  const pair = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ])) as CryptoKeyPair
  phone = {
    store: new Store(`test-${made++}`),
    key: (await newKey('123456', 1000)).key,
    device: 'd0000000-0000-4000-8000-000000000000',
    token: 'secret',
    sealKey: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))),
  }
})
afterEach(() => phone.store.wipe())

function happened(type: Code, household: number, more: Partial<Happening> = {}): Happening {
  return {
    event_id: uuid7(1_763_892_303_123),
    type,
    household,
    wall_time: '2026-11-23T17:05:03+07:00',
    monotonic_ms: 1,
    boot_id: 'b0000000-0000-4000-8000-000000000000',
    app: 'test',
    payload: {},
    ...more,
  }
}

/** A server that keeps what it is sent, by id; lost says which answers get lost on their way. */
function server(lost: (nth: number) => boolean = () => false) {
  const kept = new Map<string, FieldEvent>()
  let asked = 0
  const exchange = async (push: Push): Promise<Reply> => {
    const verdicts: Answer['verdicts'] = push.events.map((event) => {
      const known = kept.has(event.event_id)
      kept.set(event.event_id, event)
      return { event_id: event.event_id, verdict: known ? 'duplicate' : 'accepted' }
    })
    if (lost(asked++)) return 'later'
    return { answer: { server_epoch: 'e1', server_time: '', resend_from: null, verdicts } }
  }
  return { kept, exchange }
}

test('ids of version 7 sort by the instant they were made at', () => {
  const at = 1_763_892_303_123
  const id = uuid7(at)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at)
  expect(uuid7(at + 1) > id).toBe(true)
})

test('five taps on one form store one event', async () => {
  const one = happened('RUMAH_KOSONG', 7)
  const stored = await Promise.all([1, 2, 3, 4, 5].map(() => record(phone, one)))
  expect(new Set(stored.map((event) => event.device_seq))).toEqual(new Set([1]))
  expect(await waiting(phone.store)).toEqual({ unsent: 1, aside: 0 })
})

test('records made at the same moment get numbers of their own, none left out', async () => {
  await Promise.all([1, 2, 3, 4, 5, 6].map((h) => record(phone, happened('MENOLAK', h))))
  expect((await rowsOf(phone.store)).map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6])
})

test('nothing of a family can be read from the store without the PIN', async () => {
  await record(phone, happened('MENOLAK', 7, { payload: { note: 'anjing galak' } }))
  await saveDraft(phone, 8, { note: 'rumah cat hijau' })
  const db = await openDB(phone.store.name)
  const all = JSON.stringify([await db.getAll('outbox'), await db.getAll('draft')], (_key, value) =>
    value instanceof Uint8Array ? String.fromCharCode(...value) : value,
  )
  db.close()
  expect(all).not.toContain('anjing')
  expect(all).not.toContain('MENOLAK')
  expect(all).not.toContain('hijau')
  expect(all).not.toContain('secret')
})

test('the PIN opens the key it closed, and no other PIN does', async () => {
  const { wrapped } = await newKey('135790', 1000)
  expect(await unwrap(wrapped, '135790')).not.toBeNull()
  expect(await unwrap(wrapped, '135791')).toBeNull()
})

test('a draft is of one household and goes when its event is stored', async () => {
  await saveDraft(phone, 1, { amount: 100 })
  await saveDraft(phone, 2, { amount: 200 })
  await record(phone, happened('BAYAR_CICIL', 1, { payload: { amount: 100 } }))
  expect(await draftOf(phone, 1)).toBeNull()
  expect(await draftOf(phone, 2)).toEqual({ amount: 200 })
})

test('lost answers double nothing and lose nothing', async () => {
  for (let h = 1; h <= 5; h++) await record(phone, happened('BAYAR_CICIL', h, { payload: { amount: h } }))
  const there = server((nth) => nth < 2)
  expect(await send(phone, there.exchange, at)).toBe('later')
  expect((await waiting(phone.store)).unsent).toBe(5)
  expect(await send(phone, there.exchange, at)).toBe('later')
  expect(await send(phone, there.exchange, at)).toBe('sent')
  expect((await waiting(phone.store)).unsent).toBe(0)
  expect([...there.kept.values()].map((event) => event.device_seq)).toEqual([1, 2, 3, 4, 5])
  expect((await eventsOf(phone)).length).toBe(5)
})

test('a record made during a slow push is counted and sent after it', async () => {
  await record(phone, happened('MENOLAK', 1))
  const there = server()
  let counted = -1
  const slow = async (push: Push): Promise<Reply> => {
    if (counted < 0) {
      await record(phone, happened('MENOLAK', 2))
      counted = (await waiting(phone.store)).unsent
    }
    return there.exchange(push)
  }
  await send(phone, slow, at)
  expect(counted).toBe(2)
  expect(there.kept.size).toBe(2)
})

test('an event that the server will not have stands aside, and the others go', async () => {
  for (let h = 1; h <= 3; h++) await record(phone, happened('MENOLAK', h))
  const there = server()
  const picky = async (push: Push): Promise<Reply> => {
    const reply = await there.exchange(push)
    if (typeof reply === 'string' || !('answer' in reply)) return reply
    const verdicts = reply.answer.verdicts.map((one, i) =>
      i === 1
        ? { ...one, verdict: 'rejected' as const, status: 409, text: 'Isi lain dengan nomor sama.' }
        : one,
    )
    return { answer: { ...reply.answer, verdicts } }
  }
  expect(await send(phone, picky, at)).toBe('sent')
  expect(await waiting(phone.store)).toEqual({ unsent: 1, aside: 1 })
  expect((await rowsOf(phone.store))[0]?.aside?.text).toBe('Isi lain dengan nomor sama.')
})

test('a request refused as a whole is halved until the poison is alone', async () => {
  for (let h = 1; h <= 9; h++) await record(phone, happened('MENOLAK', h))
  const there = server()
  const strict = async (push: Push): Promise<Reply> =>
    push.events.some((event) => event.household === 6)
      ? { refused: 422, text: 'Isian belum benar.' }
      : there.exchange(push)
  expect(await send(phone, strict, at)).toBe('sent')
  expect(await waiting(phone.store)).toEqual({ unsent: 1, aside: 1 })
  expect(there.kept.size).toBe(8)
})

test('a server put back to yesterday gets again what it lost', async () => {
  for (let h = 1; h <= 3; h++) await record(phone, happened('MENOLAK', h))
  const there = server()
  await send(phone, there.exchange, at)
  const restored = server()
  await record(phone, happened('MENOLAK', 4))
  let told = false
  await send(
    phone,
    async (push) => {
      const reply = await restored.exchange(push)
      if (told || typeof reply === 'string' || !('answer' in reply)) return reply
      told = true
      return { answer: { ...reply.answer, server_epoch: 'e2', resend_from: 2 } }
    },
    at,
  )
  expect([...restored.kept.values()].map((event) => event.device_seq).sort()).toEqual([2, 3, 4])
  expect((await waiting(phone.store)).unsent).toBe(0)
})

test('what the server has had for 30 days is forgotten, what waits never is', async () => {
  await record(phone, happened('MENOLAK', 1))
  await send(phone, server().exchange, () => 1000)
  await record(phone, happened('MENOLAK', 2))
  await forgetOld(phone.store, 1000 + 29 * 86_400_000)
  expect((await eventsOf(phone)).length).toBe(2)
  await forgetOld(phone.store, 1000 + 31 * 86_400_000)
  expect((await eventsOf(phone)).map((event) => event.household)).toEqual([2])
})

test('a store that was closed under us is opened again, three times at most', async () => {
  let opened = 0
  const dying = new Store('dying', (async () => {
    opened++
    throw new DOMException('the connection is closing', 'InvalidStateError')
  }) as unknown as typeof openDB)
  await expect(dying.use(async () => 1)).rejects.toBeInstanceOf(StoreTrouble)
  expect(opened).toBe(4)
})

test('an old tab steps aside for a newer version', async () => {
  await record(phone, happened('MENOLAK', 1))
  const newer = await openDB(phone.store.name, 3)
  newer.close()
})

test('a full phone gives its ballast back, so that the record is stored', async () => {
  await phone.store.layBallast()
  let full = true
  const stored = await phone.store.use(async (db) => {
    if (full) {
      full = false
      throw new DOMException('full', 'QuotaExceededError')
    }
    return db.count('ballast')
  })
  expect(stored).toBe(0)
  await expect(
    phone.store.use(async () => {
      throw new DOMException('full', 'QuotaExceededError')
    }),
  ).rejects.toMatchObject({ full: true })
})

test('what was opened once is not decrypted again at the next save', async () => {
  for (let h = 1; h <= 4; h++) await record(phone, happened('MENOLAK', h))
  expect((await eventsOf(phone)).map((event) => event.household)).toEqual([1, 2, 3, 4])
  const decrypt = vi.spyOn(crypto.subtle, 'decrypt')
  await send(phone, server().exchange, at)
  await record(phone, happened('BAYAR_CICIL', 5, { payload: { amount: 5 } }))
  decrypt.mockClear()
  expect((await eventsOf(phone)).map((event) => event.household)).toEqual([1, 2, 3, 4, 5])
  expect(decrypt).toHaveBeenCalledTimes(1)
  decrypt.mockRestore()
})

test('the keys of a seal that are made ahead are used once, and need nobody to make them', async () => {
  const make = vi.spyOn(crypto.subtle, 'generateKey')
  prepareSeal(phone.sealKey)
  prepareSeal(phone.sealKey)
  await record(phone, happened('MENOLAK', 1))
  expect(make).toHaveBeenCalledTimes(1)
  await record(phone, happened('MENOLAK', 2))
  expect(make).toHaveBeenCalledTimes(2)
  make.mockRestore()
  const points = (await rowsOf(phone.store)).map(({ sealed }) => base64(sealed.slice(0, 65)))
  expect(new Set(points).size).toBe(2)
})

test('the fold does not ask in which order events came', () => {
  const base = (seq: number, type: Code, household: number, more: Partial<FieldEvent> = {}): FieldEvent => ({
    ...happened(type, 0, more),
    household,
    device_id: 'd',
    device_seq: seq,
  })
  const paid = base(1, 'BAYAR_CICIL', 7, { payload: { amount: 480_000 } })
  const other = base(2, 'BAYAR_CICIL', 8, { payload: { amount: 100_000 } })
  const undone = base(3, 'BATAL', 8, { of: other.event_id })
  const again = base(4, 'RUMAH_KOSONG', 8)
  for (const order of [
    [paid, other, undone, again],
    [again, undone, other, paid],
    [undone, again, paid, other, paid],
  ]) {
    const folded = fold(order)
    expect(folded.paidOn('2026-11-23')).toBe(480_000)
    expect(folded.onDay('2026-11-23').get(8)?.type).toBe('RUMAH_KOSONG')
    expect(folded.last.size).toBe(2)
    expect(folded.onDay('2026-11-24').size).toBe(0)
  }
})

test('a server with too many phones is come back to, and nothing stands aside for it', async () => {
  await record(phone, happened('MENOLAK', 1))
  expect(await send(phone, async () => 'busy', at)).toBe('busy')
  expect(await waiting(phone.store)).toEqual({ unsent: 1, aside: 0 })
  const there = server()
  expect(await send(phone, there.exchange, at)).toBe('sent')
  expect(there.kept.size).toBe(1)
})

test('an answer cut after any of its bytes is none: the push goes again and is there once', async () => {
  await record(phone, happened('BAYAR_CICIL', 7, { payload: { amount: 480_000 } }))
  const there = server()
  const [event] = await eventsOf(phone)
  const reply = await there.exchange({
    device_id: phone.device,
    server_epoch: null,
    events: event ? [event] : [],
  })
  if (typeof reply === 'string' || !('answer' in reply)) throw new Error('no answer')
  const whole = JSON.stringify(reply.answer)
  let cut = 0
  vi.stubGlobal('document', { documentElement: { lang: 'id' } })
  vi.stubGlobal('location', { href: 'http://localhost/kader/' })
  vi.stubGlobal('fetch', async () => new Response(whole.slice(0, cut)))
  const line = exchange({ branch: '9901', device: phone.device, token: phone.token }, () => undefined)
  for (; cut < whole.length; cut++) {
    expect(await send(phone, line, at)).toBe('later')
    expect((await waiting(phone.store)).unsent).toBe(1)
  }
  expect(await send(phone, line, at)).toBe('sent')
  expect((await waiting(phone.store)).unsent).toBe(0)
  vi.unstubAllGlobals()
  expect(fold(await eventsOf(phone)).paidOn('2026-11-23')).toBe(480_000)
})

test('after a fortnight without a line 300 records go in their order, each once', async () => {
  for (let n = 1; n <= 300; n++)
    await record(
      phone,
      happened('RUMAH_KOSONG', n, { event_id: uuid7(at() + n), payload: { note: `catatan ${n}` } }),
    )
  await inContact(phone.store, at())
  expect(await tooLong(phone.store, at() + 15 * 86_400_000)).toBe(true)
  expect((await waiting(phone.store)).unsent).toBe(300) // the families go, the records stay
  const there = server((nth) => nth === 1)
  const sizes: number[] = []
  const counted = async (push: Push): Promise<Reply> => {
    sizes.push(push.events.length)
    return there.exchange(push)
  }
  expect(await send(phone, counted, at)).toBe('later')
  expect(await send(phone, counted, at)).toBe('sent')
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
  expect([...there.kept.values()].map((one) => one.device_seq)).toEqual(
    Array.from({ length: 300 }, (_, i) => i + 1),
  )
  expect((await waiting(phone.store)).unsent).toBe(0)
})
