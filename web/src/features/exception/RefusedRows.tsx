import { useInfiniteQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** What an import refused and why, numbers masked, page after page. */
export function RefusedRows({ branch, id, all }: { branch: string; id: number; all: number }) {
  const { t } = useWords()
  const rejects = useInfiniteQuery({
    queryKey: ['refused', branch, id],
    initialPageParam: { after: 0, field: '' },
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/branches/{branch}/imports/{id}/rejects', {
          params: { path: { branch, id }, query: pageParam },
        }),
      ),
    getNextPageParam: ({ next, nextField }) => (next ? { after: next, field: nextField } : undefined),
  })
  const rows = (rejects.data?.pages ?? []).flatMap((page) => page.rejects ?? [])
  const lines = new Set(rows.map((one) => one.line)).size
  return (
    <>
      <Trouble of={rejects.error} retry={() => void rejects.refetch()} />
      <ul className="plain refused">
        {rows.map((one) => (
          <li key={`${one.line} ${one.field}`}>
            <strong>{t('inboxLine', { n: number(one.line) })}</strong> {one.field}{' '}
            {one.value && `“${one.value}”`}
            <br />
            {one.reason}
          </li>
        ))}
      </ul>
      {rejects.isSuccess && <p className="soft">{t('inboxOf', { n: number(lines), all: number(all) })}</p>}
      {rejects.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={rejects.isFetchingNextPage}
          onClick={() => void rejects.fetchNextPage()}
        >
          {t('inboxMore')}
        </button>
      )}
    </>
  )
}
