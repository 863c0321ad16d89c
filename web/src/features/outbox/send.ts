import type { FieldEvent } from './event'
import { unlock } from './lock'
import { alone, type Phone, rowsOf, setAside, settle, takeBack } from './outbox'
import type { Row } from './store'

export interface Verdict {
  event_id: string
  verdict: 'accepted' | 'duplicate' | 'rejected' | 'held'
  status?: number
  reason?: string
  text?: string
}

export interface Push {
  device_id: string
  server_epoch: string | null
  /** The phone's clocks now, by which the server dates what a moved clock misdated. */
  sent?: { wall_time: string; monotonic_ms: number; boot_id: string }
  events: FieldEvent[]
}

export interface Answer {
  server_epoch: string
  server_time: string
  resend_from: number | null
  verdicts: Verdict[]
}

/** What came of a request: an answer, a refusal of all of it, nobody there, or too many others. */
export type Reply = { answer: Answer } | { refused: number; text: string } | 'later' | 'busy' | 'revoked'

/** How a push reaches the server. */
export type Exchange = (push: Push) => Promise<Reply>

/** How sending ended. */
export type Sent = 'sent' | 'later' | 'revoked' | 'busy'

const most = 100
const mostBytes = 200 * 1024

/**
 * Sends what waits, the oldest first. What the server has goes to the sent; what it
 * refuses stands aside in sight; when nobody answers all stays as it was.
 */
export async function send(phone: Phone, exchange: Exchange, now: () => number): Promise<Sent> {
  let sent: Sent = 'sent'
  await alone('binaan-send', async () => {
    let least = Number.POSITIVE_INFINITY
    for (;;) {
      const rows = (await rowsOf(phone.store)).filter((row) => !row.aside).slice(0, least)
      if (rows.length === 0) return
      const batch = await batchOf(phone, rows)
      const reply = await exchange(await pushOf(phone, batch))
      if (typeof reply === 'string') {
        sent = reply
        return
      }
      if ('refused' in reply) {
        const only = batch[0]
        // One bad event must not stop the others: it is found by halving.
        if (batch.length > 1) least = Math.ceil(batch.length / 2)
        else if (only) {
          await setAside(phone.store, only.row, reply.text, String(reply.refused))
          least = Number.POSITIVE_INFINITY
        }
        continue
      }
      if (!(await settled(phone, batch, reply.answer, now()))) {
        sent = 'later' // an answer about other events than ours
        return
      }
    }
  })
  return sent
}

interface Item {
  row: Row
  event: FieldEvent
}

async function batchOf(phone: Phone, rows: Row[]): Promise<Item[]> {
  const batch: Item[] = []
  let bytes = 0
  for (const row of rows.slice(0, most)) {
    bytes += row.locked.data.length
    if (batch.length > 0 && bytes > mostBytes) break
    batch.push({ row, event: await unlock<FieldEvent>(phone.key, row.locked) })
  }
  return batch
}

async function pushOf(phone: Phone, batch: Item[]): Promise<Push> {
  const epoch = await phone.store.use((db) => db.get('epoch', 'server'))
  return { device_id: phone.device, server_epoch: epoch ?? null, events: batch.map((item) => item.event) }
}

/** Puts what was answered where it belongs; false where the answer settles none of the batch. */
async function settled(phone: Phone, batch: Item[], answer: Answer, now: number): Promise<boolean> {
  const verdicts = new Map(answer.verdicts.map((one) => [one.event_id, one]))
  const done = []
  let some = false
  for (const { row } of batch) {
    const verdict = verdicts.get(row.id)
    if (!verdict) continue
    some = true
    if (verdict.verdict === 'rejected')
      await setAside(phone.store, row, verdict.text ?? '', verdict.reason ?? String(verdict.status ?? ''))
    else done.push({ ...row, at: now, held: verdict.verdict === 'held' })
  }
  await settle(phone.store, done)
  if (answer.resend_from !== null && answer.resend_from !== undefined)
    await takeBack(phone.store, answer.resend_from)
  await phone.store.use((db) => db.put('epoch', answer.server_epoch, 'server'))
  return some
}
