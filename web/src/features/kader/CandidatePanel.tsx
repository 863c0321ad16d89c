import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api, body } from '../../api/client'
import { when } from '../../api/clock'
import { number } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { type Candidate, chosenOf, nextStages, type Stage } from './candidates'
import { PersonFields } from './PersonFields'
import { useChange } from './useChange'
import { Written } from './Written'

interface Props {
  branch: string
  zone: string
  desa: { code: string; name: string }[]
  mayPlan: boolean
}

/** Who may become a kader: proposed, heard, trained, and taken or not. */
export function CandidatePanel({ branch, zone, desa, mayPlan }: Props) {
  const { t } = useWords()
  const { change, trouble } = useChange(branch)
  const candidates = useQuery({
    queryKey: ['candidates', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/candidates', { params: { path: { branch } } })),
  })
  const all = candidates.data?.candidates ?? []
  const { trained, taken } = chosenOf(all)
  const names = new Map(desa.map((one) => [one.code, one.name]))
  const move = (one: Candidate, stage: Stage) =>
    void change(
      body(
        api.PUT('/api/v1/branches/{branch}/candidates/{id}', {
          params: { path: { branch, id: one.id } },
          body: { stage },
        }),
      ),
    )
  return (
    <section aria-label={t('candidates')}>
      <h3>{t('candidates')}</h3>
      <p className="soft">{t('candidatesHelp')}</p>
      <Trouble of={trouble} />
      <Trouble of={candidates.error} retry={() => void candidates.refetch()} />
      {candidates.isSuccess && all.length === 0 && <p>{t('candidatesNone')}</p>}
      {all.length > 0 && (
        <>
          <p>{t('candidatesOf', { trained: number(trained), taken: number(taken) })}</p>
          <div className="scroll" tabIndex={0} role="region" aria-label={t('candidatesList')}>
            <table>
              <thead>
                <tr>
                  <th>{t('candidateName')}</th>
                  <th>{t('candidateDesa')}</th>
                  <th>{t('candidateStage')}</th>
                  {mayPlan && <th>{t('candidateNext')}</th>}
                </tr>
              </thead>
              <tbody>
                {all.map((one) => (
                  <tr key={one.id}>
                    <td>
                      {one.name} {one.phone && <span className="soft">{one.phone}</span>}
                    </td>
                    <td>{names.get(one.desa) ?? one.desa}</td>
                    <td>
                      {wordsOf(t, one.stage, 'candidate_')}{' '}
                      <span className="soft">{t('candidateSince', { when: when(zone, one.since) })}</span>
                    </td>
                    {mayPlan && (
                      <td className="line">
                        {nextStages(one.stage).map((next) => (
                          <button
                            key={next}
                            type="button"
                            className="button"
                            aria-label={`${wordsOf(t, next, 'candidateDo_')}: ${one.name}`}
                            onClick={() => move(one, next)}
                          >
                            {wordsOf(t, next, 'candidateDo_')}
                          </button>
                        ))}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {mayPlan && desa.length > 0 && <Propose branch={branch} desa={desa} />}
    </section>
  )
}

function Propose({ branch, desa }: Pick<Props, 'branch' | 'desa'>) {
  const { t } = useWords()
  const { change, trouble, saved } = useChange(branch)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const of = (field: string) => String(new FormData(form).get(field) ?? '')
    const proposed = { name: of('name'), phone: of('phone'), desa: of('desa') }
    const done = await change(
      body(
        api.POST('/api/v1/branches/{branch}/candidates', { params: { path: { branch } }, body: proposed }),
      ),
    )
    if (done) form.reset()
  }
  return (
    <form className="toolbar" onSubmit={(event) => void submit(event)}>
      <Written trouble={trouble} saved={saved} />
      <PersonFields name={t('candidateName')} phone={t('candidatePhone')} />
      <label className="field">
        {t('candidateDesa')}
        <select name="desa">
          {desa.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button main">
        {t('candidateAdd')}
      </button>
    </form>
  )
}
