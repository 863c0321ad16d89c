import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { api, body, refusal, type Schemas } from '../../api/client'
import { sessionEnded, whole } from '../../api/line'
import { longDay, number, rupiah } from '../../shared/format'
import { hasWords, type Key, useWords } from '../../shared/i18n'
import { Unreachable } from '../../shared/trouble'
import { DateField } from '../../shared/ui/DateField'
import { FileField } from '../../shared/ui/FileField'
import { troubleWords } from '../../shared/ui/Trouble'
import { Progress } from '../plan/Progress'
import { useEvents } from '../plan/watch'

type Branch = Schemas['BranchSummary']
type Import = Schemas['Import']

const kinds: [string, Key][] = [
  ['areas', 'kindAreas'],
  ['kader', 'kindKader'],
  ['households', 'kindHouseholds'],
  ['visits', 'kindVisits'],
  ['payments', 'kindPayments'],
]

/** Takes files in, and accounts for every row of them. */
export function ImportPage({ branch }: { branch: Branch }) {
  const { t } = useWords()
  const client = useQueryClient()
  const imports = useQuery({
    queryKey: ['imports', branch.code],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/imports', { params: { path: { branch: branch.code } } })),
  })
  useReturn(() => void imports.refetch())
  const all = imports.data?.imports ?? []
  const running = all.find((one) => one.state === 'queued' || one.state === 'running')
  const newest = all.find((one) => one.state === 'done' && !one.dryRun && !one.undoneAt)
  return (
    <div className="page">
      <Upload branch={branch} />
      {running && <Follow branch={branch.code} one={running} ended={() => void client.invalidateQueries()} />}
      <section>
        <h2>{t('importHistory')}</h2>
        {imports.isSuccess && all.length === 0 && <p className="soft">{t('importNone')}</p>}
        {all
          .filter((one) => one !== running)
          .map((one) => (
            <Account key={one.id} branch={branch.code} one={one} newest={one === newest} />
          ))}
      </section>
    </div>
  )
}

/** Does something when the person comes back to the page: the command line imports too. */
function useReturn(act: () => void) {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const back = () => latest.current()
    addEventListener('focus', back)
    return () => removeEventListener('focus', back)
  }, [])
}

/** What is sent: the file and how it is to be taken. */
type Parcel = { file: File; query: Record<string, string> }

