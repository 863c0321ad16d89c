import { useQueryClient } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { useWords } from '../../shared/i18n'
import type { Member } from './crew'
import type { Draft } from './draft'
import { type Hand, nobody } from './fold'
import type { TerritoryPlan } from './model'
import type { Tally } from './tally'

/** Locks and opens the territory of a kader, one that was begun a moment ago too, or all of them. */
export function useLock(
  branch: string,
  plan: TerritoryPlan | undefined,
  draft: Draft,
  crew: Map<Hand, Member>,
  sums: Map<Hand, Tally>,
  say: (words: string) => void,
) {
  const { t } = useWords()
  const client = useQueryClient()

  /** The number of a territory that was begun since the plan was read; 0: there is none. */
  const begunNow = async (id: number, one: Hand): Promise<number> => {
    if (one <= nobody || !sums.has(one)) return 0
    await draft.flush()
    const path = { branch, id }
    const now = await body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}', { params: { path } }))
    return now.territories?.find((row) => row.kader === one && !row.merangkap)?.id ?? 0
  }

  const setAll = async (locked: boolean) => {
    if (!plan) return
    await draft.flush()
    const detail = await body(
      api.PUT('/api/v1/branches/{branch}/territory-plans/{id}/lock', {
        params: { path: { branch, id: plan.id } },
        body: { locked },
      }),
    )
    client.setQueryData(['territory-plan', branch, plan.id], detail)
    say(t(locked ? 'saidAllLocked' : 'saidAllOpened'))
  }

  const set = async (one: Hand, locked: boolean) => {
    const member = crew.get(one)
    const territory = member?.territory || (plan ? await begunNow(plan.id, one) : 0)
    if (!plan || !member || !territory) return say(t('chooseHand'))
    const detail = await body(
      api.PUT('/api/v1/branches/{branch}/territory-plans/{id}/territories/{territory}/lock', {
        params: { path: { branch, id: plan.id, territory } },
        body: { locked },
      }),
    )
    client.setQueryData(['territory-plan', branch, plan.id], detail)
    say(t(locked ? 'saidLocked' : 'saidOpened', { name: member.name }))
  }
  return { set, setAll }
}
