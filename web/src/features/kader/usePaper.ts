import { useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import type { Row } from './paper'

/** Every kader with what stands on paper and how the present month goes; the month comes when it comes. */
export function usePaper(branch: string) {
  const path = { branch }
  const paper = useQuery({
    queryKey: ['paperwork', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/paperwork', { params: { path } })),
  })
  const month = useQuery({
    queryKey: ['board-now', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/board', { params: { path, query: {} } })),
    staleTime: 60_000,
  })
  const now = new Map((month.data?.kader ?? []).map((one) => [one.id, one]))
  const rows: Row[] = (paper.data?.kader ?? []).map((one) => ({ ...one, month: now.get(one.kader) }))
  return { paper, rows, supervisors: paper.data?.supervisors ?? [] }
}
