import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Enrol } from './Enrol'
import { SessionTable } from './SessionTable'

/** One's own account: password, authenticator, and where one is logged in. */
export function OwnAccount({ account, zone }: { account: Schemas['Account']; zone: string }) {
  const { t } = useWords()
  return (
    <div className="page accounts">
      <h2>{t('ownAccount')}</h2>
      <p>
        {account.name} · <code>{account.login}</code> · {t(`role_${account.role as 'officer'}`)}
      </p>
      <Password />
      <Factor has={account.totp} />
      <OwnSessions zone={zone} />
    </div>
  )
}

function Password() {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const [present, next, again] = ['present', 'next', 'again'].map((name) => String(given.get(name)))
    setSaved(false)
    if (next !== again) return setTrouble(t('passwordsDiffer'))
    setTrouble(null)
    try {
      await body(
        api.PUT('/api/v1/account/password', { body: { present: present as string, next: next as string } }),
      )
      form.reset()
      setSaved(true)
    } catch (error) {
      setTrouble(error)
    }
  }
  return (
    <form onSubmit={submit}>
      <h3>{t('passwordTitle')}</h3>
      <p className="soft">{t('passwordHelp')}</p>
      <Trouble of={trouble} />
      {saved && (
        <p className="notice" role="status">
          {t('passwordSaved')}
        </p>
      )}
      <label className="field">
        {t('passwordPresent')}
        <input name="present" type="password" autoComplete="current-password" required />
      </label>
      <label className="field">
        {t('passwordNext')}
        <input
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={256}
          required
        />
      </label>
      <label className="field">
        {t('passwordAgain')}
        <input
          name="again"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={256}
          required
        />
      </label>
      <button type="submit" className="button main">
        {t('passwordChange')}
      </button>
    </form>
  )
}

function Factor({ has }: { has: boolean }) {
  const { t } = useWords()
  const [on, setOn] = useState(has)
  if (on)
    return (
      <section>
        <h3>{t('factorTitle')}</h3>
        <p>{t('factorOn')}</p>
      </section>
    )
  return (
    <section>
      <Enrol done={() => setOn(true)} />
    </section>
  )
}

function OwnSessions({ zone }: { zone: string }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const sessions = useQuery({
    queryKey: ['own-sessions'],
    queryFn: () => body(api.GET('/api/v1/account/sessions')),
  })
  const end = async (work: Promise<unknown>) => {
    setTrouble(null)
    try {
      await work
    } catch (error) {
      setTrouble(error)
    }
    await client.invalidateQueries({ queryKey: ['own-sessions'] })
  }
  const all = sessions.data?.sessions ?? []
  return (
    <section>
      <h3>{t('sessionsTitle')}</h3>
      <Trouble of={trouble ?? sessions.error} />
      <SessionTable
        sessions={all}
        zone={zone}
        present={sessions.data?.present ?? 0}
        end={(id) =>
          void end(body(api.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } })))
        }
      />
      {all.length > 1 && (
        <button
          type="button"
          className="button"
          onClick={() => void end(body(api.DELETE('/api/v1/account/sessions')))}
        >
          {t('sessionsEndOthers')}
        </button>
      )}
    </section>
  )
}
