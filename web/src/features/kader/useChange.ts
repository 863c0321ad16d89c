import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Changes something of a branch's kader: what is shown of them is read anew, and what went wrong is told. */
export function useChange(branch: string) {
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const change = async (work: Promise<unknown>): Promise<boolean> => {
    setTrouble(null)
    setSaved(false)
    try {
      await work
      for (const what of ['kader', 'paperwork', 'candidates', 'card', 'leaving', 'officials', 'engagements'])
        await client.invalidateQueries({ queryKey: [what, branch] })
      setSaved(true)
      return true
    } catch (error) {
      setTrouble(error)
      return false
    }
  }
  return { change, trouble, saved }
}
