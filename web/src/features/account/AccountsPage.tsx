import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { KedeputianForm } from './KedeputianForm'
import { isOpen, type Role, type Row, roles } from './model'
import { SessionTable } from './SessionTable'

type Branch = Schemas['BranchSummary']

interface Told {
  words: string
  secret?: string
}

/** All accounts, for admins: who may log in, and until when. */
export function AccountsPage({ branch, own }: { branch: Branch; own: string }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [told, setTold] = useState<Told>()
  const [at, setAt] = useState(0)
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: () => body(api.GET('/api/v1/users')) })
  const change = async (work: () => Promise<Told>) => {
    setTrouble(null)
    setTold(undefined)
    try {
      setTold(await work())
    } catch (error) {
      setTrouble(error)
    }
    await client.invalidateQueries({ queryKey: ['accounts'] })
  }
  if (accounts.isPending) return <p className="page">{t('loading')}</p>
  const rows = accounts.data?.accounts ?? []
  return (
    <div className="page accounts">
      <h2>{t('tabAccounts')}</h2>
      <Trouble of={trouble} />
      <Trouble of={accounts.error} retry={() => void accounts.refetch()} />
      {told && (
        <p className="notice" role="status">
          {told.words} {told.secret && <code>{told.secret}</code>}
        </p>
      )}
      <div className="scroll" tabIndex={0} role="region" aria-label={t('tabAccounts')}>
        <table>
          <thead>
            <tr>
              <th>{t('accountName')}</th>
              <th>{t('loginName')}</th>
              <th>{t('accountRole')}</th>
              <th>{t('accountBranches')}</th>
              <th>{t('status')}</th>
              <th>{t('actions')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>{row.name}</td>
                <td>{row.login}</td>
                <td>{t(`role_${row.role as Role}`)}</td>
                <td>{(row.branches ?? []).join(', ') || '–'}</td>
                <td>
                  {isOpen(row, branch.today) ? t('accountOpen') : t('accountClosed')}
                  {row.until && ` · ${t('accountUntil', { day: longDay(row.until) })}`}
                  {row.totp && ` · ${t('accountFactor')}`}
                  {row.sessions > 0 && ` · ${t('accountSessions', { n: row.sessions })}`}
                </td>
                <td>
                  <button
                    type="button"
                    className="button"
                    aria-expanded={at === row.id}
                    aria-label={`${t('accountMend')}: ${row.login}`}
                    onClick={() => setAt(at === row.id ? 0 : row.id)}
                  >
                    {t('accountMend')}
                  </button>
                  {at === row.id && (
                    <Mend row={row} branch={branch} oneself={row.login === own} change={change} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <AddForm branch={branch} change={change} />
      <KedeputianForm branch={branch} />
    </div>
  )
}

interface MendProps {
  row: Row
  branch: Branch
  oneself: boolean
  change: (work: () => Promise<Told>) => Promise<void>
}

/** What can be done to an account. */
function Mend({ row, branch, oneself, change }: MendProps) {
  const { t } = useWords()
  const params = { path: { id: row.id } }
  const set = (disabled: boolean, until: string | null) =>
    change(async () => {
      await body(api.PUT('/api/v1/users/{id}', { params, body: { disabled, until } }))
      return { words: t('accountSaved', { login: row.login }) }
    })
  const renew = () =>
    change(async () => {
      const made = await body(api.POST('/api/v1/users/{id}/password', { params }))
      return { words: t('accountPassword', { login: row.login }), secret: made.password }
    })
  const quiet = (work: () => Promise<unknown>) =>
    change(async () => {
      await work()
      return { words: t('accountSaved', { login: row.login }) }
    })
  const sessions = useQuery({
    queryKey: ['accounts', row.id, 'sessions', row.sessions],
    queryFn: () => body(api.GET('/api/v1/users/{id}/sessions', { params })),
  })
  return (
    <div className="mend" role="group" aria-label={row.login}>
      {!oneself && (
        <>
          <button type="button" className="button" onClick={() => void set(!row.disabled, row.until ?? null)}>
            {row.disabled ? t('accountEnable') : t('accountDisable')}
          </button>
          <DateField
            label={t('accountLastDay')}
            today={branch.today}
            value={row.until ?? ''}
            onChange={(day) => void set(row.disabled, day || null)}
          />
          <button type="button" className="button" onClick={() => void renew()}>
            {t('accountRenew')}
          </button>
          {(row.branches ?? []).map((code) => (
            <button
              key={code}
              type="button"
              className="button"
              onClick={() =>
                void quiet(() =>
                  body(
                    api.DELETE('/api/v1/users/{id}/branches/{code}', {
                      params: { path: { id: row.id, code } },
                    }),
                  ),
                )
              }
            >
              {t('accountUnbind', { code })}
            </button>
          ))}
        </>
      )}
      {row.totp && !oneself && (
        <button
          type="button"
          className="button"
          onClick={() => void quiet(() => body(api.DELETE('/api/v1/users/{id}/totp', { params })))}
        >
          {t('accountFactorReset')}
        </button>
      )}
      <SessionTable
        sessions={sessions.data?.sessions ?? []}
        zone={branch.zone}
        present={sessions.data?.present ?? 0}
      />
      {row.sessions > 0 && !oneself && (
        <button
          type="button"
          className="button"
          onClick={() => void quiet(() => body(api.DELETE('/api/v1/users/{id}/sessions', { params })))}
        >
          {t('accountEndSessions')}
        </button>
      )}
    </div>
  )
}

function AddForm({ branch, change }: { branch: Branch; change: MendProps['change'] }) {
  const { t } = useWords()
  const [role, setRole] = useState<Role>('officer')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const login = String(given.get('login')).trim()
    void change(async () => {
      const made = await body(
        api.POST('/api/v1/users', {
          body: {
            login,
            name: String(given.get('name')).trim(),
            role,
            branches: role === 'admin' ? [] : [branch.code],
            ...(role === 'kader' ? { kader: String(given.get('kader')).trim() } : {}),
          },
        }),
      )
      form.reset()
      return { words: t('accountPassword', { login }), secret: made.password }
    })
  }
  return (
    <form onSubmit={submit}>
      <h3>{t('accountAdd', { branch: branch.name })}</h3>
      <label className="field">
        {t('accountName')}
        <input name="name" maxLength={80} required autoComplete="off" />
      </label>
      <label className="field">
        {t('loginName')}
        <input name="login" pattern="[a-z0-9._@\-]{3,64}" required autoCapitalize="none" autoComplete="off" />
      </label>
      <label className="field">
        {t('accountRole')}
        <select value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`role_${one}`)}
            </option>
          ))}
        </select>
      </label>
      {role === 'kader' && (
        <label className="field">
          {t('accountKader')}
          <input name="kader" maxLength={40} required autoComplete="off" />
        </label>
      )}
      <button type="submit" className="button main">
        {t('accountAddButton')}
      </button>
    </form>
  )
}
