import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Locked, Wrapped } from './lock'

/** A record that waits to be sent, or that cannot be sent as it is. */
export interface Row {
  /** device_seq: the order in which the phone recorded. */
  seq: number
  id: string
  locked: Locked
  sealed: Uint8Array<ArrayBuffer>
  /** Why the server refused it: it stays in sight and is not sent again by itself. */
  aside?: { text: string; reason: string }
}

/** A record that the server has. */
export interface SentRow extends Row {
  /** When the server said so, in milliseconds since 1970 by the phone's clock. */
  at: number
  held: boolean
}

/** A picture that an event names and the server has not wholly; only the server can open it. */
export interface PhotoRow {
  event: string
  /** SHA-256 of the picture, in hexadecimal. */
  hash: string
  sealed: Uint8Array<ArrayBuffer>
  /** When it was taken, in milliseconds since 1970. */
  at: number
  /** The server will not have it. */
  refused?: boolean
}

/** The phone's place in the branch, and what unlocks it. */
export interface Device {
  id: string
  branch: string
  zone: string
  kader: string
  /** The public key that records are sealed to, base64. */
  sealKey: string
  wrapped: Wrapped
  /** Wrong PINs since the last right one. */
  tries: number
  /** What the phone shows to begin a session; encrypted. */
  token: Locked
}

interface Tables extends DBSchema {
  outbox: { key: number; value: Row; indexes: { id: string } }
  sent: { key: number; value: SentRow; indexes: { id: string } }
  draft: { key: number; value: Locked }
  device: { key: 'this'; value: Device }
  /** The number of the last record, and when the server last answered, in milliseconds since 1970. */
  last: { key: 'seq' | 'contact'; value: number }
  photo: { key: [string, string]; value: PhotoRow }
  epoch: { key: 'server'; value: string }
  /** Of the streets with the day on which they were asked for. */
  pack: { key: 'newest' | 'streets'; value: { tag: string; locked: Locked; day?: string } }
  ballast: { key: 'ballast'; value: Uint8Array<ArrayBuffer> }
}

export type Database = IDBPDatabase<Tables>
export type Opening = typeof openDB<Tables>

/** The store cannot be opened or written: what was typed is not stored. */
export class StoreTrouble extends Error {
  constructor(
    readonly full: boolean,
    cause: unknown,
  ) {
    super(full ? 'the phone is full' : 'the store cannot be opened', { cause })
  }
}

/** How often a store that was closed under us is opened again. */
const reopenings = 3

/** Room that is given back when the phone is full, so that a record still finds place. */
const ballastBytes = 256 * 1024

/** Everything that the phone keeps. Several tabs may hold it open at a time. */
export class Store {
  private handle: Promise<Database> | null = null

  constructor(
    readonly name = 'binaan-kader',
    private readonly open: Opening = openDB,
  ) {}

  /**
   * Works on the database; one that was closed under us is opened again. What is not
   * precious does not get the room that is kept for records.
   */
  async use<T>(work: (db: Database) => Promise<T>, precious = true): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await work(await this.opened())
      } catch (error) {
        if (named(error, 'QuotaExceededError')) {
          if (tries > 0 || !precious || !(await this.dropBallast())) throw new StoreTrouble(true, error)
          continue
        }
        if (!closed(error)) throw error
        await this.close()
        if (tries >= reopenings) throw new StoreTrouble(false, error)
      }
    }
  }

  private opened(): Promise<Database> {
    this.handle ??= this.open(this.name, 2, {
      upgrade,
      // Another tab brings a newer version: this one steps aside at once, else both hang.
      blocking: () => void this.close(),
      terminated: () => {
        this.handle = null
      },
    })
    return this.handle
  }

  async close(): Promise<void> {
    const handle = this.handle
    this.handle = null
    if (handle) (await handle.catch(() => null))?.close()
  }

  /** Forgets everything. */
  async wipe(): Promise<void> {
    await this.close()
    await deleteDB(this.name)
  }

  async layBallast(): Promise<void> {
    await this.use((db) => db.put('ballast', new Uint8Array(ballastBytes), 'ballast'))
  }

  private async dropBallast(): Promise<boolean> {
    try {
      const db = await this.opened()
      const had = (await db.count('ballast')) > 0
      await db.delete('ballast', 'ballast')
      return had
    } catch {
      return false
    }
  }
}

function upgrade(db: Database, before: number): void {
  if (before < 2) db.createObjectStore('photo', { keyPath: ['event', 'hash'] })
  if (before > 0) return
  db.createObjectStore('outbox', { keyPath: 'seq' }).createIndex('id', 'id', { unique: true })
  db.createObjectStore('sent', { keyPath: 'seq' }).createIndex('id', 'id', { unique: true })
  for (const name of ['draft', 'device', 'last', 'epoch', 'pack', 'ballast'] as const)
    db.createObjectStore(name)
}

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name

const closed = (error: unknown): boolean =>
  named(error, 'InvalidStateError') ||
  named(error, 'UnknownError') ||
  named(error, 'TransactionInactiveError')
