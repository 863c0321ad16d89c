import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import type { Stroke } from './fold'

type PlanHead = Schemas['PlanHead']

interface DraftsProps {
  branch: string
  /** The plan to copy; none where there is none yet. */
  head: PlanHead | undefined
  begun: (id: number) => void
}

/** Begins a draft to draw on: with nothing, or with what a plan has. */
export function Drafts({ branch, head, begun }: DraftsProps) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [locks, setLocks] = useState(true)
  const add = useMutation({
    mutationFn: (from: number) =>
      body(
        api.POST('/api/v1/branches/{branch}/territory-drafts', {
          params: { path: { branch } },
          body: {
            from,
            locks,
            name: name.trim() || (head && from ? t('copyName', { name: head.name }) : t('blankName')),
          },
        }),
      ),
    onSuccess: ({ id }) => {
      setName('')
      begun(id)
    },
  })
  return (
    <div className="drafts">
      <label className="field">
        {t('draftName')}
        <input maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      {head && (
        <label className="check">
          <input type="checkbox" checked={locks} onChange={(event) => setLocks(event.target.checked)} />
          {t('keepLocks')}
        </label>
      )}
      {head && (
        <button type="button" className="button" disabled={add.isPending} onClick={() => add.mutate(head.id)}>
          {t('copyPlan')}
        </button>
      )}
      <button type="button" className="button" disabled={add.isPending} onClick={() => add.mutate(0)}>
        {t('blankPlan')}
      </button>
      <Trouble of={add.error} />
    </div>
  )
}

/** Who drew what, the last first. */
export function History({
  zone,
  strokes,
  desaName,
}: {
  zone: string
  strokes: readonly Stroke[]
  desaName: (code: string) => string
}) {
  const { t } = useWords()
  if (strokes.length === 0) return null
  return (
    <details>
      <summary>{t('drawHistory', { n: strokes.length })}</summary>
      <ol className="plain" reversed>
        {[...strokes]
          .reverse()
          .slice(0, 100)
          .map((one) => {
            const desa = [...new Set((one.changes ?? []).map((change) => change.desa))]
            return (
              <li key={one.id}>
                <strong>{one.by}</strong> {one.at ? when(zone, one.at) : ''}:{' '}
                {one.undo ? `${t('undo')}: ` : ''}
                {desa.slice(0, 3).map(desaName).join(', ')}
                {desa.length > 3 ? ` + ${desa.length - 3}` : ''}
                {one.reason && <em> “{one.reason}”</em>}
              </li>
            )
          })}
      </ol>
    </details>
  )
}
