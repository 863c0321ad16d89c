import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { longDay } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { HolidayDoubts } from './HolidayDoubts'
import { useHolidays } from './holidays'

const states: Record<string, Key> = {
  resmi: 'holidayOfficial',
  perkiraan: 'holidayEstimate',
  cabang: 'holidayOwn',
  dicoret: 'holidayStruck',
}

/** The days off on which nobody is visited unasked: what is sure, what is not, and the branch's word on it. */
export function HolidayPanel({
  branch,
  today,
  mayPlan,
}: {
  branch: string
  today: string
  mayPlan: boolean
}) {
  const { t } = useWords()
  const holidays = useHolidays(branch)
  const client = useQueryClient()
  const path = { branch }
  const done = (days: unknown) => {
    client.setQueryData(['holidays', branch], days)
  }
  const set = useMutation({
    mutationFn: ({ day, name }: { day: string; name: string }) =>
      body(
        api.PUT('/api/v1/branches/{branch}/holidays/{day}', {
          params: { path: { ...path, day } },
          body: { name },
        }),
      ),
    onSuccess: done,
  })
  const strike = useMutation({
    mutationFn: (day: string) =>
      body(api.DELETE('/api/v1/branches/{branch}/holidays/{day}', { params: { path: { ...path, day } } })),
    onSuccess: done,
  })
  const ahead = (holidays.data?.holidays ?? []).filter((one) => one.day >= today)
  return (
    <section id="libur">
      <h2>{t('holidays')}</h2>
      <p className="soft">{t('holidaysHelp')}</p>
      <HolidayDoubts branch={branch} />
      <Trouble of={holidays.error} retry={() => void holidays.refetch()} />
      <Trouble of={set.error ?? strike.error} />
      {holidays.isPending && <p>{t('loading')}</p>}
      <div className="scroll tall" tabIndex={0} role="region" aria-label={t('holidays')}>
        <table>
          <thead>
            <tr>
              <th>{t('day')}</th>
              <th>{t('holidayName')}</th>
              <th>{t('status')}</th>
              {mayPlan && <th>{t('holidayDecide')}</th>}
            </tr>
          </thead>
          <tbody>
            {ahead.map((one) => (
              <tr key={one.day}>
                <td>{longDay(one.day)}</td>
                <td>{one.name}</td>
                <td>
                  {t(states[one.state] ?? 'holidayOfficial')}
                  {one.by && ` (${one.by})`}
                </td>
                {mayPlan && (
                  <td>
                    {(one.state === 'perkiraan' || one.state === 'dicoret') && (
                      <button
                        type="button"
                        className="button"
                        aria-label={`${t('holidayRight')}: ${one.name} ${longDay(one.day)}`}
                        onClick={() => set.mutate({ day: one.day, name: one.name })}
                      >
                        {t('holidayRight')}
                      </button>
                    )}{' '}
                    {one.state !== 'dicoret' && (
                      <button
                        type="button"
                        className="button"
                        aria-label={`${t('holidayWrong')}: ${one.name} ${longDay(one.day)}`}
                        onClick={() => strike.mutate(one.day)}
                      >
                        {t('holidayWrong')}
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mayPlan && <AddHoliday today={today} add={set.mutateAsync} />}
    </section>
  )
}

interface AddProps {
  today: string
  add: (day: { day: string; name: string }) => Promise<unknown>
}

function AddHoliday({ today, add }: AddProps) {
  const { t } = useWords()
  const [day, setDay] = useState('')
  const [name, setName] = useState('')
  async function submit(event: FormEvent) {
    event.preventDefault()
    await add({ day, name }).then(
      () => {
        setDay('')
        setName('')
      },
      () => {}, // told above the table
    )
  }
  return (
    <form className="toolbar" onSubmit={submit}>
      <DateField label={t('day')} required min={today} value={day} onChange={setDay} />
      <label className="field">
        {t('holidayName')}
        <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit" className="button">
        {t('holidayAdd')}
      </button>
    </form>
  )
}
