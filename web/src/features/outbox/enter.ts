import { type Entry, leave, type Pass } from './line'
import { lock, newKey, unlock, unwrap } from './lock'
import type { Phone } from './outbox'
import type { Device, Store } from './store'

/** How many wrong PINs the phone bears. */
export const mostTries = 10

/** Keeps what an activation brought, behind a PIN. */
export async function settleIn(store: Store, entry: Entry, pin: string): Promise<Phone> {
  const { key, wrapped } = await newKey(pin)
  const device: Device = {
    id: entry.device,
    branch: entry.account.branches?.[0]?.code ?? '',
    zone: entry.account.branches?.[0]?.zone ?? 'WIB',
    kader: entry.account.name,
    sealKey: entry.sealKey,
    wrapped,
    tries: 0,
    token: await lock(key, entry.token),
  }
  await store.use((db) => db.put('device', device, 'this'))
  await store.layBallast().catch(() => undefined) // a phone that is full works all the same
  mark(device.id)
  return { store, key, device: device.id, token: entry.token, sealKey: device.sealKey }
}

export const deviceOf = (store: Store): Promise<Device | undefined> =>
  store.use((db) => db.get('device', 'this'))

/** Opens the phone; otherwise tells how many tries are left. A try counts before it is looked at. */
export async function openPhone(store: Store, pin: string): Promise<Phone | number> {
  const tried = await store.use(async (db) => {
    const tx = db.transaction('device', 'readwrite', { durability: 'strict' })
    const device = await tx.store.get('this')
    if (device && device.tries < mostTries) await tx.store.put({ ...device, tries: device.tries + 1 }, 'this')
    await tx.done
    return device
  })
  if (!tried || tried.tries >= mostTries) return 0
  const key = await unwrap(tried.wrapped, pin)
  if (!key) return mostTries - tried.tries - 1
  await store.use((db) => db.put('device', { ...tried, tries: 0 }, 'this'))
  const token = await unlock<string>(key, tried.token)
  return { store, key, device: tried.id, token, sealKey: tried.sealKey }
}

export const passOf = (device: Device, phone: Phone): Pass => ({
  branch: device.branch,
  device: device.id,
  token: phone.token,
})

/** Forgets the phone: only when nothing waits, or what waited is saved. */
export async function forget(store: Store): Promise<void> {
  await leave()
  await store.wipe()
  mark('')
}

const marked = 'binaan.device'

/** Leaves a mark outside the store, so that a store that was deleted is missed. */
function mark(device: string): void {
  if (device) localStorage.setItem(marked, device)
  else localStorage.removeItem(marked)
}

/** Whether a store was here that is gone: what was not sent went with it. */
export const storeWasLost = (device: Device | undefined): boolean =>
  !device && localStorage.getItem(marked) !== null
