import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, body } from '../../api/client'
import type { Areas } from '../../map/shapes'

/** Outlines of all desa of a branch; they are read once. */
export function useAreas(branch: string) {
  return useQuery({
    queryKey: ['areas', branch, 'desa'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      (await body(
        api.GET('/api/v1/branches/{branch}/areas', {
          params: { path: { branch }, query: { level: 'desa' } },
        }),
      )) as unknown as Areas,
  })
}

/** What draws the map, loaded once. */
export const engine = () => import('../../map/drawMap')

/** Has what the map needs under way while the plan is still read. */
export function useMapAhead(branch: string): void {
  useAreas(branch)
  useEffect(() => void engine().catch(() => {}), []) // who shows the map tells of it
}
