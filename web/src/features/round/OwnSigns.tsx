import { type FormEvent, useEffect, useState } from 'react'
import { when } from '../../api/clock'
import { useWords, wordsOf } from '../../shared/i18n'
import { passOf } from '../outbox/enter'
import { useHere } from '../outbox/here'
import { ownSigns, replyToSigns, type SignedVisit } from '../outbox/line'

/** The day's visits that the supervisor may ask about, and the kader's own word on each. */
export function OwnSigns() {
  const { t } = useWords()
  const { device, phone, today } = useHere()
  const [visits, setVisits] = useState<SignedVisit[] | null>(null)
  useEffect(() => {
    let here = true
    void ownSigns(passOf(device, phone), today).then((all) => here && setVisits(all))
    return () => {
      here = false
    }
  }, [device, phone, today])
  if (!visits || visits.length === 0) return null
  return (
    <section aria-label={t('signsOwn')}>
      <h2>{t('signsOwn')}</h2>
      <p className="soft">{t('signsOwnHelp')}</p>
      <ul className="stops">
        {visits.map((visit) => (
          <li key={visit.event} className="card">
            <p>
              <strong>{when(device.zone, visit.at)}</strong> {wordsOf(t, visit.type)}
              <br />
              {(visit.signs ?? []).map((sign) => wordsOf(t, sign, 'sign_')).join(' · ')}
            </p>
            <Reply visit={visit} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Reply({ visit }: { visit: SignedVisit }) {
  const { t } = useWords()
  const { device, phone } = useHere()
  const [said, setSaid] = useState<'' | 'signsTold' | 'signsNotTold'>(visit.reply ? 'signsTold' : '')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('said'))
    setSaid((await replyToSigns(passOf(device, phone), visit.event, text)) ? 'signsTold' : 'signsNotTold')
  }
  return (
    <form className="fields" onSubmit={(event) => void submit(event)}>
      <label className="field">
        {t('signsSay')}
        <input name="said" required minLength={5} maxLength={280} defaultValue={visit.reply ?? ''} />
      </label>
      <button type="submit" className="button tall">
        {t('signsSend')}
      </button>
      <p role="status">{said && t(said)}</p>
    </form>
  )
}
