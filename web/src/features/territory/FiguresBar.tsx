import { decimal, distance, number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { lostTo, type Rival } from './behind'
import type { State } from './draft'
import { bringsWords } from './model'
import type { Summary } from './tally'

interface Props {
  summary: Summary
  state: State
  mayDraw: boolean
  /** Null while it is worked out. */
  rival: Rival | null
  /** Shows where the drawing differs from the solver's plan. */
  explain: () => void
}

/** The branch's figures; they never scroll away. */
export function FiguresBar({ summary, state, mayDraw, rival, explain }: Props) {
  const { t } = useWords()
  const { territories: n, inBand, connected, visits, ride, unserved, even } = summary
  const figures: [string, string, boolean][] = [
    [t('figTerritories'), number(n), false],
    [t('figInBand'), `${number(inBand)}/${number(n)}`, inBand < n],
    [t('figConnected'), `${number(connected)}/${number(n)}`, connected < n],
    [t('figExpected'), bringsWords(summary, t), false],
    [t('figVisits'), number(visits), false],
    [t('figRide'), n === 0 ? '–' : distance(ride), false],
    [t('figOpen'), `${number(unserved.eligible)} KK`, unserved.eligible > 0],
    [t('figEven'), n === 0 ? '–' : decimal(even, 2), false],
  ]
  const less = rival ? lostTo(rival, summary) : 0
  const saved = state.lost ? 'saveLost' : state.pending > 0 ? 'saving' : 'saved'
  return (
    <dl className="figures" aria-label={t('figures')}>
      {figures.map(([name, value, wrong]) => (
        <div key={name} className={wrong ? 'wrong' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {mayDraw && (
        <div>
          <dt>{t('figBest')}</dt>
          <dd>
            {rival ? (
              <button type="button" className="link" onClick={explain}>
                {less === 0 ? t('bestSame') : `${less > 0 ? '−' : '+'}${roundRupiah(Math.abs(less))}`}
              </button>
            ) : (
              '…'
            )}
          </dd>
        </div>
      )}
      {mayDraw && (
        <div className={state.lost ? 'wrong' : undefined}>
          <dt>{t('figSaved')}</dt>
          <dd>{t(saved, { n: state.pending })}</dd>
        </div>
      )}
    </dl>
  )
}
