import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { clock, longDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { minuteOf } from './engaged'
import type { Part } from './KaderDetail'
import { useChange } from './useChange'
import { useDesa } from './useDesa'
import { Written } from './Written'

const prefix = 'engaged_'
const kinds = ['engaged_EDUKASI', 'engaged_DAFTAR_BARU', 'engaged_LAPOR_DESA'] as const
type Kind = Schemas['AddEngagementInputBody']['for']
type Engagement = Schemas['PlannedEngagement']

/** What a kader is to do at an hour beside visits; the routes of those days make room for it. */
export function EngagedTab({ branch, one, mayPlan }: Part) {
  const { t } = useWords()
  const path = { branch: branch.code, kader: one.kader }
  const engaged = useQuery({
    queryKey: ['engagements', branch.code, one.kader],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/kader/{kader}/engagements', { params: { path } })),
  })
  const { change, trouble, saved } = useChange(branch.code)
  const remove = (id: number) =>
    void change(
      body(
        api.DELETE('/api/v1/branches/{branch}/kader/{kader}/engagements/{id}', {
          params: { path: { ...path, id } },
        }),
      ),
    )
  const all = engaged.data?.engagements ?? []
  return (
    <section aria-label={t('partEngaged')}>
      <p className="soft">{t('engagedHelp')}</p>
      <Trouble of={engaged.error} retry={() => void engaged.refetch()} />
      <Written trouble={trouble} saved={saved} />
      {engaged.isSuccess && all.length === 0 && <p>{t('engagedNone')}</p>}
      {all.length > 0 && (
        <ul className="plain">
          {all.map((what) => (
            <li key={what.id}>
              <Told what={what} />{' '}
              {mayPlan && (
                <button type="button" className="button" onClick={() => remove(what.id)}>
                  {t('engagedRemove')}
                  <span className="hidden-text">
                    {' '}
                    {longDay(what.day)} {clock(what.open)}
                  </span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayPlan && <Add branch={branch} one={one} change={change} />}
    </section>
  )
}

function Told({ what }: { what: Engagement }) {
  const { t } = useWords()
  return (
    <>
      <strong>
        {longDay(what.day)} {clock(what.open)}–{clock(what.open + what.minutes)}
      </strong>{' '}
      {wordsOf(t, what.for, prefix)} · {what.place}
      {what.desaName && ` · ${what.desaName}`}
    </>
  )
}

interface AddProps extends Pick<Part, 'branch' | 'one'> {
  change: ReturnType<typeof useChange>['change']
}

function Add({ branch, one, change }: AddProps) {
  const { t } = useWords()
  const [day, setDay] = useState(branch.today)
  const [kind, setKind] = useState<(typeof kinds)[number]>(kinds[0])
  const desa = useDesa(branch)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const of = (name: string) => String(new FormData(form).get(name) ?? '')
    const open = minuteOf(of('open'))
    if (open === null) return
    const done = await change(
      body(
        api.POST('/api/v1/branches/{branch}/kader/{kader}/engagements', {
          params: { path: { branch: branch.code, kader: one.kader } },
          body: {
            day,
            open,
            minutes: Number(of('minutes')),
            for: kind.slice(prefix.length) as Kind,
            place: of('place'),
            desa: of('desa'),
          },
        }),
      ),
    )
    if (done) form.reset()
  }
  return (
    <form className="toolbar" onSubmit={(event) => void submit(event)}>
      <label className="field">
        {t('engagedFor')}
        <select value={kind} onChange={(event) => setKind(event.target.value as (typeof kinds)[number])}>
          {kinds.map((name) => (
            <option key={name} value={name}>
              {t(name)}
            </option>
          ))}
        </select>
      </label>
      <DateField
        label={t('day')}
        required
        today={branch.today}
        min={branch.today}
        value={day}
        onChange={setDay}
      />
      <label className="field">
        {t('engagedFrom')}
        <input
          name="open"
          required
          inputMode="numeric"
          pattern="([01]?[0-9]|2[0-3])[.:][0-5][0-9]"
          placeholder="16.30"
          autoComplete="off"
          size={6}
        />
      </label>
      <label className="field">
        {t('engagedMinutes')}
        <input name="minutes" type="number" required min={5} max={480} defaultValue={60} />
      </label>
      <label className="field">
        {t('engagedPlace')}
        <input name="place" required maxLength={60} autoComplete="off" />
      </label>
      <label className="field">
        {t('engagedDesa')}
        <select name="desa" defaultValue="">
          <option value="">{t('engagedDesaNone')}</option>
          {desa.map((at) => (
            <option key={at.code} value={at.code}>
              {at.name} · {at.kecamatan}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button main">
        {t('engagedAdd')}
      </button>
    </form>
  )
}
