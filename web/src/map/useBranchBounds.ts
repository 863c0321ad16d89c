import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, body } from '../api/client'
import { type Bounds, boundsOf } from './style'

/** The box about the branch's desa; null until it is known. */
export function useBranchBounds(branch: string, version: number): Bounds | null {
  const areas = useQuery({
    queryKey: ['areas', branch, version],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/areas', {
          params: { path: { branch }, query: { level: 'desa' } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return useMemo(
    () =>
      boundsOf(
        (areas.data?.features ?? []).map((feature) => feature.properties as { lon: number; lat: number }),
      ),
    [areas.data],
  )
}
