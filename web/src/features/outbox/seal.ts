/**
 * Sealing: what only the server can open. Each record waits sealed as well, so that a
 * forgotten PIN, a wiped phone's rescue file or a revoked device loses nothing.
 *
 * A sealed record is the sender's one-time P-256 point (65 bytes, uncompressed), a
 * 12-byte nonce and the AES-256-GCM text; the key is HKDF-SHA-256 of the shared secret
 * with the one-time point as salt.
 */

type Bytes = Uint8Array<ArrayBuffer>

const curve = { name: 'ECDH', namedCurve: 'P-256' }
const info = new TextEncoder().encode('binaan outbox 1')

/** Seals JSON to the server's public key, base64 of the uncompressed point. */
export const seal = (sealKey: string, value: unknown): Promise<Bytes> =>
  sealBytes(sealKey, new TextEncoder().encode(JSON.stringify(value)))

export async function sealBytes(sealKey: string, text: Bytes): Promise<Bytes> {
  const { point, key } = await take(sealKey)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text))
  const out = new Uint8Array(point.length + iv.length + data.length)
  out.set(point)
  out.set(iv, point.length)
  out.set(data, point.length + iv.length)
  return out
}

/** What one record is sealed by: the one-time point and the key that it makes with the server's. */
interface Once {
  point: Bytes
  key: CryptoKey
}

let ahead: { sealKey: string; once: Promise<Once> } | null = null

/** Makes the keys of the next record while nobody waits for them: they are most of the work of a seal. */
export function prepareSeal(sealKey: string): void {
  if (ahead?.sealKey === sealKey) return
  ahead = { sealKey, once: onceFor(sealKey) }
  ahead.once.catch(() => {
    ahead = null // whoever seals makes its own, and is told why not
  })
}

function take(sealKey: string): Promise<Once> {
  const once = ahead?.sealKey === sealKey ? ahead.once : onceFor(sealKey)
  ahead = null
  return once
}

async function onceFor(sealKey: string): Promise<Once> {
  const to = await crypto.subtle.importKey('raw', bytesOf(sealKey), curve, false, [])
  const once = (await crypto.subtle.generateKey(curve, true, ['deriveBits'])) as CryptoKeyPair
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey))
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: to }, once.privateKey, 256)
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: point, info },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  return { point, key }
}

export function bytesOf(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
