import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Enrol } from './Enrol'
import { Password } from './Password'
import { SessionTable } from './SessionTable'

/** One's own account: password, authenticator, and where one is logged in. */
export function OwnAccount({ account, zone }: { account: Schemas['Account']; zone: string }) {
  const { t } = useWords()
  return (
    <div className="page accounts">
      <h2>{t('ownAccount')}</h2>
      <p>
        {account.name} · <code>{account.login}</code> · {t(`role_${account.role as 'officer'}`)}
      </p>
      <Password />
      <Factor has={account.totp} />
      <OwnSessions zone={zone} />
    </div>
  )
}

function Factor({ has }: { has: boolean }) {
  const { t } = useWords()
  const [on, setOn] = useState(has)
  if (on)
    return (
      <section>
        <h3>{t('factorTitle')}</h3>
        <p>{t('factorOn')}</p>
      </section>
    )
  return (
    <section>
      <Enrol done={() => setOn(true)} />
    </section>
  )
}

function OwnSessions({ zone }: { zone: string }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const sessions = useQuery({
    queryKey: ['own-sessions'],
    queryFn: () => body(api.GET('/api/v1/account/sessions')),
  })
  const end = async (work: Promise<unknown>) => {
    setTrouble(null)
    try {
      await work
    } catch (error) {
      setTrouble(error)
    }
    await client.invalidateQueries({ queryKey: ['own-sessions'] })
  }
  const all = sessions.data?.sessions ?? []
  return (
    <section>
      <h3>{t('sessionsTitle')}</h3>
      <Trouble of={trouble ?? sessions.error} />
      <SessionTable
        sessions={all}
        zone={zone}
        present={sessions.data?.present ?? 0}
        end={(id) =>
          void end(body(api.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } })))
        }
      />
      {all.length > 1 && (
        <button
          type="button"
          className="button"
          onClick={() => void end(body(api.DELETE('/api/v1/account/sessions')))}
        >
          {t('sessionsEndOthers')}
        </button>
      )}
    </section>
  )
}
