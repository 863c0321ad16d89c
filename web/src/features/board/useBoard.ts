import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import type { Address } from './address'

/** The board of a month and area; while another is fetched the last one stays. */
export function useBoard(
  branch: { code: string; version: number },
  { month, against, within, level }: Address,
) {
  return useQuery({
    queryKey: ['board', branch.code, branch.version, month, against, within, level],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/board', {
          params: {
            path: { branch: branch.code },
            query: {
              ...(month && { month }),
              ...(against && { against }),
              ...(within && { within }),
              ...(level && { level: level as 'desa' }),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}
