import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLine, useLineBack } from '../../api/useLine'
import { failureWords, useWords } from '../../shared/i18n'
import { Refusal } from '../../shared/trouble'
import { useEvents } from '../plan/watch'

type Branch = Schemas['BranchSummary']
type PlanHead = Schemas['PlanHead']

/** What is being worked out for a branch, and what came of it. */
export interface Work {
  attempt: (work: Promise<unknown>) => Promise<void>
  refresh: () => Promise<unknown>
  trouble: unknown
  state: PlanHead | undefined
  started: (id: number) => void
  /** What became of the work while the server was gone; empty where it was not. */
  news: string
  heard: () => void
}

/** Tries something that changes plans, and reads them anew. */
function useAttempt(refresh: () => Promise<unknown>) {
  const [trouble, setTrouble] = useState<unknown>(null)
  const attempt = async (work: Promise<unknown>) => {
    setTrouble(null)
    try {
      await work
      await refresh()
    } catch (error) {
      setTrouble(error)
      if (error instanceof Refusal && error.status === 409) await refresh()
    }
  }
  return { attempt, trouble, setTrouble }
}

/** Follows the plan that is worked on, and what went wrong. */
export function useWork(branch: Branch, running: PlanHead | undefined, choose: (id: number) => void): Work {
  const { t } = useWords()
  const client = useQueryClient()
  const [now, setNow] = useState<PlanHead | null>(null)
  const [mine, setMine] = useState(0)
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'areas' })
  const { attempt, trouble, setTrouble } = useAttempt(refresh)
  const [broke, setBroke] = useState(0)
  const followed = running?.id ?? mine // one that is done before it was seen to run tells its end all the same
  const { up } = useLine()
  const cut = useRef(0) // what was followed when the line broke: its end may be told before the line is known to be whole
  if (!up && followed) cut.current = followed
  useLineBack(() => {
    setBroke(cut.current)
    cut.current = 0
  })
  useEvents<PlanHead>(
    followed ? `/api/v1/branches/${branch.code}/territory-plans/${followed}/events` : null,
    (state, ended) => {
      setNow(ended ? null : state)
      if (!ended) return
      setMine(0)
      if (state.state === 'done') choose(state.id)
      if (state.state === 'failed') setTrouble(t(failureWords(state.failure)))
      void refresh()
    },
  )
  return {
    attempt,
    refresh,
    trouble,
    state: now && now.id === running?.id ? now : running,
    started: setMine,
    news: broke === 0 ? '' : t(followed === broke ? 'workGoesOn' : 'workWentOn'),
    heard: () => setBroke(0),
  }
}
