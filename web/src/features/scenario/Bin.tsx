import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { actOn, Thrown } from './Thrown'

type PlanHead = Schemas['PlanHead']

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
    mutationFn: async ({ kind, text = '' }: { kind: 'rename' | 'bin'; text?: string }) => {
      await flush()
      await actOn(branch.code, head.id, kind, text)
    },
    onSuccess: async (_, { kind }) => {
      setSure(false)
      if (kind === 'bin') open(next)
      await client.invalidateQueries({ queryKey: ['acts', branch.code, head.id] })
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
            act.mutate({ kind: 'rename', text: name.trim() })
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
                onClick={() => act.mutate({ kind: 'bin' })}
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
      <Thrown branch={branch} bin={bin} flush={flush} refresh={refresh} open={open} />
    </section>
  )
}
