import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import type { Territory } from './model'

/** Locks a territory against later plans, or opens it again. */
export function Lock({
  branch,
  plan,
  one,
}: {
  branch: string
  plan: number
  one: Pick<Territory, 'id' | 'locked'>
}) {
  const { t } = useWords()
  const client = useQueryClient()
  const lock = useMutation({
    mutationFn: (locked: boolean) =>
      body(
        api.PUT('/api/v1/branches/{branch}/territory-plans/{id}/territories/{territory}/lock', {
          params: { path: { branch, id: plan, territory: one.id } },
          body: { locked },
        }),
      ),
    onSuccess: (detail) => client.setQueryData(['territory-plan', branch, plan], detail),
  })
  return (
    <>
      <button
        type="button"
        className="button lock"
        aria-pressed={one.locked}
        aria-label={t('lockTerritory', { n: one.id })}
        title={t('lockHelp')}
        disabled={lock.isPending}
        onClick={() => lock.mutate(!one.locked)}
      >
        <Padlock shut={one.locked} />
      </button>
      <Trouble of={lock.error} />
    </>
  )
}

function Padlock({ shut }: { shut: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path
        d={shut ? 'M7 11V7a5 5 0 0 1 10 0v4' : 'M7 11V6a5 5 0 0 1 9.6-2'}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <rect
        x="4"
        y="11"
        width="16"
        height="10"
        rx="2"
        fill={shut ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="2"
      />
    </svg>
  )
}
