import type { Code, Payload } from '../outbox/event'

/** What is stored beside the visits, and is of no household. */
export interface Entry {
  type: Code
  payload: Payload
}

/** What an information meeting was about. */
export const topics = ['IURAN', 'REHAB', 'MOBILE_JKN', 'LAYANAN', 'LAIN'] as const

/** People at one meeting, at most, as the server takes them. */
export const mostHeads = 10_000

export interface Meeting {
  place: string
  /** Figures as they were typed. */
  heads: string
  topic: string
}

export const emptyMeeting: Meeting = { place: '', heads: '', topic: '' }

/** The meeting as an event; null while it does not say where, how many and what about. */
export function meetingOf({ place, heads, topic }: Meeting): Entry | null {
  const n = count(heads)
  if (!place.trim() || n === null || !topic) return null
  return { type: 'EDUKASI', payload: { place: place.trim(), heads: n, topic } }
}

export interface Lead {
  name: string
  phone: string
  /** Members of the family, figures as they were typed. */
  heads: string
  /** Whether the person agreed that name and number go to the branch. */
  consent: boolean
}

export const emptyLead: Lead = { name: '', phone: '', heads: '', consent: false }

/** The candidate as an event; null while anything is missing, consent above all. */
export function leadOf({ name, phone, heads, consent }: Lead): Entry | null {
  const number = phone.replace(/[^0-9+]/g, '')
  const n = count(heads)
  if (!consent || !name.trim() || number.length < 8 || n === null) return null
  return { type: 'DAFTAR_BARU', payload: { heads: n, lead: { name: name.trim(), phone: number, consent } } }
}

export interface Courtesy {
  place: string
  /** Whom the kader spoke to; need not be told. */
  person: string
}

export const emptyCourtesy: Courtesy = { place: '', person: '' }

/** The report at a village office as an event; null while it does not say at which. */
export function courtesyOf({ place, person }: Courtesy): Entry | null {
  if (!place.trim()) return null
  const note = person.trim()
  return { type: 'LAPOR_DESA', payload: { place: place.trim(), ...(note && { note }) } }
}

function count(typed: string): number | null {
  const n = /^\d+$/.test(typed) ? Number(typed) : 0
  return n >= 1 && n <= mostHeads ? n : null
}
