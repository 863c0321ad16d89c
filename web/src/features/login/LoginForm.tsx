import { type FormEvent, useState } from 'react'
import { switchLanguage, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

interface Props {
  logIn: (login: string, password: string) => Promise<void>
  /** Whose session ended. */
  again?: string
}

/** Asks for name and password. */
export function LoginForm({ logIn, again }: Props) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setTrouble(null)
    try {
      await logIn(String(form.get('login')).trim(), String(form.get('password')))
    } catch (error) {
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
