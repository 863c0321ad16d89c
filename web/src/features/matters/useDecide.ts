import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'

type Act = 'settle' | 'hand' | 'release' | 'cancel'

/** Says something of an event for the office; what waits is read anew. */
export function useDecide(branch: string) {
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const say = async (event: string, act: Act, reason?: string) => {
    setTrouble(null)
    try {
      await body(
        api.POST('/api/v1/branches/{branch}/matters/{event}', {
          params: { path: { branch, event } },
          body: reason ? { act, reason } : { act },
        }),
      )
      await client.invalidateQueries({ queryKey: ['matters', branch] })
    } catch (error) {
      setTrouble(error)
    }
  }
  return { trouble, say }
}
