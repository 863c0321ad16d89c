import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { troubleWords } from '../../shared/ui/Trouble'
import type { Import } from './model'

/** Has an import go on that was broken off, with the file that the server keeps sealed. */
export function Resume({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')

  async function resume() {
    setBusy(true)
    setTrouble('')
    try {
      const path = { branch, id: one.id }
      await body(api.POST('/api/v1/branches/{branch}/imports/{id}/resume', { params: { path } }))
    } catch (error) {
      setTrouble(troubleWords(error, t))
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: ['imports', branch] })
  }

  return (
    <>
      <p className="soft">{t('importResumeAbout')}</p>
      <button type="button" className="button main" disabled={busy} onClick={() => void resume()}>
        {t('importResume')}
      </button>
      {trouble && (
        <p className="notice bad" role="alert">
          {trouble}
        </p>
      )}
    </>
  )
}
