import { type FormEvent, useEffect, useRef, useState } from 'react'
import { openPhone, settleIn } from '../../features/outbox/enter'
import type { Entry } from '../../features/outbox/line'
import { type Phone, waiting } from '../../features/outbox/outbox'
import type { Device, Store } from '../../features/outbox/store'
import { useWords } from '../../shared/i18n'

const figures = 6

function PinField({ label, focus }: { label: string; focus?: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [focus])
  return (
    <label className="field pin">
      {label}
      <input
        ref={field}
        name="pin"
        type="password"
        inputMode="numeric"
        pattern={`[0-9]{${figures}}`}
        maxLength={figures}
        autoComplete="off"
        required
      />
    </label>
  )
}

const pinsOf = (form: HTMLFormElement): string[] => new FormData(form).getAll('pin').map(String)

/** Asks for the PIN; the outbox's count is in sight before it is known. */
export function Pin({
  store,
  device,
  fresh,
  open,
  rescue,
}: {
  store: Store
  device: Device
  /** Its PIN was made a moment ago. */
  fresh?: boolean
  open: (phone: Phone) => void
  rescue: (why: 'forgotten' | 'tries') => void
}) {
  const { t } = useWords()
  const [left, setLeft] = useState<number | null>(null)
  const [busy, setBusy] = useState(false)
  const [unsent, setUnsent] = useState(0)
  useEffect(() => {
    waiting(store).then(
      (found) => setUnsent(found.unsent),
      () => undefined,
    )
  }, [store])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    setBusy(true)
    const opened = await openPhone(store, pinsOf(form)[0] ?? '')
    setBusy(false)
    if (typeof opened !== 'number') return open(opened)
    form.reset()
    setLeft(opened)
    if (opened === 0) rescue('tries')
  }
  return (
    <main className="kader entry">
      <h1>{t('hello', { name: device.kader })}</h1>
      <form onSubmit={submit} className="fields">
        {fresh && <p className="notice">{t('pinFresh')}</p>}
        <PinField label={t('pinAsk')} focus />
        {left !== null && left > 0 && (
          <p className="notice bad" role="alert">
            {t('pinWrong', { n: left })}
          </p>
        )}
        <button type="submit" className="button main tall" disabled={busy}>
          {busy ? t('loginBusy') : t('pinOpen')}
        </button>
      </form>
      {unsent > 0 && <p className="notice warn">{t('unsent', { n: unsent })}</p>}
      <button type="button" className="button tall" onClick={() => rescue('forgotten')}>
        {t('pinForgotten')}
      </button>
    </main>
  )
}

/** Chooses the PIN of a phone that was just activated. */
export function NewPin({ store, entry, made }: { store: Store; entry: Entry; made: () => void }) {
  const { t } = useWords()
  const [wrong, setWrong] = useState<'pinDiffers' | 'pinSimple' | 'storeShut' | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const [pin = '', again] = pinsOf(event.currentTarget)
    if (pin !== again) return setWrong('pinDiffers')
    if (isSimple(pin)) return setWrong('pinSimple')
    setBusy(true)
    try {
      await settleIn(store, entry, pin)
      made()
    } catch {
      setBusy(false)
      setWrong('storeShut')
    }
  }
  return (
    <main className="kader entry">
      <h1>{t('pinNew')}</h1>
      <p>{t('pinNewHelp')}</p>
      <form onSubmit={submit} className="fields">
        <PinField label={t('pinChoose')} focus />
        <PinField label={t('pinAgain')} />
        {wrong && (
          <p className="notice bad" role="alert">
            {t(wrong)}
          </p>
        )}
        <button type="submit" className="button main tall" disabled={busy}>
          {busy ? t('loginBusy') : t('pinKeep')}
        </button>
      </form>
    </main>
  )
}

/** PINs that anybody tries first: one figure, or figures in a row. */
export function isSimple(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((figure, i) => Number(figure) - Number(pin[i])))
  return steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 9)
}
