import { useEffect, useState } from 'react'
import { forget } from '../../features/outbox/enter'
import { rescue } from '../../features/outbox/line'
import { rowsOf } from '../../features/outbox/outbox'
import { handOver } from '../../features/outbox/SendPage'
import type { Device, Row, Store } from '../../features/outbox/store'
import { useWords } from '../../shared/i18n'

/**
 * A phone without its PIN: what waits is sent or saved sealed, which needs no PIN; then
 * everything on it is forgotten and the branch gives a new code.
 */
export default function Rescue({
  store,
  device,
  why,
  back,
}: {
  store: Store
  device: Device
  why: 'forgotten' | 'tries'
  back: () => void
}) {
  const { t } = useWords()
  const [rows, setRows] = useState<Row[] | null>(null)
  const [safe, setSafe] = useState(false)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    rowsOf(store).then(setRows, () => setRows([]))
  }, [store])
  if (!rows) return <p className="login">{t('loading')}</p>
  const send = async () => {
    const there = await rescue(device.branch, device.id, rows)
    setSafe(there)
    setFailed(!there)
  }
  return (
    <main className="kader entry">
      <h1>{t(why === 'tries' ? 'rescueTries' : 'rescueForgotten')}</h1>
      <p>{t('rescueHelp')}</p>
      {rows.length > 0 && !safe && (
        <>
          <p className="notice warn">{t('unsent', { n: rows.length })}</p>
          {failed && (
            <p className="notice bad" role="alert">
              {t('lineLater')}
            </p>
          )}
          <button type="button" className="button main tall" onClick={() => void send()}>
            {t('rescueSend')}
          </button>
          <button
            type="button"
            className="button tall"
            onClick={() => void handOver(device.branch, device.id, rows).then(() => setSafe(true))}
          >
            {t('handOver')}
          </button>
        </>
      )}
      {(rows.length === 0 || safe) && (
        <button
          type="button"
          className="button main tall"
          onClick={() => void forget(store).then(() => location.reload())}
        >
          {t('rescueForget')}
        </button>
      )}
      {why === 'forgotten' && (
        <button type="button" className="button tall" onClick={back}>
          ‹ {t('back')}
        </button>
      )}
    </main>
  )
}
