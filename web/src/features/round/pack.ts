import type { RehabRule } from '../../shared/rehab'
import type { Appointment } from './appoint'
import type { Border } from './border'

/** What the server gives a phone to work with for a week; names as on the wire. */
export interface Pack {
  server_epoch: string
  server_time: string
  today: string
  kader: {
    id: number
    code: string
    name: string
    branch: string
    letter?: Letter | null
    identity?: Identity | null
    shifts?: Shift[]
  }
  hours?: Hours
  days: PackDay[]
  families: Family[]
  gone?: number[]
  borders?: Border[]
  statement?: Statement | null
  rules: PackRules
  /** Whom to greet in the families' desa before visiting. */
  officials?: { id: number; post: string; unit?: string; name: string; phone?: string }[]
  texts?: { channels?: Channel[]; script?: string }
  device?: { revoked: boolean; seal_key: string }
}

/** Where families find help. */
export interface Channel {
  name: string
  number: string
  text?: string
  /** The text in English, where the branch has one. */
  english?: string
}

/** Hours of a weekday, 0 is Sunday; minutes after midnight. */
export interface Shift {
  weekday: number
  open: number
  close: number
}

/** When the kader can come, beside shifts and visiting hours. */
export interface Hours {
  /** Of the contract. */
  until: string
  away: { first: string; last: string }[]
  holidays: string[]
  /** Minutes that finding the door takes besides, by class of place. */
  search: Record<string, number>
}

export interface Letter {
  number: string
  until: string
}

/** What a kader shows to a family that asks. */
export interface Identity {
  name: string
  code: string
  /** data: URL of a JPEG. */
  photo?: string
  validUntil: string
  letter?: string
  /** Path on this server of the page that confirms it. */
  url: string
}

export interface PackDay {
  day: string
  state: 'route' | 'free' | 'away' | 'none' | 'handed'
  /** Why the kader is away; of a day that was handed over, who makes it. */
  reason?: string
  plan?: number
  stops: PackStop[]
  reserve: PackStop[]
}

/** What the kader is to do at its hour that is no visit. */
export interface Engagement {
  id: number
  for: string
  place: string
  lat?: number
  lng?: number
}

/** A visit as planned; times are minutes after midnight. */
export interface PackStop {
  /** 0 or left out: the village office, to report to first, or an engagement. */
  household?: number
  engagement?: Engagement
  desa?: string
  from: number
  until: number
  arrive: number
  /** When the visit may begin. */
  window?: [number, number]
  ride: { metres: number; minutes: number; rough: boolean }
  expects?: { cash: number; later: number }
  reasons: string[]
  /** The kader whose route it was. */
  of?: string
}

export interface Family {
  id: number
  head: string
  kk: string
  address: string
  rt: string
  rw: string
  desa: string
  landmark?: string
  members: number
  class?: string
  months: number
  arrears: number
  as_of: string
  phone?: string
  lat?: number
  lng?: number
  radius?: number
  place_class: string
  /** amount: of the kader's own visit today. */
  last?: { day: string; type: string; amount?: number }[]
  promise?: {
    day: string
    amount: number
    /** The kader cannot come when the family wants it; when instead. */
    hindered?: Appointment | null
  } | null
  rehab?: { step: number; steps: number; instalment: number; due: string } | null
  best?: string | null
  banned_until?: string | null
  /** Where it is not the arrears' own. */
  segment?: string
  /** Instalments that the rule offers, at most. */
  eligible_rehab?: { steps: number } | null
}

export interface Statement {
  month: string
  visits: number
  target: number
  /** Due this month; a pack from before does not tell. */
  promises?: number
  kept?: number
  cash: number
  verified: number
  waiting: number
  estimate: number
  lines: { day: string; household: number; amount: number; fee: number; state: string; reason?: string }[]
}

export interface PackRules {
  cooldown_days?: number
  visit_minutes?: number
  visiting_hours?: { weekdays: number[]; open: number; close: number; quiet: Shift[] | null }
  cap?: number
  /** What a Rupiah that comes later counts beside one of this month. */
  later_worth?: number
  cash_allowed?: boolean
  travel?: { factor?: number; speedKmh?: number }
  rehab?: { ordinary: RehabRule; switched: RehabRule }
  premiums?: { class1: number; class2: number; class3: number }[]
  fine?: { percent: number; withinDays: number; maxMonths: number; most: number }
}

/** Whose a line of a statement is, in words; of a family that is not the kader's any more: elsewhere. */
export const lineName = (families: Map<number, Family>, household: number, elsewhere: string): string =>
  families.get(household)?.head ?? elsewhere

export const familiesById = (pack: Pack): Map<number, Family> =>
  new Map(pack.families.map((family) => [family.id, family]))

/** The planned day, or a day of which nothing is known. */
export function packDay(pack: Pack, day: string): PackDay {
  return pack.days.find((one) => one.day === day) ?? { day, state: 'none', stops: [], reserve: [] }
}
