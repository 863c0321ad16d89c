import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { distance, longDay, number, roundRupiah } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import type { Board } from './Inbox'
import { type Act, actsFor, type Kind, likelyDesa } from './model'
import { Ruling } from './Ruling'

type Row = Schemas['ExceptionRow']

interface Props {
  kind: Kind
  board: Board
  landed: (n: number) => Promise<void>
}

/** The families of a kind, to be ticked and decided about together. */
export function Families({ kind, board, landed }: Props) {
  const { t } = useWords()
  const [ticked, tick] = useState<ReadonlySet<number>>(new Set())
  const [act, setAct] = useState<Act | null>(null)
  const path = { branch: board.branch.code, kind }
  const pages = useInfiniteQuery({
    queryKey: ['exception-rows', board.branch.code, kind],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/branches/{branch}/exceptions/{kind}', {
          params: { path, query: { after: pageParam } },
        }),
      ),
    getNextPageParam: ({ next }) => next || undefined,
  })
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.rows ?? [])
  const total = pages.data?.pages[0]?.total ?? 0
  const chosen = rows.filter((one) => ticked.has(one.id))
  if (pages.isSuccess && rows.length === 0) return <p>{t('inboxNone')}</p>
  const done = async (n: number) => {
    tick(new Set())
    setAct(null)
    await landed(n)
  }
  return (
    <>
      <Trouble of={pages.error} retry={() => void pages.refetch()} />
      {pages.isPending && <p>{t('loading')}</p>}
      <div hidden={act !== null}>
        {rows.length > 1 && board.mayPlan && (
          <label className="check">
            <input
              type="checkbox"
              checked={chosen.length === rows.length}
              onChange={(event) => tick(new Set(event.target.checked ? rows.map(({ id }) => id) : []))}
            />
            {t('inboxAllShown')}
          </label>
        )}
        <ul className="plain families">
          {rows.map((one) => (
            <li key={one.id}>
              {board.mayPlan ? (
                <label className="check">
                  <input
                    type="checkbox"
                    checked={ticked.has(one.id)}
                    onChange={() => tick(toggled(ticked, one.id))}
                  />
                  <Told of={one} />
                </label>
              ) : (
                <Told of={one} />
              )}
            </li>
          ))}
        </ul>
        <p className="soft">{t('inboxOf', { n: number(rows.length), all: number(total) })}</p>
        {pages.hasNextPage && (
          <button
            type="button"
            className="button"
            disabled={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('inboxMore')}
          </button>
        )}
      </div>
      {chosen.length > 0 && (
        <div className="inbox-acts">
          <p>
            <strong>{t('inboxChosen', { n: number(chosen.length) })}</strong>
          </p>
          <p className="row">
            {actsFor(kind).map((one) => (
              <button
                key={one}
                type="button"
                className="button"
                aria-pressed={act === one}
                onClick={() => setAct(act === one ? null : one)}
              >
                {t(words[one])}
              </button>
            ))}
          </p>
          {act && (
            <Ruling
              key={act}
              act={act}
              households={chosen.map(({ id }) => id)}
              likely={likelyDesa(chosen)}
              board={board}
              done={done}
              cancel={() => setAct(null)}
            />
          )}
        </div>
      )}
    </>
  )
}

const words = {
  place: 'inboxPlace',
  assign: 'inboxAssign',
  exclude: 'inboxExclude',
  undo: 'inboxUndo',
} as const

function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id])
}

function Told({ of }: { of: Row }) {
  const { t } = useWords()
  return (
    <span>
      <strong>{of.headName}</strong> {of.noKkMasked}
      <br />
      <span className="soft">{aboutOf(of, t)}</span>
    </span>
  )
}

function aboutOf(one: Row, t: Say): string {
  const parts = [t('inboxInDesa', { desa: one.desaName || one.desa })]
  if (one.rt) parts.push(`RT ${one.rt}/RW ${one.rw}`)
  if (one.address) parts.push(one.address)
  parts.push(roundRupiah(one.arrears))
  if (one.lies) parts.push(t('inboxLies', { desa: one.lies, away: distance(one.away) }))
  else if (one.away > 0) parts.push(t('inboxAway', { away: distance(one.away) }))
  if (one.on) parts.push(t('inboxSince', { day: longDay(one.on), by: one.by, reason: one.reason }))
  return parts.join(' · ')
}
