import type { FieldEvent, Happening } from './event'
import { type Locked, lock, unlock } from './lock'
import { seal } from './seal'
import type { Database, Row, SentRow, Store } from './store'

/** A phone whose PIN was entered. */
export interface Phone {
  store: Store
  key: CryptoKey
  device: string
  token: string
  sealKey: string
}

/** What waits and what does not, told to whoever shows it. */
export interface Waiting {
  unsent: number
  aside: number
}

const watchers = new Set<() => void>()
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('binaan-outbox')
if (tabs)
  tabs.onmessage = () => tellHere()
  // Node keeps a process alive for an open channel.
;(tabs as { unref?: () => void } | null)?.unref?.()

function tellHere(): void {
  for (const watcher of [...watchers]) watcher()
}

export function tellAll(): void {
  tellHere()
  tabs?.postMessage('changed')
}

/** Calls back whenever the outbox changed, in this tab or another. */
export function watchOutbox(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

const strict = { durability: 'strict' } as const

/**
 * Stores what happened: once, however often it is asked, and on the disk before it
 * returns. The draft of the household goes in the same transaction.
 */
export async function record(phone: Phone, happening: Happening): Promise<FieldEvent> {
  const event = await alone('binaan-record', async () => {
    for (;;) {
      const seq = ((await phone.store.use((db) => db.get('last', 'seq'))) ?? 0) + 1
      const next: FieldEvent = { ...happening, device_id: phone.device, device_seq: seq }
      const [locked, sealed] = await Promise.all([
        lock(phone.key, next),
        seal(phone.sealKey, { device: phone.device, token: phone.token, event: next }),
      ])
      const stored = await phone.store.use((db) => put(db, { seq, id: next.event_id, locked, sealed }, next))
      if (stored) return stored === 'new' ? next : unlock<FieldEvent>(phone.key, stored.locked)
    }
  })
  tellAll()
  return event
}

/** Puts a row unless its event is there already; null when another tab took the number. */
async function put(db: Database, row: Row, event: FieldEvent): Promise<'new' | Row | null> {
  const tx = db.transaction(['outbox', 'sent', 'draft', 'last'], 'readwrite', strict)
  const outbox = tx.objectStore('outbox')
  // What does not wait for an answer is asked at once: each wait is a task of a slow phone.
  const [out, sent, last = 0] = await Promise.all([
    outbox.index('id').get(row.id),
    tx.objectStore('sent').index('id').get(row.id),
    tx.objectStore('last').get('seq'),
  ])
  const before = out ?? sent
  const free = last === row.seq - 1
  const writes: Promise<unknown>[] = [tx.done] // the disk has it, or this throws
  if (!before && free) {
    writes.push(outbox.add(row), tx.objectStore('last').put(row.seq, 'seq'))
    if (event.household !== undefined) writes.push(tx.objectStore('draft').delete(event.household))
  }
  await Promise.all(writes)
  return before ?? (free ? 'new' : null)
}

export const waiting = (store: Store): Promise<Waiting> =>
  store.use(async (db) => {
    const rows = await db.getAll('outbox')
    const aside = rows.filter((row) => row.aside).length
    return { unsent: rows.length, aside }
  })

/** What waits to be sent, the oldest first. */
export const rowsOf = (store: Store): Promise<Row[]> => store.use((db) => db.getAll('outbox'))

const openedOf = new WeakMap<Phone, Map<number, FieldEvent>>()

/**
 * Every event that the phone still knows, in its order. A row's number and text never
 * change, so what was decrypted once is kept: a month of them is not opened at each save.
 */
export async function eventsOf(phone: Phone): Promise<FieldEvent[]> {
  const opened = openedOf.get(phone) ?? new Map<number, FieldEvent>()
  openedOf.set(phone, opened)
  const { seqs, rows } = await phone.store.use((db) => newRows(db, opened))
  await Promise.all(
    rows.map(async ({ seq, locked }) => opened.set(seq, await unlock<FieldEvent>(phone.key, locked))),
  )
  return seqs.sort((a, b) => a - b).flatMap((seq) => opened.get(seq) ?? [])
}

/** The numbers of all rows, and the rows from the first on that is not opened. */
async function newRows(db: Database, opened: Map<number, FieldEvent>) {
  const tx = db.transaction(['outbox', 'sent'])
  const stores = [tx.objectStore('sent'), tx.objectStore('outbox')]
  const seqs = (await Promise.all(stores.map((store) => store.getAllKeys()))).flat()
  const shut = seqs.filter((seq) => !opened.has(seq))
  if (shut.length === 0) return { seqs, rows: [] }
  const from = IDBKeyRange.lowerBound(shut.reduce((a, b) => Math.min(a, b)))
  const rows: Row[] = (await Promise.all(stores.map((store) => store.getAll(from)))).flat()
  return { seqs, rows }
}

/** The server has these. */
export async function settle(store: Store, rows: SentRow[]): Promise<void> {
  await store.use(async (db) => {
    const tx = db.transaction(['outbox', 'sent'], 'readwrite', strict)
    for (const row of rows) {
      await tx.objectStore('sent').put(row)
      await tx.objectStore('outbox').delete(row.seq)
    }
    await tx.done
  })
  tellAll()
}

/** The server will not have this one: it stays in sight and holds nothing else up. */
export async function setAside(store: Store, row: Row, text: string, reason: string): Promise<void> {
  await store.use(async (db) => {
    const tx = db.transaction('outbox', 'readwrite', strict)
    await tx.store.put({ ...row, aside: { text, reason } })
    await tx.done
  })
  tellAll()
}

/** A server that was put back to an earlier state gets again what it had from seq on. */
export async function takeBack(store: Store, from: number): Promise<void> {
  await store.use(async (db) => {
    const tx = db.transaction(['outbox', 'sent'], 'readwrite', strict)
    for (const row of await tx.objectStore('sent').getAll(IDBKeyRange.lowerBound(from))) {
      const { at: _at, held: _held, ...again } = row
      await tx.objectStore('outbox').put(again)
      await tx.objectStore('sent').delete(row.seq)
    }
    await tx.done
  })
  tellAll()
}

const month = 30 * 86_400_000

/** Forgets what the server has had for 30 days. */
export async function forgetOld(store: Store, now: number): Promise<void> {
  await store.use(async (db) => {
    const tx = db.transaction('sent', 'readwrite')
    for (const row of await tx.store.getAll()) if (row.at < now - month) await tx.store.delete(row.seq)
    await tx.done
  })
}

const fortnight = 14 * 86_400_000

/** Notes that the server answered. */
export const inContact = (store: Store, now: number): Promise<unknown> =>
  store.use((db) => db.put('last', now, 'contact'))

/** Whether the server has not been heard of for so long that families may not stay on the phone. */
export async function tooLong(store: Store, now: number): Promise<boolean> {
  const heard = await store.use((db) => db.get('last', 'contact'))
  return heard !== undefined && now - heard > fortnight
}

/**
 * Takes the families off a phone that has not heard of the server for 14 days; true when
 * it did. What waits to be sent, what was sent and what was begun stays: it names nobody.
 */
export async function expire(store: Store, now: number): Promise<boolean> {
  if (!(await tooLong(store, now))) return false
  return store.use(async (db) => {
    if (!(await db.get('pack', 'newest'))) return false
    await db.clear('pack')
    return true
  })
}

let drafting: Promise<unknown> = Promise.resolve()

/** What was begun at a household and not yet stored; an older draft never ends over a newer one. */
export function saveDraft(phone: Phone, household: number, draft: unknown): Promise<void> {
  const saved = drafting.then(async () => {
    const locked = await lock(phone.key, draft)
    await phone.store.use((db) => db.put('draft', locked, household))
  })
  drafting = saved.catch(() => undefined)
  return saved
}

export async function draftOf<T>(phone: Phone, household: number): Promise<T | null> {
  const locked: Locked | undefined = await phone.store.use((db) => db.get('draft', household))
  return locked ? unlock<T>(phone.key, locked) : null
}

export const dropDraft = (phone: Phone, household: number): Promise<void> =>
  phone.store.use((db) => db.delete('draft', household))

/** Runs work of which no two tabs may do the same at a time, where the browser can tell. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work()
  return navigator.locks.request(name, work) as Promise<T>
}
