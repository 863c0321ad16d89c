import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { monthName } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** What kader say of lines of their statements, and the office's one answer to each. */
export function DisputeList({ branch, mayDecide }: { branch: string; mayDecide: boolean }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<unknown>(null)
  const disputes = useQuery({
    queryKey: ['disputes', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/disputes', { params: { path: { branch } } })),
  })
  const answer = async (id: number, event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTrouble(null)
    const said = String(new FormData(event.currentTarget).get('answer'))
    try {
      await body(
        api.PUT('/api/v1/branches/{branch}/disputes/{id}', {
          params: { path: { branch, id } },
          body: { answer: said },
        }),
      )
      await client.invalidateQueries({ queryKey: ['disputes', branch] })
    } catch (error) {
      setTrouble(error)
    }
  }
  const all: Schemas['Dispute'][] = disputes.data ?? []
  return (
    <>
      <Trouble of={trouble} />
      <Trouble of={disputes.error} retry={() => void disputes.refetch()} />
      {disputes.isSuccess && all.length === 0 && <p className="notice">{t('disputesNone')}</p>}
      <ul className="cards">
        {all.map((one) => (
          <li key={one.id} className="card">
            <p>
              <strong>{one.saidBy}</strong> · {monthName(one.month.slice(0, 7))} · {one.line}
            </p>
            <p>“{one.said}”</p>
            {one.answeredAt && <p>{t('disputeAnswered', { by: one.answeredBy, answer: one.answer })}</p>}
            {!one.answeredAt && mayDecide && (
              <form className="line" onSubmit={(event) => void answer(one.id, event)}>
                <label className="field">
                  {t('disputeAnswer')}
                  <input name="answer" required maxLength={500} autoComplete="off" />
                </label>
                <button type="submit" className="button main">
                  {t('disputeSend')}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
