import { useInfiniteQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'

/** Payments in a state, page by page. */
export function usePayments(branch: string, state: 'review' | 'matched' | 'rule') {
  const queue = useInfiniteQuery({
    queryKey: ['payments', branch, state],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/branches/{branch}/payments', {
          params: { path: { branch }, query: { state, after: pageParam } },
        }),
      ),
    getNextPageParam: (page) => {
      const rows = page.rows ?? []
      return rows.length < 50 ? undefined : rows.at(-1)?.id
    },
  })
  return { queue, rows: queue.data?.pages.flatMap((page) => page.rows ?? []) ?? [] }
}
