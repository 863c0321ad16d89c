/**
 * What lies on the phone is unreadable without the PIN: one random key encrypts it,
 * and the PIN, stretched, encrypts that key.
 */

type Bytes = Uint8Array<ArrayBuffer>

/** Encrypted JSON. */
export interface Locked {
  iv: Bytes
  data: Bytes
}

/** The key of the phone as it is kept: wrapped by the PIN. */
export interface Wrapped {
  salt: Bytes
  iv: Bytes
  key: Bytes
  rounds: number
}

/** How often a PIN is stretched: OWASP's figure for PBKDF2 with SHA-256. */
export const rounds = 600_000

const utf8 = new TextEncoder()
const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))

async function stretch(pin: string, salt: Bytes, times: number): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', utf8.encode(pin), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: times },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

const keep = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** A new key for a phone, wrapped by a PIN. */
export async function newKey(pin: string, times = rounds): Promise<{ key: CryptoKey; wrapped: Wrapped }> {
  const raw = random(32)
  const salt = random(16)
  const iv = random(12)
  const by = await stretch(pin, salt, times)
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, by, raw))
  return { key: await keep(raw), wrapped: { salt, iv, key: data, rounds: times } }
}

/** The phone's key; null where the PIN is another. */
export async function unwrap(wrapped: Wrapped, pin: string): Promise<CryptoKey | null> {
  const by = await stretch(pin, wrapped.salt, wrapped.rounds)
  try {
    const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: wrapped.iv }, by, wrapped.key)
    return await keep(new Uint8Array(raw))
  } catch {
    return null // the tag of GCM tells a wrong key
  }
}

export async function lock(key: CryptoKey, value: unknown): Promise<Locked> {
  const iv = random(12)
  const text = utf8.encode(JSON.stringify(value))
  return { iv, data: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text)) }
}

export async function unlock<T>(key: CryptoKey, locked: Locked): Promise<T> {
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: locked.iv }, key, locked.data)
  return JSON.parse(new TextDecoder().decode(text)) as T
}
