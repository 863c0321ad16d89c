import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** Changes one's password. What was made for somebody is changed before anything else. */
export function Password({ made, done }: { made?: boolean; done?: () => void }) {
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
      done?.()
    } catch (error) {
      setTrouble(error)
    }
  }
  return (
    <form onSubmit={submit}>
      <h3>{t('passwordTitle')}</h3>
      <p className="soft">{t('passwordHelp')}</p>
      {made && <p className="notice">{t('passwordMade')}</p>}
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
