import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { troubleWords } from '../../shared/ui/Trouble'
import type { Import } from './model'

/** Takes the newest import back, asked twice. */
export function Undo({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [state, setState] = useState<'idle' | 'asked' | 'busy'>('idle')
  const [trouble, setTrouble] = useState('')

  async function undo() {
    setState('busy')
    try {
      const path = { branch, id: one.id }
      await body(api.POST('/api/v1/branches/{branch}/imports/{id}/undo', { params: { path } }))
      await client.invalidateQueries()
    } catch (error) {
      setTrouble(troubleWords(error, t))
      setState('idle')
    }
  }

  if (trouble)
    return (
      <p className="notice bad" role="alert">
        {trouble}
      </p>
    )
  if (state === 'idle')
    return (
      <button type="button" className="button" onClick={() => setState('asked')}>
        {t('importUndo')}
      </button>
    )
  return (
    <div className="notice warn" role="status">
      <p>{t('importUndoSure')}</p>
      <button type="button" className="button main" disabled={state === 'busy'} onClick={() => void undo()}>
        {t('importUndoYes')}
      </button>{' '}
      <button type="button" className="button" disabled={state === 'busy'} onClick={() => setState('idle')}>
        {t('importUndoNo')}
      </button>
    </div>
  )
}
