import { api, body, refusal } from '../../api/client'
import type { Answer, Server } from './draft'
import type { Conflict, Stroke } from './fold'

/** The kind of a refusal that names what is in the way. */
const inTheWay = 'urn:binaan:stroke'

export const path = '/api/v1/branches/{branch}/territory-plans/{id}/strokes'

/** So long an answer is waited for: on a line that is half dead none ever comes. */
const patience = () => AbortSignal.timeout(20_000)

/** The server of a plan's strokes; who is not answered in time is told that nobody answered. */
export function serverOf(branch: string, id: number, until: () => AbortSignal = patience): Server {
  const params = { path: { branch, id } }
  return {
    async send({ id: number, on, changes, undo, reason }): Promise<Answer> {
      try {
        const { data, error, response } = await api.POST(path, {
          params,
          body: { id: number, on, changes, ...(undo ? { undo } : {}), ...(reason ? { reason } : {}) },
          signal: until(),
        })
        if (data) return { kind: 'landed', stroke: data.stroke as Stroke, revision: data.revision }
        if (response.status >= 500 || response.status === 429) return { kind: 'lost' }
        const told = error as { type?: string; errors?: { value?: unknown }[] } | undefined
        if (told?.type === inTheWay)
          return { kind: 'clash', conflicts: (told.errors ?? []).map((one) => one.value as Conflict) }
        return { kind: 'refused', why: refusal(response.status, error) }
      } catch {
        return { kind: 'lost' }
      }
    },
    async since(after) {
      try {
        const asked = { params: { ...params, query: { after } }, signal: until() }
        const { strokes } = await body(api.GET(path, asked))
        return (strokes ?? []) as Stroke[]
      } catch {
        return null
      }
    },
  }
}
