import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { useHanded } from '../../api/handed'
import { useWords } from '../../shared/i18n'
import { FileField } from '../../shared/ui/FileField'
import { Square } from '../../shared/ui/Square'
import { Trouble } from '../../shared/ui/Trouble'
import type { Kader } from './model'

type Code = Schemas['DeviceCodeOutputBody']

/** Takes the file that a phone handed over, whoever brings it. */
function HandedOver() {
  const { t } = useWords()
  const { take, trouble, taken } = useHanded(api, t('handedBroken'))
  return (
    <>
      <FileField label={t('handedOver')} accept="application/json,.json" onFile={take} />
      <Trouble of={trouble} />
      {taken && (
        <p className={taken.kept > 0 ? 'notice' : 'notice bad'} role="status">
          {t('handedTaken', { ...taken })}
        </p>
      )}
    </>
  )
}

/** The phones of kader: codes that make them known, and the way to turn one away. */
export function PhonePanel({
  branch,
  zone,
  kader,
  mayPlan,
  only = false,
}: {
  branch: string
  zone: string
  kader: Kader[]
  mayPlan: boolean
  /** Shows the phones of these kader alone, and takes no file that another phone handed over. */
  only?: boolean
}) {
  const { t } = useWords()
  const client = useQueryClient()
  const [code, setCode] = useState<Code | null>(null)
  const [asked, setAsked] = useState('')
  const [trouble, setTrouble] = useState<unknown>(null)
  const devices = useQuery({
    queryKey: ['devices', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/devices', { params: { path: { branch } } })),
  })
  const attempt = async (work: () => Promise<void>) => {
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      setTrouble(error)
    }
  }
  const make = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const id = Number(new FormData(event.currentTarget).get('kader'))
    const path = { branch, kader: id }
    void attempt(async () =>
      setCode(
        await body(api.POST('/api/v1/branches/{branch}/kader/{kader}/device-code', { params: { path } })),
      ),
    )
  }
  const revoke = (id: string) =>
    attempt(async () => {
      setAsked('')
      const path = { branch, id }
      const left = await body(api.DELETE('/api/v1/branches/{branch}/devices/{id}', { params: { path } }))
      client.setQueryData(['devices', branch], left)
    })
  const shown = (devices.data?.devices ?? []).filter(
    (one) => !only || kader.some((row) => row.id === one.kader),
  )
  const nameOf = (id: number) => kader.find((one) => one.id === id)?.name ?? ''
  return (
    <section aria-label={t('phones')}>
      <h3>{t('phones')}</h3>
      <p className="soft">{t('phonesHelp')}</p>
      <Trouble of={trouble} />
      <Trouble of={devices.error} retry={() => void devices.refetch()} />
      {mayPlan && (
        <form className="line" onSubmit={make}>
          <label className="field">
            {t('kader')}
            <select name="kader" required>
              {kader.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name} ({one.code})
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button main">
            {t('phoneCode')}
          </button>
        </form>
      )}
      {code && (
        <div className="notice scan" role="status">
          <p>
            {t('phoneCodeIs', { name: nameOf(code.kader) })}{' '}
            <strong className="device-code">{code.code}</strong>{' '}
            {t('phoneCodeUntil', { until: when(zone, code.until) })} {t('phoneScan')}
          </p>
          {/* Behind #: what a server is asked for is written down on the way. */}
          <Square address={`${location.origin}/kader/#${code.code}`} label={t('phoneSquare')} />
        </div>
      )}
      {mayPlan && !only && <HandedOver />}
      {devices.isSuccess && shown.length === 0 && <p>{t('noPhones')}</p>}
      {shown.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('phoneList')}>
          <table>
            <thead>
              <tr>
                <th>{t('kader')}</th>
                <th>{t('phoneSeen')}</th>
                <th>{t('phoneSince')}</th>
                <th>{t('phoneBrowser')}</th>
                <th>{t('status')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.id}>
                  <td>{one.name}</td>
                  <td>{when(zone, one.seen)}</td>
                  <td>{when(zone, one.activated)}</td>
                  <td className="soft">{one.browser.slice(0, 60)}</td>
                  <td>
                    {one.revoked ? (
                      t('phoneRevoked', { at: when(zone, one.revoked) })
                    ) : (
                      <Revoke
                        may={mayPlan}
                        asked={asked === one.id}
                        name={one.name}
                        ask={() => setAsked(one.id)}
                        leave={() => setAsked('')}
                        revoke={() => void revoke(one.id)}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

interface RevokeProps {
  may: boolean
  asked: boolean
  name: string
  ask: () => void
  leave: () => void
  revoke: () => void
}

function Revoke({ may, asked, name, ask, leave, revoke }: RevokeProps) {
  const { t } = useWords()
  if (!may) return t('phoneInUse')
  if (!asked)
    return (
      <button type="button" className="button" aria-label={`${t('phoneRevoke')}: ${name}`} onClick={ask}>
        {t('phoneRevoke')}
      </button>
    )
  return (
    <span role="group">
      {t('phoneRevokeSure')}{' '}
      <button type="button" className="button main" onClick={revoke}>
        {t('phoneRevokeYes')}
      </button>{' '}
      <button type="button" className="button" onClick={leave}>
        {t('back')}
      </button>
    </span>
  )
}
