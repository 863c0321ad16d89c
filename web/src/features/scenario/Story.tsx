import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { longDay } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

type PlanHead = Schemas['PlanHead']
type Act = Schemas['Act']
type Kind = 'comment' | 'ask' | 'withdraw' | 'approve' | 'refuse'

interface Props {
  branch: Schemas['BranchSummary']
  head: PlanHead
  mayPlan: boolean
  /** Sends the strokes that wait: what is asked for is the drawing as it is seen. */
  flush: () => Promise<void>
  refresh: () => Promise<unknown>
}

/** What is said and done about a plan: comments, approval, publishing, taking back. */
export function Story({ branch, head, mayPlan, flush, refresh }: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const path = { branch: branch.code, id: head.id }
  const acts = useQuery({
    queryKey: ['acts', branch.code, head.id],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}/acts', { params: { path } })),
  })
  const done = async () => {
    setText('')
    await client.invalidateQueries({ queryKey: ['acts', branch.code, head.id] })
    await refresh()
  }
  const act = useMutation({
    mutationFn: async (kind: Kind) => {
      await flush()
      const now = await body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}', { params: { path } }))
      return body(
        api.POST('/api/v1/branches/{branch}/territory-plans/{id}/acts', {
          params: { path },
          body: { kind, revision: now.revision ?? 0, text: text.trim() },
        }),
      )
    },
    onSuccess: done,
  })
  const back = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/branches/{branch}/territory-plans/{id}/unpublish', {
          params: { path },
          body: { why: text.trim() },
        }),
      ),
    onSuccess: done,
  })
  const word = head.standing?.word
  const draft = head.publishedFrom === undefined
  const waits = head.publishedFrom !== undefined && head.publishedFrom > branch.today
  const offered: [Kind, Key][] = [['comment', 'actComment']]
  if (draft && word !== 'asked' && word !== 'approved') offered.push(['ask', 'actAsk'])
  if (draft && word === 'asked') offered.push(['approve', 'actApprove'], ['refuse', 'actRefuse'])
  if (draft && (word === 'asked' || word === 'approved')) offered.push(['withdraw', 'actWithdraw'])
  const busy = act.isPending || back.isPending
  return (
    <section className="story" aria-labelledby="story-title">
      <h2 id="story-title">{t('storyTitle')}</h2>
      <p role="status" className={word === 'approved' ? 'notice' : 'soft'}>
        {t(standings[word ?? ''] ?? 'standingNone', {
          asker: head.standing?.asker ?? '',
          by: head.standing?.by ?? '',
        })}
      </p>
      {mayPlan && (
        <>
          <label className="field">
            {t('actText')}
            <textarea
              rows={2}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <div className="row">
            {offered.map(([kind, words]) => (
              <button
                key={kind}
                type="button"
                className={kind === 'approve' ? 'button main' : 'button'}
                disabled={busy || (needsText.includes(kind) && text.trim() === '')}
                onClick={() => act.mutate(kind)}
              >
                {t(words)}
              </button>
            ))}
            {waits && (
              <button
                type="button"
                className="button"
                disabled={busy || text.trim() === ''}
                onClick={() => back.mutate()}
              >
                {t('actUnpublish')}
              </button>
            )}
          </div>
        </>
      )}
      <Trouble of={act.error ?? back.error ?? acts.error} />
      <ol className="plain acts" reversed>
        {[...(acts.data?.acts ?? [])].reverse().map((one) => (
          <li key={one.id}>
            <Told of={one} zone={branch.zone} />
          </li>
        ))}
        <li>
          <strong>{head.createdBy}</strong> {when(branch.zone, head.createdAt)}: {t('didBegin')}
        </li>
      </ol>
    </section>
  )
}

const needsText: Kind[] = ['comment', 'refuse', 'withdraw']

const standings: Record<string, Key> = {
  asked: 'standingAsked',
  approved: 'standingApproved',
  refused: 'standingRefused',
  lapsed: 'standingLapsed',
}

const deeds: Record<Act['kind'], Key> = {
  comment: 'didComment',
  ask: 'didAsk',
  withdraw: 'didWithdraw',
  approve: 'didApprove',
  refuse: 'didRefuse',
  change: 'didChange',
  publish: 'didPublish',
  unpublish: 'didUnpublish',
  import: 'didImport',
  rename: 'didRename',
  bin: 'didBin',
  restore: 'didRestore',
}

function Told({ of, zone }: { of: Act; zone: string }) {
  const { t } = useWords()
  return (
    <>
      <strong>{of.by}</strong> {when(zone, of.at)}:{' '}
      {t(deeds[of.kind], { day: of.day ? longDay(of.day) : '' })}
      {of.text && <em> “{of.text}”</em>}
    </>
  )
}
