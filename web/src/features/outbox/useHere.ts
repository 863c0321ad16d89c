import { useCallback, useEffect, useMemo, useState } from 'react'
import { askClock, instant, nowIn, stampIn } from '../../api/clock'
import { afterPaint } from '../../shared/paint'
import type { Pack } from '../round/pack'
import type { Streets } from '../round/street'
import { passOf } from './enter'
import { type FieldEvent, type Happening, uuid7 } from './event'
import { fold } from './fold'
import type { Here, LineState } from './here'
import { exchange, pieces, pull, pullStreets } from './line'
import { unlock } from './lock'
import {
  eventsOf,
  forgetOld,
  type Phone,
  record,
  tooLong,
  type Waiting,
  waiting,
  watchOutbox,
} from './outbox'
import { album, forgetPhotos, mayFollow, type Photos, sendPhotos } from './photo'
import { send } from './send'
import type { Device } from './store'
import { comeAgain, inTurn } from './turns'

/** How often the phone tries to send while it is open. */
const every = 5 * 60_000

/** After how long it comes again by itself when the server had too many or was away, in milliseconds. */
const soon = () => 5000 + Math.random() * 10_000

/** Names this run of the page: the monotonic clock counts from its start. */
const boot = crypto.randomUUID()

/** What the phone's clocks show now. */
const clocks = (zone: string) => ({
  wall_time: stampIn(zone),
  monotonic_ms: Math.round(performance.now()),
  boot_id: boot,
})

/** The open phone's state, kept in step with its store and with the server. */
export function useOpenPhone(phone: Phone, device: Device, shut: () => void): Here {
  const [pack, setPack] = useState<Pack | null>(null)
  const [streets, setStreets] = useState<Streets | null>(null)
  const [events, setEvents] = useState<FieldEvent[]>([])
  const [count, setCount] = useState<Waiting>({ unsent: 0, aside: 0 })
  const [expired, setExpired] = useState(false)
  const [photos, setPhotos] = useState<Photos>({ waiting: 0, bytes: 0, refused: 0 })
  const [line, setLine] = useState<LineState>('idle')
  const [crowded, setCrowded] = useState(false)
  const [missed, setMissed] = useState(0) // exchanges in a row that did not reach the server
  const [today, setToday] = useState(() => nowIn(device.zone).day)

  const read = useCallback(async () => {
    const [known, counted, shots] = await Promise.all([
      eventsOf(phone),
      waiting(phone.store),
      album(phone.store),
    ])
    setEvents(known)
    setPhotos(shots)
    setCount(counted)
    setToday(nowIn(device.zone).day)
  }, [phone, device])

  const readPack = useCallback(async () => {
    const kept = await phone.store.use((db) => db.get('pack', 'newest'))
    if (kept) setPack(await unlock<Pack>(phone.key, kept.locked))
    else setExpired(await tooLong(phone.store, instant()))
  }, [phone])

  const readStreets = useCallback(async () => {
    const kept = await phone.store.use((db) => db.get('pack', 'streets'))
    if (kept) setStreets(await unlock<Streets>(phone.key, kept.locked))
  }, [phone])

  const once = useCallback(async () => {
    setLine('sending')
    const pass = passOf(device, phone)
    try {
      await askClock()
      const sent = await send(
        phone,
        exchange(pass, () => clocks(device.zone)),
        instant,
      )
      const pulled = sent === 'revoked' ? 'revoked' : await pull(phone, pass)
      if (pulled === 'new') await readPack()
      const worst = [sent, pulled]
      setCrowded(worst.includes('busy'))
      setMissed((n) => (worst.includes('later') ? n + 1 : 0))
      setLine(worst.includes('revoked') ? 'revoked' : worst.includes('later') ? 'later' : 'idle')
      await forgetOld(phone.store, instant())
      await forgetPhotos(phone.store, instant())
      // Without streets, or room for them, the day goes on: the next exchange asks again.
      if (pulled === 'same' || pulled === 'new')
        await pullStreets(phone, pass, nowIn(device.zone).day)
          .then((came) => (came ? readStreets() : undefined))
          .catch(() => undefined)
      if (sent === 'sent' && mayFollow()) await sendPhotos(phone.store, pieces(pass))
    } catch {
      setMissed((n) => n + 1)
      setLine('later') // what waits is in the store and counted from there
    } finally {
      await read().catch(() => undefined)
    }
  }, [phone, device, read, readPack, readStreets])
  const sync = useMemo(() => inTurn(once), [once])

  useEffect(() => {
    // A store that cannot be read says so where something is to be stored.
    const look = () => void read().catch(() => undefined)
    look()
    void readPack()
      .then(readStreets)
      .catch(() => undefined)
      .then(sync)
    const unwatch = watchOutbox(look)
    const timer = setInterval(() => void sync(), every)
    const seen = () => document.visibilityState === 'visible' && void sync()
    const online = () => void sync()
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('online', online)
    return () => {
      unwatch()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
      window.removeEventListener('online', online)
    }
  }, [read, readPack, readStreets, sync])

  useEffect(() => {
    if ((!crowded && missed === 0) || line === 'sending') return
    const timer = setTimeout(() => void sync(), comeAgain(missed, soon(), every))
    return () => clearTimeout(timer)
  }, [crowded, missed, line, sync])

  const note = useCallback(
    async (happening: Pick<Happening, 'type' | 'payload'> & Partial<Happening>) => {
      const event = await record(phone, {
        event_id: uuid7(instant()),
        ...clocks(device.zone),
        app: __APP__,
        ...happening,
      })
      afterPaint(() => void sync())
      return event.event_id
    },
    [phone, device, sync],
  )

  const followNow = useCallback(async () => {
    await sync()
    await sendPhotos(phone.store, pieces(passOf(device, phone)))
  }, [phone, device, sync])

  const folded = useMemo(() => fold(events), [events])
  return {
    phone,
    device,
    pack,
    streets,
    expired,
    today,
    folded,
    waiting: count,
    photos,
    followNow,
    line,
    note,
    sync,
    shut,
  }
}
