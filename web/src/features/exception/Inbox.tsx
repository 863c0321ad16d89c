import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { api, body, type Schemas } from '../../api/client'
import { longDay, number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Families } from './Families'
import { type Exceptions, type Pin, pinsOf, type Section, sections } from './model'
import { RefusedRows } from './RefusedRows'
import { RulingLog } from './RulingLog'

/** What the inbox needs of the map beside it. */
export interface Board {
  branch: Schemas['BranchSummary']
  /** The plan whose figures a decision is told of. */
  plan: number
  mayPlan: boolean
  desa: { code: string; name: string; kecamatan: string }[]
  pin: (pins: Pin[]) => void
  /** The next click on the map goes to whoever asks, and to nobody else; null asks no longer. */
  pick: (taker: ((at: { lon: number; lat: number }) => void) | null) => void
}

/** What the files do not tell well, by kind, with what can be done about it. */
export function Inbox(board: Board) {
  const { t } = useWords()
  const client = useQueryClient()
  const { branch, pin } = board
  const [open, setOpen] = useState<Section | null>(null)
  const [said, say] = useState('')
  const waiting = useQuery({
    queryKey: ['exceptions', branch.code],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/exceptions', { params: { path: { branch: branch.code } } })),
  })
  useEffect(() => pin(pinsOf(waiting.data, open)), [pin, waiting.data, open])
  const landed = async (n: number) => {
    await client.invalidateQueries({ predicate: ({ queryKey }) => !kept.includes(String(queryKey[0])) })
    say(t('inboxDone', { n: number(n) }))
  }
  const all: [Section, number | null][] = waiting.data ? [...sections(waiting.data), ['log', null]] : []
  return (
    <section className="inbox" aria-labelledby="inbox-title">
      <h2 id="inbox-title">{t('inboxTitle')}</h2>
      <p className="soft">{t('inboxHelp')}</p>
      <Trouble of={waiting.error} retry={() => void waiting.refetch()} />
      {waiting.isPending && <p>{t('loading')}</p>}
      <ul className="inbox-kinds">
        {all.map(([section, n]) => (
          <li key={section}>
            <button
              type="button"
              aria-expanded={open === section}
              className={n === 0 ? 'soft' : ''}
              onClick={() => {
                say('')
                setOpen(open === section ? null : section)
              }}
            >
              <span>{t(`inbox_${section}`)}</span>
              {n !== null && <strong className="number">{number(n)}</strong>}
            </button>
            {open === section && waiting.data && (
              <div className="inbox-open">
                <p className="soft">{t(`inboxHelp_${section}`)}</p>
                <Opened section={section} waiting={waiting.data} board={board} landed={landed} />
              </div>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="soft">
        {said}
      </p>
    </section>
  )
}

/** What a decision does not change, or asks about itself. */
const kept = ['areas', 'ruling']

interface OpenedProps {
  section: Section
  waiting: Exceptions
  board: Board
  landed: (n: number) => Promise<void>
}

function Opened({ section, waiting, board, landed }: OpenedProps) {
  switch (section) {
    case 'refused':
      return <Refused files={waiting.refused ?? []} board={board} />
    case 'noShape':
      return <NoShape desa={waiting.noShape ?? []} />
    case 'log':
      return <RulingLog board={board} landed={landed} />
    default:
      return <Families kind={section} board={board} landed={landed} />
  }
}

function Refused({ files, board }: { files: Schemas['RefusedFile'][]; board: Board }) {
  const { t } = useWords()
  if (files.length === 0) return <p>{t('inboxNone')}</p>
  return files.map((one) => (
    <article key={one.id}>
      <h3>{t('inboxFile', { file: one.file, day: longDay(one.asOf) })}</h3>
      {board.mayPlan && (
        <p className="row">
          <Link href="/impor" className="button">
            {t('inboxToImport')}
          </Link>
          <a
            className="button"
            href={`/api/v1/branches/${board.branch.code}/imports/${one.id}/rejected.xlsx`}
            download
          >
            {t('inboxSheet')}
          </a>
        </p>
      )}
      {board.mayPlan && <RefusedRows branch={board.branch.code} id={one.id} all={one.rows} />}
    </article>
  ))
}

function NoShape({ desa }: { desa: Schemas['DesaNoShape'][] }) {
  const { t } = useWords()
  if (desa.length === 0) return <p>{t('inboxNone')}</p>
  return (
    <>
      <ul className="plain">
        {desa.map((one) => (
          <li key={one.desa}>
            {one.name || one.desa}: {number(one.households)} KK
          </li>
        ))}
      </ul>
      <Link href="/impor" className="button">
        {t('inboxToImport')}
      </Link>
    </>
  )
}
