import type { Channel, Code, Hours, Part, Payload } from '../outbox/event'
import { partHours } from './appoint'
import { buttonOf } from './codes'

/** What was tapped at a door and is not stored as an event yet; kept at every tap. */
export interface Draft {
  /** The event's id, made when the form was opened. */
  id: string
  /** When the card was opened, in milliseconds since 1970. */
  opened: number
  code?: Code
  purpose: 'LUNAS' | 'CICILAN' | 'IURAN'
  amount: number
  channel: Channel
  receipt: string
  day: string
  part: Part
  reason: string
  note: string
  /** Of a REHAB; 0: not chosen. */
  steps: number
  instalment: number
  first: string
  /** The family is enrolled in it already. */
  enrolled?: boolean
  /** On which days the family wants to be visited; left out: not said. */
  days?: Hours['days']
  /** It agreed to be visited on Sundays. */
  consent?: boolean
  /** The day on which it comes back; left out or empty: not said. */
  until?: string
  /** Pictures that were taken for it, by SHA-256. */
  photos?: string[]
}

/** What every event of a draft says besides: a note, and which pictures follow. */
const beside = (draft: Draft): Payload => ({
  ...(draft.note.trim() ? { note: draft.note.trim().slice(0, 140) } : {}),
  ...(draft.photos?.length && mayPicture(draft.code) ? { photos: draft.photos } : {}),
})

/** Whether a picture belongs to a code: of a receipt, or of a house that is not where it should be. */
export const mayPicture = (code: Code | undefined): boolean =>
  code !== undefined && (buttonOf(code)?.form === 'pay' || buttonOf(code)?.picture === true)

export const emptyDraft = (id: string, opened: number): Draft => ({
  id,
  opened,
  purpose: 'LUNAS',
  amount: 0,
  channel: 'PPOB',
  receipt: '',
  day: '',
  part: 'SORE',
  reason: '',
  note: '',
  steps: 0,
  instalment: 0,
  first: '',
})

/** What a draft says too little of to be stored; null where it says enough. */
export function missing(draft: Draft): 'code' | 'day' | 'amount' | 'dayAmount' | null {
  const form = draft.code && buttonOf(draft.code)?.form
  if (!form) return 'code'
  const noDay = form === 'promise' && draft.day === ''
  const noAmount = (form === 'promise' || form === 'pay') && draft.amount <= 0
  if (noDay) return noAmount ? 'dayAmount' : 'day'
  return noAmount ? 'amount' : null
}

/** What the draft says, as an event says it: the code follows what the money was for. */
export function eventOf(draft: Draft): { type: Code; payload: Payload } {
  const code = draft.code ?? 'RUMAH_KOSONG'
  const note = beside(draft)
  switch (buttonOf(code)?.form) {
    case 'pay': {
      const type = { LUNAS: 'BAYAR_LUNAS', CICILAN: 'REHAB_CICILAN', IURAN: 'BAYAR_CICIL' }[
        draft.purpose
      ] as Code
      const receipt = draft.receipt.trim() ? { receipt: draft.receipt.trim() } : {}
      return {
        type,
        payload: {
          amount: draft.amount,
          channel: draft.channel,
          purpose: draft.purpose,
          ...receipt,
          ...note,
        },
      }
    }
    case 'promise':
      return {
        type: code,
        payload: {
          promise: { day: draft.day, part: draft.part, amount: draft.amount, channel: draft.channel },
          ...note,
        },
      }
    case 'rehab': {
      const { steps, instalment, first } = draft
      return {
        type: draft.enrolled && steps > 0 ? 'REHAB_DAFTAR' : code,
        payload: { ...(steps > 0 ? { rehab: { steps, instalment, first } } : {}), ...note },
      }
    }
    case 'otherTime':
      return { type: code, payload: { ...hoursOf(draft), ...note } }
    case 'worksAway':
      return { type: code, payload: { ...(draft.until ? { until: draft.until } : {}), ...note } }
    default: {
      const field = buttonOf(code)?.topics ? 'topic' : 'reason'
      return { type: code, payload: { ...(draft.reason ? { [field]: draft.reason } : {}), ...note } }
    }
  }
}

/** When the family says that it is home; nothing where it said no day. */
function hoursOf({ days, part, consent }: Draft): Payload {
  if (!days) return {}
  const [from, to] = partHours[part].map((minute) => `${String(minute / 60).padStart(2, '0')}:00`)
  return from && to ? { hours: { days, from, to, consent: days === 'MINGGU' && consent === true } } : {}
}

/** Sums to tap instead of typing: all of it, months of it, round ones. */
export function quickAmounts(arrears: number, months: number, instalment = 0): number[] {
  const month = months > 0 ? Math.round(arrears / months) : 0
  const sums = [arrears, instalment, 100_000, month, 3 * month, 6 * month].filter((sum) => sum > 0)
  return [...new Set(sums)].filter((sum) => sum <= Math.max(arrears, instalment, 100_000)).slice(0, 5)
}

/** Days to promise for: tomorrow, the end of the week, the next pay day. */
export function promiseDays(today: string): { key: 'tomorrow' | 'friday' | 'payday'; day: string }[] {
  const at = Date.parse(`${today}T00:00:00Z`)
  const day = (n: number) => new Date(at + n * 86_400_000).toISOString().slice(0, 10)
  const toFriday = (5 - new Date(at).getUTCDay() + 7) % 7 || 7
  const [year = 0, month = 1] = today.split('-').map(Number)
  const payday = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  const days = [
    { key: 'tomorrow' as const, day: day(1) },
    { key: 'friday' as const, day: day(toFriday) },
    { key: 'payday' as const, day: payday },
  ]
  return days.filter((one, i) => days.findIndex((other) => other.day === one.day) === i)
}
