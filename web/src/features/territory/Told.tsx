import { useWords } from '../../shared/i18n'
import { troubleWords } from '../../shared/ui/Trouble'
import type { State } from './draft'
import type { Hand } from './fold'

interface Props {
  state: State
  nameOf: (hand: Hand) => string
  desaName: (code: string) => string
  seen: () => void
  goTo: (desa: string[]) => void
}

/** Strokes that did not land, with both values of every place. */
export function Told({ state, nameOf, desaName, seen, goTo }: Props) {
  const { t } = useWords()
  if (state.dropped.length === 0) return null
  const places = state.dropped.flatMap((one) =>
    one.conflicts.map((conflict) => ({ conflict, id: one.stroke.id })),
  )
  const why = state.dropped.flatMap((one) => (one.why ? [troubleWords(one.why, t)] : []))
  return (
    <div className="told notice warn" role="alert">
      {places.length > 0 && (
        <>
          <strong>{t('clashTitle', { n: places.length })}</strong>
          <ul>
            {places.slice(0, 5).map(({ conflict, id }) => (
              <li key={`${id} ${conflict.desa} ${conflict.cell ?? ''}`}>
                {conflict.gone
                  ? t('clashGone', { desa: desaName(conflict.desa) })
                  : t('clashPlace', {
                      desa: desaName(conflict.desa),
                      from: nameOf(conflict.from),
                      is: nameOf(conflict.is),
                    })}
              </li>
            ))}
          </ul>
        </>
      )}
      {[...new Set(why)].map((one) => (
        <p key={one}>{one}</p>
      ))}
      <span className="history">
        {places.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => goTo(places.map(({ conflict }) => conflict.desa))}
          >
            {t('clashShow')}
          </button>
        )}
        <button type="button" className="button" onClick={seen}>
          {t('clashSeen')}
        </button>
      </span>
    </div>
  )
}
