import { type FormEvent, type ReactNode, useState } from 'react'
import { Refusal } from '../../api/client'
import { switchLanguage, useWords } from '../../shared/i18n'
import { type Account, faceOf, useSession } from './session'

interface Props {
  /** Roles that work on this face. */
  roles: string[]
  children: (account: Account, logOut: () => void) => ReactNode
}

/** Shows a face to those who work on it, and everybody else the way in. */
export function Gate({ roles, children }: Props) {
  const { t } = useWords()
  const { session, ask, logIn, logOut } = useSession()
  switch (session.state) {
    case 'asking':
      return <p className="login">{t('loading')}</p>
    case 'unreachable':
      return (
        <main className="login">
          <h1>{t('appName')}</h1>
          <p className="notice bad" role="alert">
            {t('offline')}
          </p>
          <button type="button" className="button main" onClick={ask}>
            {t('retry')}
          </button>
        </main>
      )
    case 'stranger':
      return <LoginForm logIn={logIn} />
    case 'known': {
      if (roles.includes(session.account.role)) return children(session.account, logOut)
      const face = faceOf(session.account)
      return (
        <main className="login">
          <h1>{t('appName')}</h1>
          <p className="notice">{t('notYourFace')}</p>
          <p>
            <a className="button main" href={face.path}>
              {t('openFace', { face: t(face.name) })}
            </a>
          </p>
          <button type="button" className="button" onClick={logOut}>
            {t('logOut')}
          </button>
        </main>
      )
    }
  }
}

function LoginForm({ logIn }: { logIn: (login: string, password: string) => Promise<void> }) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setTrouble('')
    try {
      await logIn(String(form.get('login')).trim(), String(form.get('password')))
    } catch (error) {
      setTrouble(error instanceof Refusal ? error.message : t('offline'))
      setBusy(false)
    }
  }

  return (
    <main className="login">
      <form onSubmit={submit}>
        <h1>{t('appName')}</h1>
        <label className="field">
          {t('loginName')}
          <input name="login" autoComplete="username" autoCapitalize="none" required />
        </label>
        <label className="field">
          {t('loginPassword')}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {trouble && (
          <p className="notice bad" role="alert">
            {trouble}
          </p>
        )}
        <button type="submit" className="button main" disabled={busy}>
          {busy ? t('loginBusy') : t('loginButton')}
        </button>
        <button type="button" className="button" onClick={switchLanguage}>
          {t('otherLanguage')}
        </button>
      </form>
    </main>
  )
}
