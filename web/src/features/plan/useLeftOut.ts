import { useQuery } from '@tanstack/react-query'
import { api, body, type Schemas } from '../../api/client'

/**
 * Whom a kader's month leaves out and holds. Every reading is audited, so it is
 * read when somebody asks, and again only for another plan.
 */
export function useLeftOut(branch: string, month: Schemas['MonthOfKader'], asked: boolean) {
  return useQuery({
    queryKey: ['left-out', branch, month.kader, month.plan],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/routes/left-out', {
          params: { path: { branch }, query: { kader: month.kader, month: month.last.slice(0, 7) } },
        }),
      ),
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
