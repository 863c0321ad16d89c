import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'

export type Task = Schemas['Task']
export type MonthNote = Schemas['MonthNote']

/** What somebody does about deviations of a branch's kader, and who may. */
export function useTasks(branch: string) {
  return useQuery({
    queryKey: ['tasks', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/tasks', { params: { path: { branch } } })),
  })
}

/** Why two months are as they are. */
export function useNotes(branch: string, month: string, against: string) {
  return useQuery({
    queryKey: ['notes', branch, month, against],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/notes', {
          params: { path: { branch }, query: { month, against } },
        }),
      ),
  })
}

/** Does something, reads a list anew, and keeps what went wrong. */
export function useDo(list: string, branch: string) {
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const run = async (what: Promise<{ data?: unknown; error?: unknown; response: Response }>) => {
    setTrouble(null)
    try {
      await body(what)
      return true
    } catch (error) {
      setTrouble(error)
      return false
    } finally {
      // What the board tells of the months, notes among it, is another answer.
      await Promise.all([list, 'board'].map((of) => client.invalidateQueries({ queryKey: [of, branch] })))
    }
  }
  return { trouble, run }
}
