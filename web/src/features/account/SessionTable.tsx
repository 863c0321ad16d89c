import { when } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { browserOf, type Session } from './model'

interface Props {
  sessions: Session[]
  /** By whose clocks. */
  zone: string
  /** The session that asks. */
  present: number
  end?: (id: number) => void
}

/** Where somebody is logged in. */
export function SessionTable({ sessions, zone, present, end }: Props) {
  const { t } = useWords()
  if (sessions.length === 0) return <p className="soft">{t('sessionsNone')}</p>
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('sessionsTitle')}>
      <table>
        <thead>
          <tr>
            <th>{t('sessionBrowser')}</th>
            <th>{t('sessionAddress')}</th>
            <th>{t('sessionBegun')}</th>
            <th>{t('sessionSeen')}</th>
            {end && <th>{t('actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.id}>
              <td>
                {browserOf(one.browser)}{' '}
                {one.id === present && <span className="badge">{t('sessionThis')}</span>}
              </td>
              <td>{one.address}</td>
              <td>{when(zone, one.begun)}</td>
              <td>{when(zone, one.seen)}</td>
              {end && (
                <td>
                  {one.id !== present && (
                    <button
                      type="button"
                      className="button"
                      aria-label={`${t('sessionEnd')}: ${browserOf(one.browser)}, ${one.address}`}
                      onClick={() => end(one.id)}
                    >
                      {t('sessionEnd')}
                    </button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
