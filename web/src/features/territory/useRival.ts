import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, body } from '../../api/client'
import { fixedOf, type Rival } from './behind'
import type { TerritoryPlan } from './model'

/** So long the locks have to stay as they are before the solver is asked. */
const quiet = 1500

/** The solver's plan around the locks of a drawing; null until it is known. */
export function useRival(branch: string, id: number, plan: TerritoryPlan | undefined): Rival | null {
  const wanted = plan ? fixedOf(plan.territories ?? []) : null
  const [asked, ask] = useState<string | null>(null)
  useEffect(() => {
    if (wanted === null) return
    const timer = setTimeout(() => ask(wanted), quiet)
    return () => clearTimeout(timer)
  }, [wanted])
  const rival = useQuery({
    queryKey: ['rival', branch, id, asked],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}/rival', {
          params: { path: { branch, id } },
          signal,
        }),
      ),
    enabled: asked !== null && asked === wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // locks that are as they were once need not hold what they held
  })
  return asked === wanted ? (rival.data ?? null) : null
}
