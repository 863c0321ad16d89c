import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { when } from '../../api/clock'
import { useWords, wordsOf } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'

/** A day's visits that a supervisor may want to ask about, with what their kader say. */
export function SignPanel({ branch, zone, today }: { branch: string; zone: string; today: string }) {
  const { t } = useWords()
  const [day, setDay] = useState(today)
  const signs = useQuery({
    queryKey: ['signs', branch, day],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/visit-signs', {
          params: { path: { branch }, query: { day } },
        }),
      ),
  })
  const visits = signs.data?.visits ?? []
  return (
    <section aria-label={t('signs')}>
      <h3>{t('signs')}</h3>
      <p className="soft">{t('signsHelp')}</p>
      <DateField label={t('day')} value={day} max={today} required onChange={setDay} />
      <Trouble of={signs.error} retry={() => void signs.refetch()} />
      {signs.isSuccess && visits.length === 0 && <p>{t('signsNone')}</p>}
      {visits.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('signsList')}>
          <table>
            <thead>
              <tr>
                <th>{t('kader')}</th>
                <th>{t('signsWhen')}</th>
                <th>{t('signsWhat')}</th>
                <th>{t('signsWord')}</th>
              </tr>
            </thead>
            <tbody>
              {visits.map((one) => (
                <tr key={one.event}>
                  <td>{one.name}</td>
                  <td>{when(zone, one.at)}</td>
                  <td>{(one.signs ?? []).map((sign) => wordsOf(t, sign, 'sign_')).join(' · ')}</td>
                  <td>{one.reply ?? <span className="soft">{t('signsNoWord')}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
