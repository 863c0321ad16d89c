import { type ReactNode, useState } from 'react'
import type { Box } from '../../map/shapes'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Member } from './crew'
import { type Hand, nobody } from './fold'
import { type Bearing, bearings, firstFree, lineThrough, type Question } from './proposal'
import type { Tally } from './tally'

interface Props {
  crew: Map<Hand, Member>
  sums: Map<Hand, Tally>
  hand: Hand
  ask: (question: Question) => void
  /** Where some desa lie; null where that is not known. */
  boxOf: (desa: string[]) => Box | null
}

/** How the solver may go on from the drawing, and the knife without a pointer. */
export function Wishes({ crew, sums, hand, ask, boxOf }: Props) {
  const { t } = useWords()
  const holders = [...crew.values()].filter((one) => sums.has(one.hand))
  const newcomers = [...crew.values()].filter((one) => one.hand > 0 && one.works && !sums.has(one.hand))
  return (
    <section className="wishes">
      <h3>{t('wishTitle')}</h3>
      <p className="soft">{t('wishHelp')}</p>
      <div className="map-tools">
        <button type="button" className="button" onClick={() => ask({ solve: { way: 'fill' } })}>
          {t('wishFill')}
        </button>
        <button type="button" className="button" onClick={() => ask({ solve: { way: 'all' } })}>
          {t('wishAll')}
        </button>
      </div>
      <Improve crew={crew} sums={sums} hand={hand} ask={ask} />
      <Fold title={t('wishLeave')}>
        <Choice
          all={holders.filter((one) => one.hand > 0)}
          ask={(kader) => ask({ solve: { way: 'leave', kader } })}
        />
      </Fold>
      <Fold title={t('wishJoin')}>
        {newcomers.length === 0 ? (
          <p className="soft">{t('wishNobodyLeft')}</p>
        ) : (
          <Choice all={newcomers} ask={(kader) => ask({ solve: { way: 'join', kader } })} />
        )}
      </Fold>
      <Fold title={t('wishCut')}>
        <Cut crew={crew} sums={sums} hand={hand} ask={ask} boxOf={boxOf} />
      </Fold>
    </section>
  )
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details>
      <summary>{title}</summary>
      {children}
    </details>
  )
}

/** One kader out of some. */
function Choice({ all, ask }: { all: Member[]; ask: (kader: number) => void }) {
  const { t } = useWords()
  return (
    <form
      className="line"
      onSubmit={(event) => {
        event.preventDefault()
        ask(Number(new FormData(event.currentTarget).get('kader')))
      }}
    >
      <label className="field">
        {t('wishWho')}
        <select name="kader" required defaultValue="">
          <option value="">{t('choosePlease')}</option>
          {all.map((one) => (
            <option key={one.hand} value={one.hand}>
              {one.label}. {one.name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button">
        {t('wishAsk')}
      </button>
    </form>
  )
}

/** Two to five territories of the chosen kader's kecamatan. */
function Improve({ crew, sums, hand, ask }: Omit<Props, 'boxOf'>) {
  const { t } = useWords()
  const [ticked, tick] = useState<Hand[]>([])
  const where = crew.get(hand)?.kecamatan
  const near = [...crew.values()].filter(
    (one) => one.kecamatan === where && !one.locked && sums.has(one.hand),
  )
  const hands = near.map((one) => one.hand).filter((one) => ticked.includes(one))
  return (
    <Fold title={t('wishImprove')}>
      {near.length < 2 ? (
        <p className="soft">{t('wishImproveFew')}</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            ask({ solve: { way: 'improve', hands } })
          }}
        >
          <p className="soft">{t('wishImproveHelp')}</p>
          {near.map((one) => (
            <label key={one.hand} className="check">
              <input
                type="checkbox"
                checked={ticked.includes(one.hand)}
                disabled={hands.length === mostAtOnce && !ticked.includes(one.hand)}
                onChange={(event) =>
                  tick(
                    event.target.checked ? [...ticked, one.hand] : ticked.filter((all) => all !== one.hand),
                  )
                }
              />
              {one.label}. {one.name} ({number(sums.get(one.hand)?.eligible ?? 0)} KK)
            </label>
          ))}
          <button type="submit" className="button" disabled={hands.length < 2}>
            {t('wishAsk')}
          </button>
        </form>
      )}
    </Fold>
  )
}

const mostAtOnce = 5

/** The knife for whoever has no pointer: through the middle of a territory. */
function Cut({ crew, sums, hand, ask, boxOf }: Props) {
  const { t } = useWords()
  const [bearing, turn] = useState<Bearing>('cutNorth')
  const of = sums.get(hand)
  const box = of && hand !== nobody ? boxOf(of.desa) : null
  if (!of || !box) return <p className="soft">{t('chooseHand')}</p>
  return (
    <form
      className="line"
      onSubmit={(event) => {
        event.preventDefault()
        const line = lineThrough(box, bearing).map(([lon, lat]) => ({ lon, lat }))
        ask({ cut: { of: hand, to: firstFree(crew, sums, crew.get(hand)?.kecamatan ?? ''), line } })
      }}
    >
      <label className="field">
        {t('cutWay')}
        <select value={bearing} onChange={(event) => turn(event.target.value as Bearing)}>
          {bearings.map((one) => (
            <option key={one} value={one}>
              {t(one)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button">
        {t('wishAsk')}
      </button>
    </form>
  )
}
