import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { shortDay } from '../../shared/format'
import { hasWords, useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { CandidatePanel } from './CandidatePanel'
import { HolidayPanel } from './HolidayPanel'
import { KaderList } from './KaderList'
import { ahead, type Cause, causes, type Kader, latest } from './model'
import { OfficialPanel } from './OfficialPanel'
import { PhonePanel } from './PhonePanel'
import { SignPanel } from './SignPanel'
import { useDesa } from './useDesa'
import { usePaper } from './usePaper'

type Branch = Schemas['BranchSummary']

/** Who works for the branch and when, and who does not on which days. */
export function KaderPage({ branch, mayPlan }: { branch: Branch; mayPlan: boolean }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const [at, setAt] = useState(0)
  const path = { branch: branch.code }
  const kader = useQuery({
    queryKey: ['kader', branch.code],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/kader', { params: { path } })),
  })
  const desa = useDesa(branch)
  const places = new Map(desa.map((one) => [one.code.split('.').slice(0, 3).join('.'), one.kecamatan]))
  const { paper, rows } = usePaper(branch.code)
  const change = async (work: Promise<unknown>) => {
    setTrouble(null)
    setSaved(false)
    try {
      await work
      setSaved(true)
      setAt(0)
      await client.invalidateQueries({ queryKey: ['kader', branch.code] })
    } catch (error) {
      setTrouble(error)
    }
  }
  const add = (id: number, away: { first: string; last: string; why: Cause }) =>
    change(
      body(
        api.POST('/api/v1/branches/{branch}/kader/{kader}/away', {
          params: { path: { ...path, kader: id } },
          body: away,
        }),
      ),
    )
  const remove = (id: number, first: string) =>
    change(
      body(
        api.DELETE('/api/v1/branches/{branch}/kader/{kader}/away/{first}', {
          params: { path: { ...path, kader: id, first } },
        }),
      ),
    )
  if (kader.isPending) return <p className="page">{t('loading')}</p>
  const all = kader.data?.kader ?? []
  const away = (id: number) => {
    const one = all.find((row) => row.id === id)
    if (!one) return null
    return (
      <>
        <Absences
          kader={one}
          today={branch.today}
          remove={mayPlan ? (first) => remove(one.id, first) : undefined}
        />
        {mayPlan && at !== one.id && one.status === 'aktif' && (
          <button
            type="button"
            className="button"
            aria-label={`${t('awayAdd')}: ${one.name}`}
            onClick={() => setAt(one.id)}
          >
            {t('awayAdd')}
          </button>
        )}
        {at === one.id && (
          <AwayForm today={branch.today} save={(days) => add(one.id, days)} close={() => setAt(0)} />
        )}
      </>
    )
  }
  return (
    <div className="page people">
      <h2>{t('tabKader')}</h2>
      <Trouble of={trouble} />
      <Trouble of={kader.error ?? paper.error} retry={() => void kader.refetch()} />
      {saved && (
        <p className="notice" role="status">
          {t('awaySaved')}
        </p>
      )}
      {kader.isSuccess && all.length === 0 && <p className="notice">{t('noKader')}</p>}
      {all.length > 0 && paper.isPending && <p>{t('loading')}</p>}
      {rows.length > 0 && <KaderList branch={branch} rows={rows} kader={all} places={places} away={away} />}
      <CandidatePanel branch={branch.code} zone={branch.zone} desa={desa} mayPlan={mayPlan} />
      <OfficialPanel branch={branch.code} desa={desa} mayPlan={mayPlan} />
      <PhonePanel branch={branch.code} zone={branch.zone} kader={all} mayPlan={mayPlan} />
      <SignPanel branch={branch.code} zone={branch.zone} today={branch.today} />
      <HolidayPanel branch={branch.code} today={branch.today} mayPlan={mayPlan} />
    </div>
  )
}

/** The absences to come, each to be taken back after a second word. */
function Absences({
  kader,
  today,
  remove,
}: {
  kader: Kader
  today: string
  remove?: (first: string) => void
}) {
  const { t } = useWords()
  const [asked, setAsked] = useState('')
  return (
    <ul className="plain">
      {ahead(kader, today).map((away) => (
        <li key={away.first}>
          {away.first === away.last
            ? shortDay(away.first)
            : `${shortDay(away.first)} – ${shortDay(away.last)}`}
          {' · '}
          {hasWords(away.why) ? t(away.why) : away.why}{' '}
          {remove && asked !== away.first && (
            <button
              type="button"
              className="button"
              aria-label={`${t('awayRemove')}: ${kader.name}, ${shortDay(away.first)}`}
              onClick={() => setAsked(away.first)}
            >
              {t('awayRemove')}
            </button>
          )}
          {remove && asked === away.first && (
            <span role="group">
              {t('awayRemoveSure')}{' '}
              <button type="button" className="button main" onClick={() => remove(away.first)}>
                {t('awayRemoveYes')}
              </button>{' '}
              <button type="button" className="button" onClick={() => setAsked('')}>
                {t('back')}
              </button>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function AwayForm({
  today,
  save,
  close,
}: {
  today: string
  save: (away: { first: string; last: string; why: Cause }) => void
  close: () => void
}) {
  const { t } = useWords()
  const [first, setFirst] = useState(today)
  const [last, setLast] = useState(today)
  const [why, setWhy] = useState<Cause>('sakit')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save({ first, last: latest(first, last), why })
  }
  return (
    <form className="away" onSubmit={submit}>
      <DateField label={t('awayFrom')} required today={today} value={first} onChange={setFirst} />
      <DateField
        label={t('awayTo')}
        required
        today={today}
        min={latest(first, today)}
        value={latest(first, last)}
        onChange={setLast}
      />
      <label className="field">
        {t('awayWhy')}
        <select value={why} onChange={(event) => setWhy(event.target.value as Cause)}>
          {causes.map((cause) => (
            <option key={cause} value={cause}>
              {t(cause)}
            </option>
          ))}
        </select>
      </label>
      <p className="soft">{t('awayNote')}</p>
      <p>
        <button type="submit" className="button main">
          {t('save')}
        </button>{' '}
        <button type="button" className="button" onClick={close}>
          {t('back')}
        </button>
      </p>
    </form>
  )
}
