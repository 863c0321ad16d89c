import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { FileField } from '../../shared/ui/FileField'
import { troubleWords } from '../../shared/ui/Trouble'
import { inEarnest, isDry, kinds, type Parcel, parcelOf } from './model'
import { send } from './send'

/** Takes a file, checked first where that is asked. */
export function Upload({ branch }: { branch: Schemas['BranchSummary'] }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [sent, setSent] = useState<number | null>(null)
  const [trouble, setTrouble] = useState('')
  const [asOf, setAsOf] = useState(branch.today)
  const [round, setRound] = useState(0) // a new one begins without a file
  const form = useRef<HTMLFormElement>(null)
  const [checked, setChecked] = useState<Parcel | null>(null) // what a dry run was asked of

  async function take(parcel: Parcel) {
    setTrouble('')
    try {
      await send(
        `/api/v1/branches/${branch.code}/imports?${new URLSearchParams(parcel.query)}`,
        parcel.file,
        document.documentElement.lang,
        setSent,
      )
      setChecked(isDry(parcel) ? parcel : null)
      if (!isDry(parcel)) {
        form.current?.reset()
        setAsOf(branch.today)
        setRound(round + 1)
      }
      await client.invalidateQueries({ queryKey: ['imports', branch.code] })
    } catch (error) {
      setTrouble(troubleWords(error, t))
    }
    setSent(null)
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const parcel = parcelOf(new FormData(event.currentTarget))
    if (parcel) void take(parcel)
    else setTrouble(t('importNoFile'))
  }

  return (
    <section>
      <h2>{t('importTitle')}</h2>
      <form className="toolbar" ref={form} onSubmit={submit}>
        <label className="field">
          {t('importKind')}
          <select name="kind" defaultValue="households">
            {kinds.map(([kind, words]) => (
              <option key={kind} value={kind}>
                {t(words)}
              </option>
            ))}
          </select>
        </label>
        <FileField
          key={round}
          name="file"
          label={t('importFile')}
          accept=".csv,.xlsx,.geojson,.json,.txt,.pbf"
        />
        <DateField
          name="asOf"
          label={t('importAsOf')}
          required
          today={branch.today}
          max={branch.today}
          value={asOf}
          onChange={setAsOf}
        />
        <label className="check">
          <input name="dryRun" type="checkbox" /> {t('importDry')}
        </label>
        <label className="check">
          <input name="force" type="checkbox" /> {t('importForce')}
        </label>
        <label className="check">
          <input name="erase" type="checkbox" /> {t('importErase')}
        </label>
        <button type="submit" className="button main" disabled={sent !== null}>
          {sent === null ? t('importSend') : t('importSending', { n: Math.round(sent * 100) })}
        </button>
      </form>
      {checked && sent === null && (
        <div className="notice" role="status">
          <p>{t('importChecked', { file: checked.file.name })}</p>
          <button type="button" className="button main" onClick={() => void take(inEarnest(checked))}>
            {t('importNow')}
          </button>
        </div>
      )}
      {trouble && (
        <p className="notice bad" role="alert">
          {trouble}
        </p>
      )}
    </section>
  )
}
