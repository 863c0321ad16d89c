import { type FormEvent, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { useKader, usePlaces } from './kader'
import type { Place } from './model'

type Branch = Schemas['BranchSummary']
type Newcomer = Schemas['JoinQuestion']

const mostCandidates = 20

/** Which kader leaves or is ill, and then for how long. */
export function KaderForm({
  branch,
  days = false,
  ask,
}: {
  branch: Branch
  days?: boolean
  ask: (question: { kader: number; days: number }) => void
}) {
  const { t } = useWords()
  const kader = useKader(branch.code).filter((one) => one.status !== 'berhenti')
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    ask({ kader: Number(fields.get('kader')), days: Number(fields.get('days') ?? 0) })
  }
  return (
    <form className="line" onSubmit={submit}>
      <label className="field">
        {t('kader')}
        <select name="kader" required defaultValue="">
          <option value="">{t('choosePlease')}</option>
          {kader.map((one) => (
            <option key={one.id} value={one.id}>
              {one.code} · {one.name}
            </option>
          ))}
        </select>
      </label>
      {days && (
        <label className="field">
          {t('daysAway')}
          <input name="days" type="number" required min={1} max={366} defaultValue={30} />
        </label>
      )}
      <Ask />
    </form>
  )
}

/** Where somebody joins. */
export function JoinForm({ branch, ask }: { branch: Branch; ask: (question: Newcomer) => void }) {
  const { t } = useWords()
  const places = usePlaces(branch.code, branch.plan)
  const [who, setWho] = useState<Newcomer>({ kecamatan: '' })
  function submit(event: FormEvent) {
    event.preventDefault()
    ask(asked(who))
  }
  return (
    <form className="line" onSubmit={submit}>
      <Where places={places} who={who} change={setWho} name={t('nameOptional')} />
      <Ask />
    </form>
  )
}

/** Who could be taken, and for how many places. */
export function ChooseForm({
  branch,
  ask,
}: {
  branch: Branch
  ask: (question: Schemas['ChooseQuestion']) => void
}) {
  const { t } = useWords()
  const places = usePlaces(branch.code, branch.plan)
  const [next, setNext] = useState(4)
  const [all, setAll] = useState<[number, Newcomer][]>([0, 1, 2, 3].map((n) => [n, { kecamatan: '' }]))
  const [taken, setTaken] = useState(2)
  function submit(event: FormEvent) {
    event.preventDefault()
    const candidates = all.map(([, who], i) =>
      asked({ ...who, name: who.name || t('candidate', { n: i + 1 }) }),
    )
    ask({ candidates, places: taken })
  }
  const change = (n: number, who: Newcomer) => setAll(all.map((one) => (one[0] === n ? [n, who] : one)))
  return (
    <form onSubmit={submit}>
      {all.map(([n, who], i) => (
        <div key={n} className="line candidate" role="group" aria-label={t('candidate', { n: i + 1 })}>
          <Where
            places={places}
            who={who}
            change={(to) => change(n, to)}
            name={t('candidate', { n: i + 1 })}
          />
          {all.length > 1 && (
            <button
              type="button"
              className="button"
              aria-label={t('removeCandidate', { n: i + 1 })}
              onClick={() => {
                setAll(all.filter((one) => one[0] !== n))
                setTaken(Math.min(taken, all.length - 1))
              }}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      <p className="line">
        <button
          type="button"
          className="button"
          disabled={all.length >= mostCandidates}
          onClick={() => {
            setAll([...all, [next, { kecamatan: '' }]])
            setNext(next + 1)
          }}
        >
          {t('addCandidate')}
        </button>
        <label className="field">
          {t('places')}
          <input
            type="number"
            required
            min={1}
            max={all.length}
            value={taken}
            onChange={(event) => setTaken(Number(event.target.value))}
          />
        </label>
        <Ask />
      </p>
    </form>
  )
}

function Ask() {
  const { t } = useWords()
  return (
    <button type="submit" className="button main">
      {t('whatIfAsk')}
    </button>
  )
}

/** Leaves out what was left empty. */
function asked({ name, kecamatan, desa }: Newcomer): Newcomer {
  return { kecamatan, ...(name ? { name } : {}), ...(desa ? { desa } : {}) }
}

function Where({
  places,
  who,
  change,
  name,
}: {
  places: Place[]
  who: Newcomer
  change: (who: Newcomer) => void
  name: string
}) {
  const { t } = useWords()
  const desa = places.find((one) => one.code === who.kecamatan)?.desa ?? []
  return (
    <>
      <label className="field">
        {name}
        <input
          maxLength={80}
          value={who.name ?? ''}
          onChange={(event) => change({ ...who, name: event.target.value })}
        />
      </label>
      <label className="field">
        {t('contractKecamatan')}
        <select
          required
          value={who.kecamatan}
          onChange={(event) => change({ ...who, kecamatan: event.target.value, desa: '' })}
        >
          <option value="">{t('choosePlease')}</option>
          {places.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t('homeDesa')}
        <select
          value={who.desa ?? ''}
          disabled={desa.length === 0}
          onChange={(event) => change({ ...who, desa: event.target.value })}
        >
          <option value="">{t('anyDesa')}</option>
          {desa.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}
