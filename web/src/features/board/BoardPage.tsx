import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Refusal } from '../../shared/trouble'
import { Trouble } from '../../shared/ui/Trouble'
import { Actions } from './Actions'
import { type Address, type Go, useAddress } from './address'
import { Change, Funnel } from './Funnel'
import { Head } from './Head'
import { KaderTable } from './KaderTable'
import type { Board } from './model'
import { Numbers } from './Numbers'
import { Owed } from './Owed'
import { Packs } from './Packs'
import { Places } from './Places'
import { useBoard } from './useBoard'

type Branch = Schemas['BranchSummary']

interface Props {
  branch: Branch
  /** The map of what the numbers are of. */
  map: (board: Board, address: Address, go: Go) => ReactNode
  /** What somebody does about it, and why it is as it is. */
  beside: (board: Board) => ReactNode
}

/** What was done, of what was asked, where and by whom; no family is named. */
export function BoardPage({ branch, map, beside }: Props) {
  const { t } = useWords()
  const [address, go] = useAddress()
  const board = useBoard(branch, address)
  if (branch.totals.households === 0) return <p className="notice page">{t('emptyBranch')}</p>
  if (board.error instanceof Refusal && board.error.status === 404)
    return (
      <p className="notice page">
        {t('areaNotShown')}{' '}
        <button type="button" className="link" onClick={() => go({ within: '' })}>
          {t('toBranch')}
        </button>
      </p>
    )
  if (!board.data)
    return (
      <div className="page">
        <Trouble of={board.error} retry={() => void board.refetch()} />
        {board.isPending && <Skeleton />}
      </div>
    )
  return (
    <div className="page board" aria-busy={board.isFetching}>
      <Head
        board={board.data}
        today={branch.today}
        zone={branch.zone}
        branch={branch.code}
        kedeputian={branch.kedeputian}
        go={go}
        address={address}
      />
      <Trouble of={board.error} retry={() => void board.refetch()} />
      <Numbers board={board.data} />
      <div className="board-main">
        <div className="board-map">{map(board.data, address, go)}</div>
        <div className="board-side">
          <Actions board={board.data} go={go} />
          {beside(board.data)}
          <Funnel board={board.data} />
          <Change board={board.data} />
          <Packs branch={branch} />
        </div>
        <div className="board-owed">
          <Owed branch={branch} />
        </div>
      </div>
      <Places board={board.data} address={address} go={go} />
      <KaderTable board={board.data} address={address} go={go} />
    </div>
  )
}

function Skeleton() {
  const { t } = useWords()
  return (
    <dl className="cards skeleton" aria-label={t('loading')}>
      {[1, 2, 3, 4, 5].map((n) => (
        <div key={n}>
          <dt>&nbsp;</dt>
          <dd className="bone">&nbsp;</dd>
          <dd>&nbsp;</dd>
        </div>
      ))}
    </dl>
  )
}
