import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** A refusal by the server, worded in the reader's language. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
    this.name = 'Refusal'
  }
}

let language = 'id'

/** Sets the language in which the server words its refusals. */
export function speak(to: string): void {
  language = to
}

const worded: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language)
    return request
  },
}

export const api = createClient<paths>({ baseUrl: '/' })
api.use(worded)

/** The body of an answer; throws a Refusal when there is none. */
export async function body<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer
  if (!response.ok) throw refusal(response.status, error)
  return data as T
}

export function refusal(status: number, error: unknown): Refusal {
  const detail = (error as { detail?: string } | undefined)?.detail
  return new Refusal(status, detail ?? `HTTP ${status}`)
}
