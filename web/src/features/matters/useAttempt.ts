import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Does something to the payments of a branch; the lists are read anew, what goes wrong is kept to be shown. */
export function useAttempt(branch: string) {
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const attempt = async (work: Promise<unknown>) => {
    setTrouble(null)
    try {
      await work
      await client.invalidateQueries({ queryKey: ['payments', branch] })
      return true
    } catch (error) {
      setTrouble(error)
      return false
    }
  }
  return { trouble, attempt }
}
