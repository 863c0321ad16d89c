import { type FormEvent, useState } from 'react'
import { switchLanguage, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { type Credentials, codeAsked } from './session'

interface Props {
  logIn: (credentials: Credentials) => Promise<void>
  /** Whose session ended. */
  again?: string
}

/** Asks for name and password. */
export function LoginForm({ logIn, again }: Props) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setTrouble(null)
    try {
      const [login, password, code] = ['login', 'password', 'code'].map((name) =>
        String(form.get(name) ?? ''),
      ) as [string, string, string]
      await logIn({ login: login.trim(), password, code: code.trim() })
    } catch (error) {
      setAsked(asked || codeAsked(error))
      setTrouble(error)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit}>
      <h1>{again === undefined ? t('appName') : t('sessionEnded')}</h1>
      {again !== undefined && <p>{t('sessionEndedWhy')}</p>}
      <label className="field">
        {t('loginName')}
        <input name="login" autoComplete="username" autoCapitalize="none" required defaultValue={again} />
      </label>
      <label className="field">
        {t('loginPassword')}
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {asked && (
        <label className="field">
          {t('loginCode')}
          <input name="code" autoComplete="one-time-code" autoCapitalize="none" maxLength={32} required />
        </label>
      )}
      <Trouble of={trouble} />
      <button type="submit" className="button main" disabled={busy}>
        {busy ? t('loginBusy') : t('loginButton')}
      </button>
      <button type="button" className="button" onClick={switchLanguage}>
        {t('otherLanguage')}
      </button>
    </form>
  )
}
