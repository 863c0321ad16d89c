import { alone, type Phone, tellAll } from './outbox'
import { sealBytes } from './seal'
import type { PhotoRow, Store } from './store'

/**
 * Pictures of receipts: made small, sealed so that only the server opens them, and sent
 * after the facts, piece by piece, over a line that costs the kader nothing.
 */

type Bytes = Uint8Array<ArrayBuffer>

/** Pictures on the phone. */
export interface Photos {
  waiting: number
  /** Of those that wait. */
  bytes: number
  refused: number
}

/** What became of a piece: how far the picture has come, or why not. */
export type Taken = { have: number; done: boolean } | 'refused' | 'later'

const longest = 1280
const pieceBytes = 48 * 1024
export const mostPhotoBytes = 120 * 1024

/** The sides of a picture that fits into a square, none longer than it was. */
export function fitted(width: number, height: number, most: number): [number, number] {
  const share = Math.min(1, most / Math.max(width, height))
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))]
}

/** A picture as a small JPEG, without what a camera writes beside it. */
export async function shrink(file: Blob): Promise<Bytes> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    for (const [side, quality] of [
      [longest, 0.7],
      [1024, 0.55],
      [800, 0.45],
      [640, 0.35],
    ] as const) {
      const blob = await drawn(picture, side, quality)
      if (blob.size <= mostPhotoBytes || side === 640) return new Uint8Array(await blob.arrayBuffer())
    }
  } finally {
    picture.close()
  }
  throw new Error('no size fits')
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = fitted(picture.width, picture.height, side)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not drawn'))), 'image/jpeg', quality),
  )
}

/** Keeps a picture for an event; its hash. The room for records is not touched: StoreTrouble when full. */
export async function keepPhoto(phone: Phone, event: string, jpeg: Bytes, now: number): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', jpeg))
  const hash = [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const sealed = await sealBytes(phone.sealKey, jpeg)
  await phone.store.use((db) => db.put('photo', { event, hash, sealed, at: now }), false)
  tellAll()
  return hash
}

export async function dropPhoto(store: Store, event: string, hash: string): Promise<void> {
  await store.use((db) => db.delete('photo', [event, hash]))
  tellAll()
}

export async function album(store: Store): Promise<Photos> {
  const rows = await store.use((db) => db.getAll('photo'))
  const waiting = rows.filter((row) => !row.refused)
  return {
    waiting: waiting.length,
    bytes: waiting.reduce((sum, row) => sum + row.sealed.length, 0),
    refused: rows.length - waiting.length,
  }
}

/**
 * Whether the server has all that it is owed: every record, and every picture that it did
 * not refuse. A picture of a form that was never stored is owed to nobody.
 */
export const allSent = (store: Store): Promise<boolean> =>
  store.use(async (db) => {
    if ((await db.count('outbox')) > 0) return false
    const rows = (await db.getAll('photo')).filter((row) => !row.refused)
    const recorded = await Promise.all(rows.map((row) => db.getKeyFromIndex('sent', 'id', row.event)))
    return recorded.every((key) => key === undefined)
  })

/** Whether the line costs the kader nothing, as far as the browser tells. */
export function mayFollow(): boolean {
  const line = (navigator as { connection?: { type?: string; saveData?: boolean } }).connection
  if (!line?.type || line.type === 'unknown') return !line?.saveData
  return line.type === 'wifi' || line.type === 'ethernet'
}

/** Sends the pictures whose events the server has, each from where it broke off. */
export async function sendPhotos(
  store: Store,
  send: (row: PhotoRow, offset: number, bytes: Bytes) => Promise<Taken>,
): Promise<void> {
  await alone('binaan-photos', async () => {
    for (const key of await store.use((db) => db.getAllKeys('photo'))) {
      const row = await store.use((db) => db.get('photo', key))
      const sent = row && (await store.use((db) => db.getFromIndex('sent', 'id', row.event)))
      if (!row || row.refused || !sent) continue
      const end = await sendOne(row, send)
      if (end === 'later') break
      if (end === 'done') await store.use((db) => db.delete('photo', key))
      else await store.use((db) => db.put('photo', { ...row, refused: true }))
    }
  })
  tellAll()
}

async function sendOne(
  row: PhotoRow,
  send: (row: PhotoRow, offset: number, bytes: Bytes) => Promise<Taken>,
): Promise<'done' | 'refused' | 'later'> {
  for (let offset = 0; ; ) {
    const taken = await send(row, offset, row.sealed.slice(offset, offset + pieceBytes))
    if (typeof taken === 'string') return taken
    if (taken.done) return 'done'
    if (taken.have <= offset || taken.have >= row.sealed.length) return 'later' // no way on
    offset = taken.have
  }
}

const month = 30 * 86_400_000

/** Forgets pictures of forms that were never stored, and refused ones, after 30 days. */
export async function forgetPhotos(store: Store, now: number): Promise<void> {
  await store.use(async (db) => {
    // Row by row: what is stored at a door waits for nothing here.
    for (const row of await db.getAll('photo')) {
      if (row.at >= now - month) continue
      const known =
        (await db.getKeyFromIndex('outbox', 'id', row.event)) ??
        (await db.getKeyFromIndex('sent', 'id', row.event))
      if (row.refused || known === undefined) await db.delete('photo', [row.event, row.hash])
    }
  })
}