function Upload({ branch }: { branch: Branch }) {
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
      setChecked(parcel.query.dryRun === 'true' ? parcel : null)
      if (parcel.query.dryRun !== 'true') {
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
    const fields = new FormData(event.currentTarget)
    const file = fields.get('file')
    if (!(file instanceof File) || file.size === 0) return setTrouble(t('importNoFile'))
    const query: Record<string, string> = {
      kind: String(fields.get('kind')),
      asOf: String(fields.get('asOf')),
    }
    for (const choice of ['dryRun', 'force', 'erase']) query[choice] = String(fields.get(choice) === 'on')
    void take({ file, query })
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
        <FileField key={round} name="file" label={t('importFile')} accept=".csv,.xlsx,.geojson,.json,.txt" />
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
          <button
            type="button"
            className="button main"
            onClick={() => void take({ ...checked, query: { ...checked.query, dryRun: 'false' } })}
          >
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

/** Sends a file with its progress, which fetch does not tell. */
function send(url: string, file: File, language: string, progress: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file)
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('Accept-Language', language)
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0)
    request.onerror = () => reject(new Unreachable())
    request.onload = () => {
      if (request.status < 300) return resolve()
      if (request.status === 401) {
        sessionEnded()
        return resolve(whole().then(() => send(url, file, language, progress)))
      }
      reject(refusal(request.status, parsed(request.responseText)))
    }
    progress(0)
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function Follow({ branch, one, ended }: { branch: string; one: Import; ended: () => void }) {
  const { t } = useWords()
  const [now, setNow] = useState(one)
  useEvents<Import>(`/api/v1/branches/${branch}/imports/${one.id}/events`, (state, over) => {
    setNow(state)
    if (over) ended()
  })
  return (
    <Progress
      label={`${one.file}: ${now.stage || t('stateQueued')}`}
      value={now.total > 0 ? now.done / now.total : null}
      note={now.total > 0 ? `${number(now.done)} / ${number(now.total)}` : undefined}
      cancel={() =>
        void body(
          api.DELETE('/api/v1/branches/{branch}/imports/{id}', { params: { path: { branch, id: one.id } } }),
        ).finally(ended)
      }
    />
  )
}

const states: Record<string, Key> = {
  queued: 'stateQueued',
  running: 'stateRunning',
  done: 'stateDone',
  failed: 'stateFailed',
  cancelled: 'stateCancelled',
}

const counts: [keyof Import, Key][] = [
  ['rows', 'importRows'],
  ['accepted', 'importAccepted'],
  ['updated', 'importUpdated'],
  ['unchanged', 'importUnchanged'],
  ['duplicate', 'importDuplicate'],
  ['rejected', 'importRejected'],
]

/** What became of every row of a file. */
function Account({ branch, one, newest }: { branch: string; one: Import; newest: boolean }) {
  const { t } = useWords()
  const kind = kinds.find(([name]) => name === one.kind)?.[1]
  return (
    <article className="import">
      <h3>
        {one.file} · {kind && t(kind)} · {t(states[one.state] ?? 'stateQueued')}
      </h3>
      <p className="soft">
        {t('asOf', { day: longDay(one.asOf) })}, {t('importBy', { who: one.createdBy })}
        {one.dryRun && ` · ${t('importDryDone')}`}
        {one.undoneAt && ` · ${t('importUndone', { who: one.undoneBy ?? '' })}`}
      </p>
      {one.error && <p className="notice bad">{one.error}</p>}
      {one.resumable && <Resume branch={branch} one={one} />}
      {one.state === 'done' && (
        <dl className="counts">
          {counts.map(([field, words]) => (
            <div key={field}>
              <dt>{t(words)}</dt>
              <dd>{number(Number(one[field]))}</dd>
            </div>
          ))}
        </dl>
      )}
      {(one.warnings ?? []).map((warning) => (
        <p key={warning.code} className="notice warn">
          {hasWords(warning.code) ? t(warning.code) : warning.text} ({number(warning.rows)})
        </p>
      ))}
      {one.rejected > 0 && <Refusals branch={branch} one={one} />}
      {one.absent > 0 && <Absent branch={branch} one={one} />}
      {newest && one.kept && <Undo branch={branch} one={one} />}
      {(one.columns ?? []).length > 0 && (
        <details>
          <summary>{t('columnsUsed')}</summary>
          <p className="soft">
            {(one.columns ?? []).map((column) => `${column.heading} → ${column.field || '–'}`).join('; ')}
          </p>
        </details>
      )}
    </article>
  )
}

/** The refused rows: the first of them here, all of them as a sheet to mend and send again. */
function Refusals({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const path = { branch, id: one.id }
  const rejects = useQuery({
    queryKey: ['rejects', branch, one.id],
    enabled: open,
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/imports/{id}/rejects', { params: { path } })),
  })
  const rows = rejects.data?.rejects ?? []
  return (
    <>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('importRefusals', { n: number(one.rejected) })}</summary>
        {rejects.isError && <p className="notice bad">{troubleWords(rejects.error, t)}</p>}
        {rows.length > 0 && (
          <section
            className="wide"
            aria-label={t('importRefusals', { n: number(one.rejected) })}
            tabIndex={0}
          >
            <table>
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {t('refusalLine')}
                  </th>
                  <th scope="col">{t('refusalColumn')}</th>
                  <th scope="col">{t('refusalValue')}</th>
                  <th scope="col">{t('refusalReason')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.line} ${row.field}`}>
                    <td className="number">{number(row.line)}</td>
                    <td>{row.field}</td>
                    <td>{row.value}</td>
                    <td>{row.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {rows.length >= 100 && <p className="soft">{t('importRefusalsMore')}</p>}
      </details>
      <a className="button" href={`/api/v1/branches/${branch}/imports/${one.id}/rejected.xlsx`} download>
        {t('importDownload')}
      </a>
    </>
  )
}

/** The families that the file should have named: the first of them here, all of them as a sheet. */
function Absent({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const path = { branch, id: one.id }
  const absent = useQuery({
    queryKey: ['absent', branch, one.id],
    enabled: open,
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/imports/{id}/absent', { params: { path } })),
  })
  const families = absent.data?.families ?? []
  return (
    <>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('importAbsent', { n: number(one.absent) })}</summary>
        {absent.isError && <p className="notice bad">{troubleWords(absent.error, t)}</p>}
        {families.length > 0 && (
          <section className="wide" aria-label={t('importAbsent', { n: number(one.absent) })} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('absentHead')}</th>
                  <th scope="col">{t('absentDesa')}</th>
                  <th scope="col" className="number">
                    {t('absentArrears')}
                  </th>
                  <th scope="col">{t('absentSince')}</th>
                  <th scope="col">{t('absentMeans')}</th>
                </tr>
              </thead>
              <tbody>
                {families.map((family) => (
                  <tr key={family.id}>
                    <td>
                      {family.headName} <span className="soft">{family.noKkMasked}</span>
                    </td>
                    <td>{family.desaName}</td>
                    <td className="number">{rupiah(family.arrears)}</td>
                    <td>{longDay(family.since)}</td>
                    <td>{t(meanings[family.means])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {families.length >= 100 && <p className="soft">{t('importAbsentMore')}</p>}
      </details>
      <a className="button" href={`/api/v1/branches/${branch}/imports/${one.id}/absent.xlsx`} download>
        {t('importAbsentDownload')}
      </a>
    </>
  )
}

const meanings: Record<Schemas['AbsentFamily']['means'], Key> = {
  UNKNOWN: 'absenceUnknown',
  PAID_UP: 'absencePaidUp',
  MOVED_BRANCH: 'absenceMoved',
}

/** Has an import go on that was broken off, with the file that the server keeps sealed. */
function Resume({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')

  async function resume() {
    setBusy(true)
    setTrouble('')
    try {
      const path = { branch, id: one.id }
      await body(api.POST('/api/v1/branches/{branch}/imports/{id}/resume', { params: { path } }))
    } catch (error) {
      setTrouble(troubleWords(error, t))
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: ['imports', branch] })
  }

  return (
    <>
      <p className="soft">{t('importResumeAbout')}</p>
      <button type="button" className="button main" disabled={busy} onClick={() => void resume()}>
        {t('importResume')}
      </button>
      {trouble && (
        <p className="notice bad" role="alert">
          {trouble}
        </p>
      )}
    </>
  )
}

/** Takes the newest import back, asked twice. */
function Undo({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [state, setState] = useState<'idle' | 'asked' | 'busy'>('idle')
  const [trouble, setTrouble] = useState('')

  async function undo() {
    setState('busy')
    try {
      const path = { branch, id: one.id }
      await body(api.POST('/api/v1/branches/{branch}/imports/{id}/undo', { params: { path } }))
      await client.invalidateQueries()
    } catch (error) {
      setTrouble(troubleWords(error, t))
      setState('idle')
    }
  }

  if (trouble)
    return (
      <p className="notice bad" role="alert">
        {trouble}
      </p>
    )
  if (state === 'idle')
    return (
      <button type="button" className="button" onClick={() => setState('asked')}>
        {t('importUndo')}
      </button>
    )
  return (
    <div className="notice warn" role="status">
      <p>{t('importUndoSure')}</p>
      <button type="button" className="button main" disabled={state === 'busy'} onClick={() => void undo()}>
        {t('importUndoYes')}
      </button>{' '}
      <button type="button" className="button" disabled={state === 'busy'} onClick={() => setState('idle')}>
        {t('importUndoNo')}
      </button>
    </div>
  )
}
