import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

interface Props {
  branch: Schemas['BranchSummary']
  /** Drafts that were thrown away. */
  bin: Schemas['PlanHead'][]
  /** Sends the strokes that wait, before another drawing is opened. */
  flush?: () => Promise<void>
  refresh: () => Promise<unknown>
  open: (id: number) => void
  /** Whether the list is unfolded: where there is nothing else to open. */
  unfolded?: boolean
}

/** What lies in the bin, and the way back out of it; nothing where it is empty. */
export function Thrown({ branch, bin, flush, refresh, open, unfolded = false }: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  const restore = useMutation({
    mutationFn: async (id: number) => {
      await flush?.()
      await actOn(branch.code, id, 'restore')
    },
    onSuccess: async (_, id) => {
      open(id)
      await client.invalidateQueries({ queryKey: ['acts', branch.code, id] })
      await refresh()
    },
  })
  if (bin.length === 0) return null
  return (
    <details open={unfolded}>
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
              disabled={restore.isPending}
              onClick={() => restore.mutate(one.id)}
            >
              {t('binRestore', { n: one.id })}
            </button>
          </li>
        ))}
      </ul>
      <Trouble of={restore.error} />
    </details>
  )
}

/** Does something to a draft as it is now. */
export async function actOn(branch: string, id: number, kind: 'rename' | 'bin' | 'restore', text = '') {
  const path = { branch, id }
  const now = await body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}', { params: { path } }))
  await body(
    api.POST('/api/v1/branches/{branch}/territory-plans/{id}/acts', {
      params: { path },
      body: { kind, revision: now.revision ?? 0, text },
    }),
  )
}
