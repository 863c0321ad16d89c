import { useCallback, useEffect, useRef, useState } from 'react'
import { body, door, type Schemas } from '../../api/client'
import { askClock, standIn } from '../../api/clock'
import { sessionBegun } from '../../api/line'
import { Refusal } from '../../shared/trouble'

export type Account = Schemas['Account']

export type Session =
  | { state: 'asking' }
  | { state: 'unreachable' }
  | { state: 'stranger' }
  | { state: 'known'; account: Account }

export interface Credentials {
  login: string
  password: string
  /** Of the authenticator, where the account has one. */
  code?: string
}

/** Whether a login was refused for want of a right code alone. */
export function codeAsked(error: unknown): boolean {
  return error instanceof Refusal && error.kind === 'urn:binaan:code'
}

/** Who is logged in, and how to change that. */
export function useSession() {
  const [session, setSession] = useState<Session>({ state: 'asking' })
  const who = useRef<string | null>(null)

  const ask = useCallback(async () => {
    setSession({ state: 'asking' })
    const asked = askClock()
    try {
      const account = await body(door.GET('/api/v1/session'))
      await asked
      who.current = account.login
      standIn(zoneOf(account))
      setSession({ state: 'known', account })
    } catch (error) {
      await asked
      setSession({ state: error instanceof Refusal && error.status === 401 ? 'stranger' : 'unreachable' })
    }
  }, [])

  useEffect(() => {
    void ask()
  }, [ask])

  // A session that ended goes on where it was, but never under another's name.
  const logIn = useCallback(async ({ login, password, code }: Credentials) => {
    const account = await body(
      door.POST('/api/v1/session', { body: { login, password, ...(code ? { code } : {}) } }),
    )
    if (who.current !== null && who.current !== account.login) return location.reload()
    who.current = account.login
    standIn(zoneOf(account))
    setSession({ state: 'known', account })
    sessionBegun()
  }, [])

  const logOut = useCallback(async () => {
    try {
      await body(door.DELETE('/api/v1/session'))
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 401)) return // still in; the line says why
    }
    who.current = null
    setSession({ state: 'stranger' })
    sessionBegun()
  }, [])

  return { session, ask, logIn, logOut }
}

/** The zone by whose clocks an account works. */
export const zoneOf = (account: Account): string => account.branches?.[0]?.zone ?? 'WIB'

/** The page on which an account works. */
export function faceOf(account: Account): {
  path: string
  name: 'faceWorkbench' | 'faceKader' | 'faceManager'
} {
  switch (account.role) {
    case 'kader':
      return { path: '/kader/', name: 'faceKader' }
    case 'manager':
      return { path: '/manager/', name: 'faceManager' }
    default:
      return { path: '/', name: 'faceWorkbench' }
  }
}
