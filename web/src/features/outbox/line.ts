import { refusal, type Schemas } from '../../api/client'
import { instant } from '../../api/clock'
import { type Change, changed } from './change'
import { lock, unlock } from './lock'
import { inContact, type Phone } from './outbox'
import type { Taken } from './photo'
import { base64 } from './seal'
import type { Answer, Push, Reply } from './send'
import type { PhotoRow, Row } from './store'
import { spend } from './traffic'

/** The one way from the phone to the server: everything that it sends and fetches. */

export type Entry = Schemas['Entry']

/** What a phone shows to be let in. */
export interface Pass {
  branch: string
  device: string
  token: string
}

interface Got {
  status: number
  /** Undefined where there is none, or none that is JSON. */
  body: unknown
  tag: string
}

/** Nobody answered, or a gateway in place of the server. */
const silence: Got = { status: 0, body: undefined, tag: '' }

async function ask(method: string, path: string, body?: unknown, tag = ''): Promise<Got> {
  const headers: Record<string, string> = { 'Accept-Language': document.documentElement.lang }
  const raw = body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : undefined
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  if (sent !== undefined) headers['Content-Type'] = raw ? 'application/octet-stream' : 'application/json'
  if (tag) headers['If-None-Match'] = tag
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: sent,
      cache: 'no-store',
    })
    const text = await answer.text()
    spend(`/api/v1${path}`, sent?.length ?? 0, text.length, instant())
    return {
      status: answer.status,
      body: text ? parsed(text) : undefined,
      tag: answer.headers.get('ETag') ?? '',
    }
  } catch {
    return silence
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // cut off on its way, or a page of somebody else's
  }
}

const gone = 410

/** Whether to come again later: nobody there, too many at once, or a fault of the server. */
const passing = (status: number): boolean => status === 0 || status === 408 || status >= 500

/** So many others send that the server asks to come again soon. */
const crowded = 429

/** Asks with a session; one that ended is begun anew, once. */
async function within(pass: Pass, request: () => Promise<Got>): Promise<Got> {
  const got = await request()
  if (got.status !== 401) return got
  const entered = await ask('POST', '/devices/session', pass)
  if (entered.status === 200) return request()
  // A server that does not know the phone any more lets it in no more than one that revoked it.
  return entered.status === 404 ? { ...entered, status: gone } : entered
}

/** How a push reaches the server, for send. */
export function exchange(pass: Pass, clocks: () => Push['sent']): (push: Push) => Promise<Reply> {
  return async (push) => {
    const got = await within(pass, () => ask('POST', '/sync', { ...push, sent: clocks() }))
    if (got.status === 200) return got.body === undefined ? 'later' : { answer: got.body as Answer }
    if (got.status === gone) return 'revoked'
    if (got.status === crowded) return 'busy'
    if (passing(got.status) || got.status === 401) return 'later'
    return { refused: got.status, text: refusal(got.status, got.body).words ?? '' }
  }
}

const unsound = 422

