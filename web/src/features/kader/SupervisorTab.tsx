import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import type { Part } from './KaderDetail'
import { supervisionAfter } from './paper'
import { useChange } from './useChange'
import { usePaper } from './usePaper'
import { Written } from './Written'

/** Who looks after a kader, today and from days to come, as the office says. */
export function SupervisorTab({ branch, one, mayPlan }: Part) {
  const { t } = useWords()
  const coming = supervisionAfter(one, branch.today)
  return (
    <section aria-label={t('partSupervisor')}>
      <p>{one.supervisor ? t('supervisorNow', { name: one.supervisor }) : t('supervisorAll')}</p>
      <p className="soft">{t('supervisorHelp')}</p>
      {coming.length > 0 && (
        <ul>
          {coming.map((next) => (
            <li key={next.from}>
              {t('supervisorFrom', { day: longDay(next.from), name: next.name ?? t('supervisorEvery') })}
            </li>
          ))}
        </ul>
      )}
      {mayPlan && <Say branch={branch} one={one} mayPlan={mayPlan} />}
    </section>
  )
}

function Say({ branch, one }: Part) {
  const { t } = useWords()
  const { change, trouble, saved } = useChange(branch.code)
  const { supervisors } = usePaper(branch.code)
  const [account, setAccount] = useState('')
  const [from, setFrom] = useState(branch.today)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void change(
      body(
        api.PUT('/api/v1/branches/{branch}/kader/{kader}/supervisor', {
          params: { path: { branch: branch.code, kader: one.kader } },
          body: { account: account ? Number(account) : null, from },
        }),
      ),
    )
  }
  return (
    <>
      <Written trouble={trouble} saved={saved} />
      <form className="toolbar" onSubmit={submit}>
        <label className="field">
          {t('partSupervisor')}
          <select value={account} onChange={(event) => setAccount(event.target.value)}>
            <option value="">{t('supervisorEvery')}</option>
            {supervisors.map((who) => (
              <option key={who.id} value={who.id}>
                {who.name}
              </option>
            ))}
          </select>
        </label>
        <DateField
          label={t('paperFrom')}
          required
          today={branch.today}
          min={branch.today}
          value={from}
          onChange={setFrom}
        />
        <button type="submit" className="button main">
          {t('supervisorSave')}
        </button>
      </form>
    </>
  )
}
