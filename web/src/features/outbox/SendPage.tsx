import { useEffect, useState } from 'react'
import { instant, when } from '../../api/clock'
import { number, rupiah } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { madeOn, paidOn } from '../round/made'
import { forget } from './enter'
import type { FieldEvent } from './event'
import { give, keep } from './give'
import { useHere } from './here'
import { rescueFile } from './line'
import { unlock } from './lock'
import { rowsOf } from './outbox'
import { allSent } from './photo'
import type { Row, Store } from './store'
import { spentIn } from './traffic'

/** The end of a day: what was done, what waits, and the ways to hand it over. */
export function SendPage() {
  const { t } = useWords()
  const { folded, pack, today, waiting, photos, line, sync, phone, device, shut } = useHere()
  const [rows, setRows] = useState<{ row: Row; event: FieldEvent }[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits is read anew whenever its count changes
  useEffect(() => {
    let here = true
    rowsOf(phone.store)
      .then((all) =>
        Promise.all(
          all.map(async (row) => ({ row, event: await unlock<FieldEvent>(phone.key, row.locked) })),
        ),
      )
      .then((all) => here && setRows(all))
      .catch(() => undefined) // the count above stays true
    return () => {
      here = false
    }
  }, [phone, waiting])
  const done = [...madeOn(pack, folded, today).values()]
  const promises = done.filter((one) => one.type === 'JANJI_BAYAR').length
  return (
    <section>
      <h1>{t('finishDay')}</h1>
      <p>
        {t('dayDone', { visits: done.filter((one) => one.type !== 'DILEWATI').length, promises })}{' '}
        <strong>{rupiah(paidOn(pack, folded, today))}</strong>
      </p>
      <p className={waiting.unsent > 0 ? 'notice warn' : 'notice'} role="status">
        {waiting.unsent > 0 ? t('unsent', { n: waiting.unsent }) : `✓ ${t('allSent')}`}
        {line === 'later' && `. ${t('lineLater')}`}
      </p>
      {line === 'revoked' && <p className="notice bad">{t('revoked')}</p>}
      <button
        type="button"
        className={waiting.unsent > 0 ? 'button main tall' : 'button tall'}
        disabled={line === 'sending'}
        onClick={() => void sync()}
      >
        {line === 'sending' ? t('sending') : t('sendNow')}
      </button>
      <PhotosWaiting />
      {rows.length > 0 && (
        <>
          <ul className="stops">
            {rows.map(({ row, event }) => (
              <li key={row.seq} className="stop">
                <span className="stop-name">{wordsOf(t, event.type)}</span>
                <span className="soft">{when(device.zone, event.wall_time)}</span>
                {row.aside && <span className="bad-text">{row.aside.text || t('setAside')}</span>}
              </li>
            ))}
          </ul>
          <p className="soft">{t('handOverHelp')}</p>
          <button
            type="button"
            className="button tall"
            onClick={() =>
              handOver(
                device.branch,
                device.id,
                rows.map((one) => one.row),
              )
            }
          >
            {t('handOver')}
          </button>
          <p className="soft">{t('copyHelp')}</p>
          <button
            type="button"
            className="button tall"
            onClick={() =>
              keep(
                titipan(
                  device.branch,
                  device.id,
                  rows.map((one) => one.row),
                ),
              )
            }
          >
            {t('copyKeep')}
          </button>
        </>
      )}
      <h2>{t('thisPhone')}</h2>
      <p className="soft">
        {device.kader} · {device.branch} · {t('appVersion', { version: __APP__ })}
      </p>
      <button type="button" className="button tall" onClick={shut}>
        {t('shut')}
      </button>
      <Leave key={`${waiting.unsent} ${photos.waiting}`} store={phone.store} unsent={waiting.unsent} />
    </section>
  )
}

/** Pictures wait for a line that costs nothing, or for a tap. */
function PhotosWaiting() {
  const { t } = useWords()
  const { photos, followNow, line } = useHere()
  const [busy, setBusy] = useState(false)
  const kilobytes = (bytes: number) => number(Math.ceil(bytes / 1000))
  const follow = async () => {
    setBusy(true)
    await followNow().catch(() => undefined) // what waits is counted from the store
    setBusy(false)
  }
  return (
    <>
      {photos.waiting > 0 && (
        <div className="notice">
          <p>{t('photosWait', { n: photos.waiting, kb: kilobytes(photos.bytes) })}</p>
          <button
            type="button"
            className="button tall"
            disabled={busy || line === 'sending'}
            onClick={() => void follow()}
          >
            {t('photosNow')}
          </button>
        </div>
      )}
      {photos.refused > 0 && <p className="notice warn">{t('photosRefused', { n: photos.refused })}</p>}
      <p className="soft">{t('spentMonth', { kb: kilobytes(spentIn(instant())) })}</p>
    </>
  )
}

/** Gives the sealed records to whatever program can carry them to the supervisor. */
export const handOver = (branch: string, device: string, rows: Row[]): Promise<void> =>
  give(titipan(branch, device, rows))

/** The sealed records as a file. */
function titipan(branch: string, device: string, rows: Row[]): File {
  const text = JSON.stringify(rescueFile(branch, device, rows))
  const name = `titipan-${device.slice(0, 8)}-${rows.length}.json`
  return new File([text], name, { type: 'application/json' })
}

/** Taking the phone out of use is refused while something waits; what does, the store says. */
function Leave({ store, unsent }: { store: Store; unsent: number }) {
  const { t } = useWords()
  const [step, setStep] = useState<'first' | 'sure' | 'refused'>('first')
  const free = () => allSent(store).catch(() => false)
  const ask = async () => setStep((await free()) ? 'sure' : 'refused')
  const leave = async () => {
    if (!(await free())) return setStep('refused')
    await forget(store)
    location.reload()
  }
  if (unsent > 0 || step === 'refused') return <p className="notice">{t('leaveRefused')}</p>
  if (step === 'first')
    return (
      <button type="button" className="button tall" onClick={() => void ask()}>
        {t('leavePhone')}
      </button>
    )
  return (
    <div className="notice warn">
      <p>{t('leaveSure')}</p>
      <button type="button" className="button tall" onClick={() => void leave()}>
        {t('leaveYes')}
      </button>
      <button type="button" className="button tall" onClick={() => setStep('first')}>
        {t('back')}
      </button>
    </div>
  )
}
