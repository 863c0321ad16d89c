import { useCallback, useEffect, useState } from 'react'
import { api, body, Refusal, type Schemas } from '../../api/client'

export type Account = Schemas['Account']

export type Session =
  | { state: 'asking' }
  | { state: 'unreachable' }
  | { state: 'stranger' }
  | { state: 'known'; account: Account }

/** Who is logged in, and how to change that. */
export function useSession() {
  const [session, setSession] = useState<Session>({ state: 'asking' })

  const ask = useCallback(async () => {
    setSession({ state: 'asking' })
    try {
      setSession({ state: 'known', account: await body(api.GET('/api/v1/session')) })
    } catch (error) {
      setSession({ state: error instanceof Refusal && error.status === 401 ? 'stranger' : 'unreachable' })
    }
  }, [])

  useEffect(() => {
    void ask()
  }, [ask])

  const logIn = useCallback(async (login: string, password: string) => {
    const account = await body(api.POST('/api/v1/session', { body: { login, password } }))
    setSession({ state: 'known', account })
  }, [])

  const logOut = useCallback(async () => {
    await api.DELETE('/api/v1/session')
    setSession({ state: 'stranger' })
  }, [])

  return { session, ask, logIn, logOut }
}

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
