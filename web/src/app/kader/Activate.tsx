import { type FormEvent, useEffect, useState } from 'react'
import { body, door } from '../../api/client'
import { Password } from '../../features/account/Password'
import { keep } from '../../features/crew/kept'
import { LoginForm } from '../../features/login/LoginForm'
import { type Account, type Credentials, faceOf } from '../../features/login/session'
import { activate, addDevice, type Entry } from '../../features/outbox/line'
import { switchLanguage, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { scannedCode } from './scanned'

/** A phone that the branch does not know yet. */
export function Activate({
  lost,
  entered,
  leads,
}: {
  lost: boolean
  entered: (entry: Entry) => void
  leads: () => void
}) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [byPassword, setByPassword] = useState(false)
  const [scanned] = useState(() => scannedCode(location.hash))
  // A code lets in once and stands in no address longer than it must.
  useEffect(() => history.replaceState(null, '', location.pathname), [])
  if (byPassword) return <ByPassword entered={entered} leads={leads} back={() => setByPassword(false)} />
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).replace(/\W/g, '')
    setBusy(true)
    setTrouble(null)
    try {
      entered(await activate(code))
    } catch (error) {
      setTrouble(error)
      setBusy(false)
    }
  }
  return (
    <main className="kader entry">
      <h1>{t('activate')}</h1>
      {lost && (
        <p className="notice bad" role="alert">
          {t('storeLost')}
        </p>
      )}
      <p>{t('activateHelp')}</p>
      <form onSubmit={submit} className="fields">
        <label className="field code">
          {t('activateCode')}
          <input
            name="code"
            defaultValue={scanned}
            required
            minLength={8}
            maxLength={12}
            autoComplete="off"
            autoCapitalize="characters"
          />
        </label>
        <Trouble of={trouble} />
        <button type="submit" className="button main tall" disabled={busy}>
          {busy ? t('loginBusy') : t('activateButton')}
        </button>
      </form>
      <button type="button" className="button tall" onClick={() => setByPassword(true)}>
        {t('activatePassword')}
      </button>
      <button type="button" className="button tall" onClick={switchLanguage}>
        {t('otherLanguage')}
      </button>
    </main>
  )
}

function ByPassword({
  entered,
  leads,
  back,
}: {
  entered: (entry: Entry) => void
  leads: () => void
  back: () => void
}) {
  const { t } = useWords()
  const [other, setOther] = useState<ReturnType<typeof faceOf> | null>(null)
  const [made, setMade] = useState<Account | null>(null)
  const enter = async (account: Account) => {
    if (account.role === 'kader') return entered(await addDevice())
    keep({ login: account.login, branches: account.branches ?? [] })
    leads()
  }
  const logIn = async ({ login, password, code }: Credentials) => {
    const account = await body(
      door.POST('/api/v1/session', { body: { login, password, ...(code ? { code } : {}) } }),
    )
    if (account.role !== 'kader' && account.role !== 'supervisor') setOther(faceOf(account))
    else if (account.mustPassword) setMade(account)
    else await enter(account)
  }
  if (made)
    return (
      <main className="kader entry">
        <Password made done={() => void enter(made)} />
      </main>
    )
  return (
    <main className="kader entry">
      {other ? (
        <>
          <p className="notice">{t('notYourFace')}</p>
          <a className="button main tall" href={other.path}>
            {t('openFace', { face: t(other.name) })}
          </a>
        </>
      ) : (
        <div className="login again">
          <LoginForm logIn={logIn} />
        </div>
      )}
      <button type="button" className="button tall" onClick={back}>
        ‹ {t('back')}
      </button>
    </main>
  )
}
