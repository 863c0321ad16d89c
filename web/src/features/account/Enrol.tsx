import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** Sets up an authenticator: a key to scan, a code that proves it, codes to keep. */
export function Enrol({ done }: { done: () => void }) {
  const { t } = useWords()
  const [key, setKey] = useState<Schemas['Key']>()
  const [codes, setCodes] = useState<string[]>()
  const [trouble, setTrouble] = useState<unknown>(null)
  const attempt = async (work: () => Promise<void>) => {
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      setTrouble(error)
    }
  }
  const begin = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const present = String(new FormData(event.currentTarget).get('present'))
    void attempt(async () => setKey(await body(api.POST('/api/v1/account/totp', { body: { present } }))))
  }
  const confirm = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    void attempt(async () =>
      setCodes((await body(api.PUT('/api/v1/account/totp', { body: { code } }))).codes ?? []),
    )
  }
  if (codes)
    return (
      <div className="enrol">
        <h2>{t('recoveryTitle')}</h2>
        <p>{t('recoveryWhy')}</p>
        <ul className="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <button type="button" className="button main" onClick={done}>
          {t('recoveryKept')}
        </button>
      </div>
    )
  return (
    <div className="enrol">
      <h2>{t('factorTitle')}</h2>
      <p>{t('factorWhy')}</p>
      <Trouble of={trouble} />
      {!key && (
        <form onSubmit={begin}>
          <label className="field">
            {t('factorPresent')}
            <input name="present" type="password" autoComplete="current-password" required />
          </label>
          <button type="submit" className="button main">
            {t('factorBegin')}
          </button>
        </form>
      )}
      {key && (
        <form onSubmit={confirm}>
          <p>{t('factorScan')}</p>
          <img src={`data:image/png;base64,${key.qr}`} alt={t('factorPicture')} width={240} height={240} />
          <p>
            {t('factorByHand')} <code>{key.secret}</code>
          </p>
          <label className="field">
            {t('factorCode')}
            <input
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              pattern="[0-9]{6}"
              maxLength={6}
              required
            />
          </label>
          <button type="submit" className="button main">
            {t('factorConfirm')}
          </button>
        </form>
      )}
    </div>
  )
}
