import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

type Branch = Schemas['BranchSummary']

/** Which kedeputian looks after the branch, for admins. */
export function KedeputianForm({ branch }: { branch: Branch }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    setTrouble(null)
    setSaved(false)
    try {
      await body(
        api.PUT('/api/v1/branches/{branch}/kedeputian', {
          params: { path: { branch: branch.code } },
          body: { code: String(given.get('code')).trim(), name: String(given.get('name')).trim() },
        }),
      )
      setSaved(true)
      await client.invalidateQueries({ queryKey: ['branch', branch.code] })
    } catch (error) {
      setTrouble(error)
    }
  }
  return (
    <form key={branch.code} onSubmit={(event) => void submit(event)}>
      <h3>{t('kedeputianTitle', { branch: branch.name })}</h3>
      <p className="soft">{t('kedeputianWhy')}</p>
      <label className="field">
        {t('kedeputianCode')}
        <input
          name="code"
          maxLength={12}
          pattern="([0-9A-Za-z][0-9A-Za-z\-]*)?"
          defaultValue={branch.kedeputian?.code ?? ''}
          autoComplete="off"
        />
      </label>
      <label className="field">
        {t('kedeputianName')}
        <input name="name" maxLength={80} defaultValue={branch.kedeputian?.name ?? ''} autoComplete="off" />
      </label>
      <button type="submit" className="button main">
        {t('save')}
      </button>
      <Trouble of={trouble} />
      {saved && (
        <p className="notice" role="status">
          {t('kedeputianSaved', { branch: branch.name })}
        </p>
      )}
    </form>
  )
}
