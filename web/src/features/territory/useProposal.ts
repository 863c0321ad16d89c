import { useEffect, useRef, useState } from 'react'
import { api, body } from '../../api/client'
import type { Draft } from './draft'
import type { Proposal, Question } from './proposal'

export type Asked =
  | { state: 'idle' }
  | { state: 'running'; question: Question }
  | { state: 'failed'; question: Question; why: unknown }
  | { state: 'done'; question: Question; proposal: Proposal }

/** Asks what could be made of the drawing, once the server has all of it; nothing is stored. */
export function useProposal(branch: string, id: number, draft: Draft) {
  const [asked, set] = useState<Asked>({ state: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const ask = async (question: Question) => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    set({ state: 'running', question })
    try {
      await draft.flush()
      const proposal = await body(
        api.POST('/api/v1/branches/{branch}/territory-plans/{id}/proposals', {
          params: { path: { branch, id } },
          body: question,
          signal: mine.signal,
        }),
      )
      if (!mine.signal.aborted) set({ state: 'done', question, proposal })
    } catch (why) {
      if (!mine.signal.aborted) set({ state: 'failed', question, why })
    }
  }
  const forget = () => {
    running.current?.abort()
    set({ state: 'idle' })
  }
  return { asked, ask, forget }
}
