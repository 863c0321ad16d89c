import type { Schemas } from '../../api/client'
import { decimal, distance, number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { State } from './draft'
import { bringsWords } from './model'
import { behind } from './Rival'
import type { Summary } from './tally'

interface Props {
  summary: Summary
  state: State
  mayDraw: boolean
  /** Null while it is worked out. */
  rival: Schemas['Rival'] | null
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
                {behind(rival, t)}
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
