/** What a kader's buttons record; the codes are those that the server stores. */
export type Code =
  | 'BAYAR_LUNAS'
  | 'BAYAR_CICIL'
  | 'JANJI_BAYAR'
  | 'REHAB_SETUJU'
  | 'REHAB_DAFTAR'
  | 'REHAB_CICILAN'
  | 'BELUM_MAMPU'
  | 'MENOLAK'
  | 'SUDAH_BAYAR'
  | 'MINTA_LAIN_WAKTU'
  | 'BERTEMU_LAIN'
  | 'RUMAH_KOSONG'
  | 'KERJA_LUAR_KOTA'
  | 'PINDAH'
  | 'ALAMAT_SALAH'
  | 'MENINGGAL'
  | 'PINDAH_SEGMEN'
  | 'KELUHAN'
  | 'TIDAK_AMAN'
  | 'TIDAK_TERJANGKAU'
  | 'DILEWATI'
  | 'TELEPON_SAJA'
  | 'WA'
  | 'EDUKASI'
  | 'DAFTAR_BARU'
  | 'LAPOR_DESA'
  | 'PIN_RUMAH'
  | 'TELEPON_BARU'
  | 'JANGAN_KUNJUNGI'
  | 'KOREKSI'
  | 'BATAL'

export type Channel = 'PPOB' | 'MOBILE_JKN' | 'BANK' | 'AUTODEBIT'
export type Part = 'PAGI' | 'SIANG' | 'SORE' | 'MALAM'

/** Where the phone was; how exactly, in metres, and how old that was, in milliseconds. */
export interface Fix {
  lat: number
  lng: number
  accuracy: number
  age_ms: number
}

/** When a family says that it is home; from and to as 17:00. */
export interface Hours {
  days: 'KERJA' | 'SABTU' | 'MINGGU'
  from: string
  to: string
  /** It agreed to be visited outside the visiting hours too. */
  consent: boolean
}

export interface Payload {
  amount?: number
  channel?: Channel
  receipt?: string
  purpose?: 'LUNAS' | 'CICILAN' | 'IURAN'
  step?: number
  promise?: { day: string; part: Part; amount: number; channel?: Channel }
  rehab?: { steps: number; instalment: number; first: string }
  reason?: string
  until?: string
  person?: 'KEPALA' | 'DEWASA' | 'LAIN' | 'TIDAK_ADA'
  hours?: Hours
  position?: { lat: number; lng: number; accuracy: number }
  phone?: string
  note?: string
  heads?: number
  place?: string
  topic?: string
  /** SHA-256 of pictures, which follow by themselves. */
  photos?: string[]
  lead?: { name: string; phone: string; consent: true }
}

/** What happened, before the phone numbers it. The id is made when the form opens. */
export interface Happening {
  event_id: string
  type: Code
  /** Left out where the event is of none. */
  household?: number
  /** What a BATAL or KOREKSI is about. */
  of?: string
  wall_time: string
  monotonic_ms: number
  boot_id: string
  fix?: Fix
  plan?: number
  app: string
  payload: Payload
}

/** A fact as it is sent: append only, never changed once it is stored. */
export interface FieldEvent extends Happening {
  device_id: string
  device_seq: number
}

/** A version 7 UUID: the milliseconds of an instant, then randomness. */
export function uuid7(now: number, random = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, '0').slice(-12)
  const hex = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = ((Number.parseInt(hex.slice(4, 5), 16) & 3) | 8).toString(16)
  const rest = `7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest}`
}
