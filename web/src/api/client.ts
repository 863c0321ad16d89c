import createClient, { type Middleware } from 'openapi-fetch'
import { Refusal } from '../shared/trouble'
import { reach, sendOnce } from './line'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

const worded: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang)
    return request
  },
}

/** Everything behind the door: waits for the server and for a session that ended. */
export const api = createClient<paths>({ baseUrl: '/', fetch: reach })
api.use(worded)

/** The door itself: who am I, let me in, let me out. */
export const door = createClient<paths>({ baseUrl: '/', fetch: sendOnce })
door.use(worded)

/** The body of an answer; throws a Refusal when there is none. */
export async function body<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer
  if (!response.ok) throw refusal(response.status, error)
  return data as T
}

export function refusal(status: number, error: unknown): Refusal {
  const told = error as { detail?: string; type?: string } | undefined
  return new Refusal(status, told?.detail, told?.type)
}
