import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { longDay, number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import type { Part } from './KaderDetail'
import { daysUntil, nextContract, renewWithin } from './paper'
import { useChange } from './useChange'
import { Written } from './Written'

/** The contracts of a kader, and the next one to write down. */
export function ContractTab({ branch, one, mayPlan }: Part) {
  const { t } = useWords()
  const left = daysUntil(branch.today, one.until)
  const contracts = one.contracts ?? []
  return (
    <section aria-label={t('partContract')}>
      <p className={left <= renewWithin ? 'notice warn' : ''}>
        {left < 0
          ? t('contractEnded', { day: longDay(one.until) })
          : t('contractRuns', { from: longDay(one.from), until: longDay(one.until), n: number(left) })}
      </p>
      {contracts.length === 0 && <p className="soft">{t('contractsNone')}</p>}
      {contracts.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th>{t('paperNumber')}</th>
                <th>{t('paperFrom')}</th>
                <th>{t('paperUntil')}</th>
              </tr>
            </thead>
            <tbody>
              {contracts.map((contract) => (
                <tr key={contract.id}>
                  <td>{contract.number}</td>
                  <td>{longDay(contract.from)}</td>
                  <td>{longDay(contract.until)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayPlan && <Renew key={one.until} branch={branch} one={one} mayPlan={mayPlan} />}
    </section>
  )
}

function Renew({ branch, one }: Part) {
  const { t } = useWords()
  const { change, trouble, saved } = useChange(branch.code)
  const next = nextContract(one.until, branch.today)
  const [number, setNumber] = useState('')
  const [from, setFrom] = useState(next.from)
  const [until, setUntil] = useState(next.until)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const path = { branch: branch.code, kader: one.kader }
    void change(
      body(
        api.POST('/api/v1/branches/{branch}/kader/{kader}/contracts', {
          params: { path },
          body: { number, from, until },
        }),
      ),
    )
  }
  return (
    <>
      <h3>{t('contractNew')}</h3>
      <p className="soft">{t('contractHelp')}</p>
      <Written trouble={trouble} saved={saved} />
      <form className="toolbar" onSubmit={submit}>
        <label className="field">
          {t('contractNumber')}
          <input
            required
            maxLength={60}
            autoComplete="off"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        </label>
        <DateField label={t('paperFrom')} required today={branch.today} value={from} onChange={setFrom} />
        <DateField
          label={t('paperUntil')}
          required
          today={branch.today}
          min={from}
          value={until}
          onChange={setUntil}
        />
        <button type="submit" className="button main">
          {t('contractSave')}
        </button>
      </form>
    </>
  )
}
