import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { longDay, number, rupiah } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import type { Part } from './KaderDetail'
import { useChange } from './useChange'
import { Written } from './Written'

const statuses = ['aktif', 'cuti', 'berhenti'] as const
type Status = (typeof statuses)[number]

/** What travels with the families when a kader goes, and the word that they go. */
export function LeaveTab({ branch, one, mayPlan }: Part) {
  const { t } = useWords()
  const leaving = useQuery({
    queryKey: ['leaving', branch.code, one.kader],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/kader/{kader}/leaving', {
          params: { path: { branch: branch.code, kader: one.kader } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY, // each reading is audited
    refetchOnWindowFocus: false,
  })
  const pledged = leaving.data?.pledged ?? []
  const matters = leaving.data?.matters ?? []
  return (
    <section aria-label={t('partLeave')}>
      <p className="soft">{t('leavingHelp')}</p>
      <Trouble of={leaving.error} retry={() => void leaving.refetch()} />
      {leaving.isPending && <p>{t('loading')}</p>}
      {leaving.data && (
        <p>
          {t('leavingSum', {
            kk: number(leaving.data.families),
            pledged: number(pledged.length),
            matters: number(matters.length),
          })}
        </p>
      )}
      {pledged.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('leavingPledged')}>
          <table>
            <thead>
              <tr>
                <th>{t('leavingFamily')}</th>
                <th>{t('leavingPromise')}</th>
                <th>{t('leavingRehab')}</th>
              </tr>
            </thead>
            <tbody>
              {pledged.map((family) => (
                <tr key={family.id}>
                  <td>
                    {family.headName} · {family.noKkMasked} · {family.desaName}
                  </td>
                  <td>
                    {family.promise && `${longDay(family.promise.due)} · ${rupiah(family.promise.amount)}`}
                  </td>
                  <td>{family.rehab && rupiah(family.rehab.instalment)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {matters.length > 0 && (
        <>
          <h3>{t('leavingMatters')}</h3>
          <div className="scroll" tabIndex={0} role="region" aria-label={t('leavingMatters')}>
            <ul>
              {matters.map((matter) => (
                <li key={matter.event}>
                  {wordsOf(t, matter.queue, 'queue_')} · {matter.head ?? t('leavingNoFamily')} ·{' '}
                  {longDay(matter.since)}
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
      {mayPlan && <SetStatus branch={branch} one={one} mayPlan={mayPlan} />}
    </section>
  )
}

function SetStatus({ branch, one }: Part) {
  const { t } = useWords()
  const { change, trouble, saved } = useChange(branch.code)
  const others = statuses.filter((status) => status !== one.status)
  const [chosen, setStatus] = useState<Status>('berhenti')
  const status = others.includes(chosen) ? chosen : (others[0] as Status)
  const [why, setWhy] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await change(
      body(
        api.PUT('/api/v1/branches/{branch}/kader/{kader}/status', {
          params: { path: { branch: branch.code, kader: one.kader } },
          body: { status, why },
        }),
      ),
    )
    if (done) setWhy('')
  }
  return (
    <>
      <h3>{t('statusChange')}</h3>
      <p className="soft">{t('statusHelp')}</p>
      <Written trouble={trouble} saved={saved} />
      <form className="toolbar" onSubmit={(event) => void submit(event)}>
        <label className="field">
          {t('status')}
          <select value={status} onChange={(event) => setStatus(event.target.value as Status)}>
            {others.map((name) => (
              <option key={name} value={name}>
                {wordsOf(t, name, 'status_')}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t('statusWhy')}
          <input
            required
            minLength={3}
            maxLength={200}
            autoComplete="off"
            value={why}
            onChange={(event) => setWhy(event.target.value)}
          />
        </label>
        <button type="submit" className="button main">
          {t('statusSave')}
        </button>
      </form>
    </>
  )
}
