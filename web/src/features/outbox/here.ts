import { createContext, useContext } from 'react'
import type { Pack } from '../round/pack'
import type { Streets } from '../round/street'
import type { Happening } from './event'
import type { Folded } from './fold'
import type { Phone, Waiting } from './outbox'
import type { Photos } from './photo'
import type { Device } from './store'

/** How the line to the server stands. */
export type LineState = 'idle' | 'sending' | 'later' | 'revoked'

/** What a screen needs: the open phone, what it knows, and the ways to change that. */
export interface Here {
  phone: Phone
  device: Device
  /** Null until the first pack has come. */
  pack: Pack | null
  /** For the sketch; null until the phone has them. */
  streets: Streets | null
  /** It was taken off the phone, which has not heard of the server for 14 days. */
  expired: boolean
  today: string
  folded: Folded
  waiting: Waiting
  /** Pictures that wait for a line that costs nothing. */
  photos: Photos
  /** Sends them over whatever line there is. */
  followNow: () => Promise<void>
  line: LineState
  /** Stores what happened and sends it when it can; rejects when it is not stored. */
  note: (happening: Pick<Happening, 'type' | 'payload'> & Partial<Happening>) => Promise<string>
  sync: () => Promise<void>
  /** Shuts the phone until the PIN is entered again. */
  shut: () => void
}

export const HereContext = createContext<Here | null>(null)

export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('no open phone above this screen')
  return here
}
