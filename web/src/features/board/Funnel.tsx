import { number } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { type Board, percent, sayRupiah, signed } from './model'

type Step = keyof Board['funnel']

const steps: [Step, Key][] = [
  ['planned', 'stepPlanned'],
  ['visited', 'stepVisited'],
  ['met', 'stepMet'],
  ['agreed', 'stepAgreed'],
  ['paid', 'stepPaid'],
  ['verified', 'stepVerified'],
]

/** Families on their way from a route to confirmed money, each once a step. */
export function Funnel({ board }: { board: Board }) {
  const { t } = useWords()
  const shown = board.moneyHidden ? steps.slice(0, 4) : steps
  const most = Math.max(1, ...shown.map(([step]) => board.funnel[step]))
  return (
    <section className="panel">
      <h2>{t('funnelTitle')}</h2>
      <ol className="funnel">
        {shown.map(([step, words], i) => {
          const count = board.funnel[step]
          const last = i > 0 ? board.funnel[shown[i - 1]?.[0] as Step] : 0
          return (
            <li key={step}>
              <span>{t(words)}</span>
              <span className="funnel-bar" aria-hidden="true">
                <span style={{ width: `${(100 * count) / most}%` }} />
              </span>
              <span className="number">
                {number(count)}
                {i > 1 && last > 0 && <small className="soft"> {percent({ num: count, den: last })}</small>}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="soft">{t('funnelHelp')}</p>
    </section>
  )
}

/** Why the money differs from the other month. */
export function Change({ board }: { board: Board }) {
  const { t } = useWords()
  if (board.moneyHidden) return null
  const total = board.now.collected - board.before.collected
  const rows: [Key, number][] = [
    ['changeVisits', board.change.visits],
    ['changeContacts', board.change.contacts],
    ['changeValue', board.change.value],
  ]
  const most = Math.max(1, ...rows.map(([, v]) => Math.abs(v)))
  return (
    <section className="panel">
      <h2>{t('changeTitle')}</h2>
      <p>
        <strong>{signed(total, sayRupiah)}</strong>{' '}
        {t('changeFrom', { was: sayRupiah(board.before.collected), now: sayRupiah(board.now.collected) })}
      </p>
      <ul className="funnel">
        {rows.map(([words, v]) => (
          <li key={words}>
            <span>{t(words)}</span>
            <span className={v < 0 ? 'funnel-bar less' : 'funnel-bar'} aria-hidden="true">
              <span style={{ width: `${(100 * Math.abs(v)) / most}%` }} />
            </span>
            <span className="number">{signed(v, sayRupiah)}</span>
          </li>
        ))}
      </ul>
      {board.change.unsought !== 0 && (
        <p className="soft">{t('changeUnsought', { value: signed(board.change.unsought, sayRupiah) })}</p>
      )}
    </section>
  )
}
