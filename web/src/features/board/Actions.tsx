import type { Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import type { Go } from './address'
import { type Board, sayRupiah } from './model'

type Action = Schemas['Action']

const words: Record<string, Key> = {
  UNCOVERED: 'actUncovered',
  RECRUIT: 'actRecruit',
  SILENT: 'actSilent',
  DEVIATION: 'actDeviation',
  PROMISES: 'actPromises',
  MONEY: 'actMoney',
  COMPLAINTS: 'actComplaints',
  CONTRACTS: 'actContracts',
}

/** What in the address shows the rows that an action is about. */
function shows(action: Action): Parameters<Go>[0] | null {
  switch (action.kind) {
    case 'UNCOVERED':
      return { places: '-uncovered' }
    case 'RECRUIT':
      return { within: action.area ?? '', level: '', search: '', flag: '' }
    case 'SILENT':
      return { flag: 'SILENT' }
    case 'DEVIATION':
      return { flag: 'ANY' }
    case 'PROMISES':
      return { kader: '-broken' }
    default:
      return null
  }
}

/** What there is to act on, each with what it is about. */
export function Actions({ board, go }: { board: Board; go: Go }) {
  const { t } = useWords()
  return (
    <section className="panel">
      <h2>{t('actionsTitle')}</h2>
      {board.actions.length === 0 && <p className="soft">{t('nothingToDo')}</p>}
      <ul className="actions">
        {board.actions.map((action) => {
          const text = t(words[action.kind] ?? 'actOther', {
            n: number(action.count),
            where: action.where ?? '',
            value: sayRupiah(action.rupiah ?? 0),
          })
          const change = shows(action)
          return (
            <li key={action.kind + (action.area ?? '')}>
              {change ? (
                <button type="button" className="link" onClick={() => go(change)}>
                  {text}
                </button>
              ) : (
                text
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
