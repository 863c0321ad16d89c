import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import type { Board } from './Inbox'
import { Ruling } from './Ruling'

type Ruled = Schemas['RuledHousehold']

/** Who decided what, the last first; what still holds can be taken back. */
export function RulingLog({ board, landed }: { board: Board; landed: (n: number) => Promise<void> }) {
  const { t } = useWords()
  const [back, setBack] = useState<number | null>(null)
  const branch = board.branch.code
  const pages = useInfiniteQuery({
    queryKey: ['rulings', branch],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/branches/{branch}/rulings', {
          params: { path: { branch }, query: { before: pageParam } },
        }),
      ),
    getNextPageParam: ({ next }) => next || undefined,
  })
  const rulings = (pages.data?.pages ?? []).flatMap((page) => page.rulings ?? [])
  if (pages.isSuccess && rulings.length === 0) return <p>{t('inboxNone')}</p>
  return (
    <>
      <Trouble of={pages.error} retry={() => void pages.refetch()} />
      <ol className="plain acts">
        {rulings.map((one) => (
          <li key={one.id}>
            <strong>{one.by}</strong> {when(board.branch.zone, one.at)}: {one.headName},{' '}
            {t(`did_${one.kind}`, { desa: one.desa, said: one.saidDesa })}
            {one.reason && <em> “{one.reason}”</em>} <Standing of={one} />
            {board.mayPlan && one.holds && back !== one.id && (
              <button type="button" className="button" onClick={() => setBack(one.id)}>
                {t('inboxUndoOne')}
              </button>
            )}
            {back === one.id && (
              <Ruling
                act="undo"
                households={[one.household]}
                likely=""
                board={board}
                done={async (n) => {
                  setBack(null)
                  await landed(n)
                }}
                cancel={() => setBack(null)}
              />
            )}
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <button type="button" className="button" onClick={() => void pages.fetchNextPage()}>
          {t('inboxMore')}
        </button>
      )}
    </>
  )
}

function Standing({ of }: { of: Ruled }) {
  const { t } = useWords()
  if (of.kind === 'undo') return null
  return (
    <span className="soft">{t(of.holds ? 'inboxHolds' : of.undone ? 'inboxUndone' : 'inboxPassed')} </span>
  )
}
