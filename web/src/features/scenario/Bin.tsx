import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

type PlanHead = Schemas['PlanHead']
type Kind = 'rename' | 'bin' | 'restore'

interface Props {
  branch: Schemas['BranchSummary']
  head: PlanHead
  /** Drafts that were thrown away. */
  bin: PlanHead[]
  flush: () => Promise<void>
  refresh: () => Promise<unknown>
  /** Opens a plan; 0: the page of a branch without one. */
  open: (id: number) => void
  /** What is opened when this one is thrown away. */
  next: number
}

/** A draft's own life: its name, the way into the bin, and what lies in there. */
export function Bin({ branch, head, bin, flush, refresh, open, next }: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  const [name, setName] = useState(head.name)
  const [sure, setSure] = useState(false)
  const act = useMutation({
    mutationFn: async ({ id, kind, text = '' }: { id: number; kind: Kind; text?: string }) => {
      await flush()
      const path = { branch: branch.code, id }
      const now = await body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}', { params: { path } }))
      await body(
        api.POST('/api/v1/branches/{branch}/territory-plans/{id}/acts', {
          params: { path },
          body: { kind, revision: now.revision ?? 0, text },
        }),
      )
    },
    onSuccess: async (_, { id, kind }) => {
      setSure(false)
      if (kind === 'bin') open(next)
      if (kind === 'restore') open(id)
      await client.invalidateQueries({ queryKey: ['acts', branch.code, id] })
      await refresh()
    },
  })
  const draft = head.publishedFrom === undefined
  return (
    <section className="bin" aria-label={t('binTitle')}>
      {draft && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            act.mutate({ id: head.id, kind: 'rename', text: name.trim() })
          }}
        >
          <label className="field">
            {t('planName')}
            <input required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <button
            type="submit"
            className="button"
            disabled={act.isPending || name.trim() === '' || name.trim() === head.name}
          >
            {t('planRename')}
          </button>
        </form>
      )}
      {draft && !head.replaced && (
        <div className="row">
          {sure ? (
            <>
              <span>{t('binSure', { name: head.name })}</span>
              <button
                type="button"
                className="button main"
                disabled={act.isPending}
                onClick={() => act.mutate({ id: head.id, kind: 'bin' })}
              >
                {t('binIt')}
              </button>
              <button type="button" className="button" onClick={() => setSure(false)}>
                {t('binKeep')}
              </button>
            </>
          ) : (
            <button type="button" className="button" onClick={() => setSure(true)}>
              {t('binDraft')}
            </button>
          )}
        </div>
      )}
      <Trouble of={act.error} />
      {bin.length > 0 && (
        <details>
          <summary>{t('binHolds', { n: bin.length })}</summary>
          <ul className="plain">
            {bin.map((one) => (
              <li key={one.id} className="row">
                <span>
                  {one.name} #{one.id}{' '}
                  <span className="soft">{one.binnedAt ? when(branch.zone, one.binnedAt) : ''}</span>
                </span>
                <button
                  type="button"
                  className="button"
                  disabled={act.isPending}
                  onClick={() => act.mutate({ id: one.id, kind: 'restore' })}
                >
                  {t('binRestore', { n: one.id })}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
