import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { distance, longDay, number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Brings } from './Brings'
import { usePlaceName } from './desa'
import { useKader } from './kader'
import { bringsWords, type Territory, type TerritoryPlan } from './model'

interface Props {
  branch: string
  plan: TerritoryPlan
  mayPlan: boolean
}

type Proposal = Schemas['MerangkapProposal']

/** Second territories: those approved, and those that the planner proposes. */
export function Merangkap({ branch, plan, mayPlan }: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  const [chosen, choose] = useState<Proposal | null>(null)
  const approved = (plan.territories ?? []).filter((one) => one.merangkap)
  const proposed = plan.merangkap ?? []
  const path = { branch, id: plan.id }
  const done = async (detail: TerritoryPlan) => {
    choose(null)
    client.setQueryData(['territory-plan', branch, plan.id], detail)
    await client.invalidateQueries()
  }
  const approve = useMutation({
    mutationFn: (what: { kader: number; note: string }) =>
      body(
        api.POST('/api/v1/branches/{branch}/territory-plans/{id}/merangkap', {
          params: { path },
          body: what,
        }),
      ),
    onSuccess: done,
  })
  const withdraw = useMutation({
    mutationFn: (kader: number) =>
      body(
        api.DELETE('/api/v1/branches/{branch}/territory-plans/{id}/merangkap/{kader}', {
          params: { path: { ...path, kader } },
        }),
      ),
    onSuccess: done,
  })
  const trouble = approve.error ?? withdraw.error
  const draft = plan.publishedFrom === undefined
  const may = mayPlan && draft
  return (
    <details>
      <summary>
        {t('merangkapTitle')} ({approved.length} {t('merangkapApproved').toLowerCase()}, {proposed.length}{' '}
        {t('merangkapProposed').toLowerCase()})
      </summary>
      <p className="soft">{t('merangkapHelp')}</p>
      {mayPlan && !draft && <p className="notice">{t('merangkapPublished')}</p>}
      <Trouble of={trouble} />
      {approved.length + proposed.length === 0 && <p className="soft">{t('merangkapNone')}</p>}
      {approved.length > 0 && (
        <Approved
          all={approved}
          withdraw={may ? (kader) => withdraw.mutate(kader) : undefined}
          busy={withdraw.isPending}
        />
      )}
      {chosen && (
        <Approve
          key={chosen.kader}
          branch={branch}
          plan={plan.id}
          what={chosen}
          busy={approve.isPending}
          approve={(note) => approve.mutate({ kader: chosen.kader, note })}
          cancel={() => choose(null)}
        />
      )}
      {proposed.length > 0 && (
        <Proposed branch={branch} plan={plan.id} all={proposed} choose={may ? choose : undefined} />
      )}
    </details>
  )
}

function Approved({
  all,
  withdraw,
  busy,
}: {
  all: Territory[]
  withdraw: ((kader: number) => void) | undefined
  busy: boolean
}) {
  const { t } = useWords()
  return (
    <ul className="rows">
      {all.map((one) => (
        <li key={one.id}>
          <span>
            <strong>
              {one.id}. {one.kaderName || t('nobody')}
            </strong>{' '}
            <span className="badge">{t('merangkap')}</span> {one.kecamatanName} · {number(one.eligible)}{' '}
            {t('eligible')} · {t('expected')} {bringsWords(one, t)}
            <br />
            <span className="soft">
              {one.outside && `${t('outside')} · `}
              {one.approval && t('approvedBy', { who: one.approval.by, day: longDay(one.approval.on) })}
              {one.approval?.note && ` · ${one.approval.note}`}
            </span>
          </span>
          {withdraw && (
            <button
              type="button"
              className="button"
              aria-label={t('withdrawFor', { kader: one.kaderName })}
              disabled={busy || one.locked}
              title={one.locked ? t('unlockFirst') : undefined}
              onClick={() => withdraw(one.kader)}
            >
              {t('withdraw')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Proposed({
  branch,
  plan,
  all,
  choose,
}: {
  branch: string
  plan: number
  all: Proposal[]
  choose: ((one: Proposal) => void) | undefined
}) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan)
  const nameOf = useNames(branch)
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('merangkapProposed')}>
      <table>
        <thead>
          <tr>
            <th>{t('kader')}</th>
            <th>{t('kecamatan')}</th>
            <th className="number">{t('homeDistance')}</th>
            <th className="number">{t('eligible')}</th>
            <th className="number">{t('expected')}</th>
            <th>{t('condition')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={one.kader}>
              <td>
                <span className="offer">
                  {choose && (
                    <button
                      type="button"
                      className="button"
                      aria-label={t('approveFor', { kader: nameOf(one.kader) })}
                      onClick={() => choose(one)}
                    >
                      {t('approve')}
                    </button>
                  )}
                  {nameOf(one.kader)}
                </span>
              </td>
              <td>{placeName(one.kecamatan)}</td>
              <td className="number">{distance(one.distance)}</td>
              <td className="number">{number(one.eligible)}</td>
              <td className="number">
                <Brings of={one} />
              </td>
              <td>{t(one.outside ? 'outsideContract' : 'insideContract')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Approve({
  branch,
  plan,
  what,
  busy,
  approve,
  cancel,
}: {
  branch: string
  plan: number
  what: Proposal
  busy: boolean
  approve: (note: string) => void
  cancel: () => void
}) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan)
  const nameOf = useNames(branch)
  const [note, setNote] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    approve(note)
  }
  return (
    <form className="import" onSubmit={submit}>
      <h3>{t('approveFor', { kader: nameOf(what.kader) })}</h3>
      <p>
        {placeName(what.kecamatan)} · {number(what.eligible)} {t('eligible')} · {t('expected')}{' '}
        {bringsWords(what, t)} · {t(what.outside ? 'outsideContract' : 'insideContract')}
      </p>
      <label className="field">
        {t('approveNote')}
        <input
          // biome-ignore lint/a11y/noAutofocus: the form opens on a press of a button
          autoFocus
          maxLength={200}
          required={what.outside}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <p className="soft">{t('approveNoteHelp')}</p>
      <p className="line">
        <button type="submit" className="button main" disabled={busy}>
          {t('approve')}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t('cancel')}
        </button>
      </p>
    </form>
  )
}

function useNames(branch: string): (kader: number) => string {
  const kader = useKader(branch)
  return (id) => kader.find((one) => one.id === id)?.name ?? String(id)
}
