import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { decimal, number } from '../../shared/format'
import { failureWords, type Key, useWords } from '../../shared/i18n'
import { Progress } from '../plan/Progress'
import { useEvents } from '../plan/watch'
import { Brings } from './Brings'
import { type Compromise, frontierQuery, frontierSeconds, type Settings } from './settings'

type State = Schemas['FrontierProgress'] & Partial<Schemas['FrontierEnd']>

interface Props {
  branch: string
  settings: Settings
  follow: (way: Compromise) => void
}

/** What moving more families than needed would gain, worked out while one watches. */
export function Frontier({ branch, settings, follow }: Props) {
  const { t } = useWords()
  const [url, setUrl] = useState<string | null>(null)
  const [share, setShare] = useState(0)
  const [ways, setWays] = useState<Compromise[] | null>(null)
  const [trouble, setTrouble] = useState<Key | null>(null)
  useEvents<State>(
    url,
    (state, ended) => {
      setShare(state.share ?? 1)
      if (!ended) return
      setUrl(null)
      if (state.failure) setTrouble(failureWords(state.failure))
      else setWays(state.ways ?? [])
    },
    () => {
      setUrl(null)
      setTrouble('offline')
    },
  )
  const begin = () => {
    setShare(0)
    setTrouble(null)
    setWays(null)
    setUrl(`/api/v1/branches/${branch}/territory-frontier/events?${frontierQuery(settings)}`)
  }
  const stop = () => {
    setUrl(null)
    setTrouble('frontierStopped')
  }
  return (
    <details className="plan-form">
      <summary>{t('frontier')}</summary>
      <div className="settings">
        <p className="soft">{t('frontierHelp')}</p>
        {url ? (
          <Progress label={t('frontierRunning')} value={share} cancel={stop} />
        ) : (
          <button type="button" className="button" onClick={begin}>
            {t('frontierBegin', { n: settings.seconds || frontierSeconds })}
          </button>
        )}
        {trouble && (
          <p className="notice" role="status">
            {t(trouble)}
          </p>
        )}
        {ways && <Ways ways={ways} follow={follow} />}
      </div>
    </details>
  )
}

function Ways({ ways, follow }: { ways: Compromise[]; follow: (way: Compromise) => void }) {
  const { t } = useWords()
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('frontier')}>
      <table>
        <thead>
          <tr>
            <th>{t('way')}</th>
            <th className="number">{t('movedColumn')}</th>
            <th className="number">{t('leastColumn')}</th>
            <th className="number">{t('bandOk')}</th>
            <th className="number">{t('widest')}</th>
            <th className="number">{t('inertiaColumn')}</th>
            <th className="number">{t('expected')}</th>
            <th>{t('choose')}</th>
          </tr>
        </thead>
        <tbody>
          {ways.map((way) => {
            const name = way.stay === 0 ? t('redraw') : t('wayStay', { n: way.stay })
            return (
              <tr key={way.stay}>
                <th scope="row">{name}</th>
                <td className="number">{number(way.moved)}</td>
                <td className="number">{number(way.movedBound)}</td>
                <td className="number">
                  {way.inBand}/{way.count}
                </td>
                <td className="number">{decimal(100 * way.widest)} %</td>
                <td className="number">{number(Math.round(way.inertia))}</td>
                <td className="number">
                  <Brings of={way} />
                </td>
                <td>
                  <button
                    type="button"
                    className="button"
                    aria-label={t('chooseWay', { way: name })}
                    onClick={() => follow(way)}
                  >
                    {t('choose')}
                  </button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