/** How pieces of pictures reach the server, for sendPhotos. */
export const pieces =
  (pass: Pass) =>
  async (
    { event, hash, sealed }: PhotoRow,
    offset: number,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Taken> => {
    const path = `/photos/${event}/${hash}?size=${sealed.length}&offset=${offset}`
    const got = await within(pass, () => ask('PUT', path, bytes))
    if (got.status === 200 && got.body !== undefined) return got.body as Schemas['Taking']
    return got.status === unsound ? 'refused' : 'later'
  }

/** A pack, as far as the line looks into it. */
type Named = { families: { id: number }[] }

export type Pulled = 'same' | 'new' | 'later' | 'busy' | 'revoked'

/** Fetches what of the newest pack the phone has not: a visit changes a fortieth of it. */
export async function pull(phone: Phone, pass: Pass): Promise<Pulled> {
  const kept = await phone.store.use((db) => db.get('pack', 'newest'))
  const got = await within(pass, () => ask('GET', '/sync/changes', undefined, kept?.tag))
  if (got.status === 304 || got.status === 200) await inContact(phone.store, instant())
  if (got.status === 304) return 'same'
  if (got.status === gone) return 'revoked'
  if (got.status === crowded) return 'busy'
  if (got.status !== 200 || got.body === undefined) return 'later'
  const had = kept ? await unlock<Named>(phone.key, kept.locked) : null
  const locked = await lock(phone.key, changed(had, got.body as Change))
  await phone.store.use((db) => db.put('pack', { tag: got.tag, locked }, 'newest'))
  return 'new'
}

/** Fetches the streets about the families once a day, for they hardly change; whether others came. */
export async function pullStreets(phone: Phone, pass: Pass, day: string): Promise<boolean> {
  const kept = await phone.store.use((db) => db.get('pack', 'streets'))
  if (kept?.day === day) return false
  const got = await within(pass, () => ask('GET', '/sync/streets', undefined, kept?.tag))
  if (got.status === 304 && kept)
    await phone.store.use((db) => db.put('pack', { ...kept, day }, 'streets'), false)
  if (got.status !== 200 || got.body === undefined) return false
  const locked = await lock(phone.key, got.body)
  await phone.store.use((db) => db.put('pack', { tag: got.tag, locked, day }, 'streets'), false)
  return true
}

export type SignedVisit = Schemas['SignedVisit']

/** The kader's own visits of a day that the supervisor may ask about; null where nobody answers. */
export async function ownSigns(pass: Pass, day: string): Promise<SignedVisit[] | null> {
  const got = await within(pass, () => ask('GET', `/visit-signs?day=${day}`))
  return got.status === 200 ? ((got.body as Schemas['SignsOutputBody']).visits ?? []) : null
}

/** Says what a visit was; true when the server has it. */
export async function replyToSigns(pass: Pass, event: string, said: string): Promise<boolean> {
  const got = await within(pass, () => ask('POST', `/visit-signs/${event}/reply`, { said }))
  return got.status >= 200 && got.status < 300
}

export type FeeLine = NonNullable<Schemas['Statement']['lines']>[number]
export type Dispute = Schemas['Dispute']

/** The lines of the kader's own statement of a month, and what the kader has said of lines; null where nobody answers. */
export async function ownLines(pass: Pass, month: string): Promise<[FeeLine[], Dispute[]] | null> {
  const got = await within(pass, () => ask('GET', `/statement?month=${month}`))
  const said = await within(pass, () => ask('GET', '/statement/disputes'))
  if (got.status !== 200 || said.status !== 200) return null
  const { statements } = got.body as Schemas['Statements']
  return [statements?.[0]?.lines ?? [], said.body as Dispute[]]
}

/** Says that a line is wrong; true when the server has it. */
export async function disputeLine(pass: Pass, month: string, line: FeeLine, said: string): Promise<boolean> {
  const named = `${line.kind}/${line.ref}/${line.household}`
  const got = await within(pass, () => ask('POST', '/statement/disputes', { month, line: named, said }))
  return got.status === 200
}

/** Makes the phone a kader's by a code of the branch. */
export const activate = (code: string): Promise<Entry> => enter('/devices/activate', { code })

/** Makes the phone known of the kader who has just logged in. */
export const addDevice = (): Promise<Entry> => enter('/devices', undefined)

async function enter(path: string, body: unknown): Promise<Entry> {
  const got = await ask('POST', path, body)
  if (got.status !== 200) throw refusal(got.status, got.body)
  return got.body as Entry
}

/** Ends the session; what the phone keeps is the phone's own matter. */
export const leave = (): Promise<unknown> => ask('DELETE', '/session')

/** Sends sealed records, for which no PIN and no session is needed; true when the server has them all. */
export async function rescue(branch: string, device: string, rows: Row[]): Promise<boolean> {
  const got = await ask('POST', '/devices/outbox', rescueFile(branch, device, rows))
  return got.status === 200 && (got.body as Schemas['Rescued']).kept === rows.length
}

/** What a hand-over file holds. */
export function rescueFile(branch: string, device: string, rows: Row[]) {
  return { branch, device, sealed: rows.map((row) => base64(row.sealed)) }
}
