import { type ReactNode, useEffect, useRef } from 'react'
import { useLine, useLineBack } from '../../api/useLine'
import { useWords } from '../../shared/i18n'
import { DrillNotice } from './DrillNotice'
import { LineNotice } from './LineNotice'
import { LoginForm } from './LoginForm'
import { type Account, type Credentials, faceOf, useSession, zoneOf } from './session'

interface Props {
  /** Roles that work on this face. */
  roles: string[]
  children: (account: Account, logOut: () => void) => ReactNode
  /** What an account does first that has yet to set up its authenticator. */
  enrol?: (done: () => void) => ReactNode
  /** What an account does before anything else whose password was made for it. */
  renew: (done: () => void) => ReactNode
}

/**
 * Shows a face to those who work on it, and everybody else the way in. A session that
 * ends meanwhile asks for the login above the face, which stays as it was.
 */
export function Gate({ roles, children, enrol, renew }: Props) {
  const door = useSession()
  const { session } = door
  return (
    <>
      {session.state !== 'asking' && (
        <DrillNotice zone={session.state === 'known' ? zoneOf(session.account) : 'WIB'} />
      )}
      <Inside roles={roles} enrol={enrol} renew={renew} {...door}>
        {children}
      </Inside>
    </>
  )
}

function Inside({
  roles,
  children,
  enrol,
  renew,
  session,
  ask,
  logIn,
  logOut,
}: Props & ReturnType<typeof useSession>) {
  const { t } = useWords()
  const { entered } = useLine()
  useLineBack(() => {
    if (session.state === 'unreachable') void ask()
  })
  switch (session.state) {
    case 'asking':
      return <p className="login">{t('loading')}</p>
    case 'unreachable':
      return (
        <main className="login">
          <h1>{t('appName')}</h1>
          <LineNotice />
        </main>
      )
    case 'stranger':
      return (
        <main className="login">
          <LoginForm logIn={logIn} />
        </main>
      )
    case 'known': {
      const first = session.account.mustPassword ? renew : session.account.mustTotp ? enrol : undefined
      if (first)
        return (
          <main className="login">
            <h1>{t('appName')}</h1>
            {first(() => void ask())}
            <button type="button" className="button" onClick={logOut}>
              {t('logOut')}
            </button>
          </main>
        )
      if (!roles.includes(session.account.role))
        return <OtherFace account={session.account} logOut={logOut} />
      return (
        <>
          <LineNotice />
          {children(session.account, logOut)}
          {!entered && <Again login={session.account.login} logIn={logIn} />}
        </>
      )
    }
  }
}

function OtherFace({ account, logOut }: { account: Account; logOut: () => void }) {
  const { t } = useWords()
  const face = faceOf(account)
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

/** The login above a face whose session ended. */
function Again({ login, logIn }: { login: string; logIn: (credentials: Credentials) => Promise<void> }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    dialog.current?.querySelector<HTMLInputElement>('[type=password]')?.focus()
  }, [])
  return (
    <dialog ref={dialog} className="login again" onCancel={(event) => event.preventDefault()}>
      <LoginForm logIn={logIn} again={login} />
    </dialog>
  )
}
