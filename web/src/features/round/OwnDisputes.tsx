import { type FormEvent, useState } from 'react'
import { monthName, rupiah, shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { passOf } from '../outbox/enter'
import { useHere } from '../outbox/here'
import { type Dispute, disputeLine, type FeeLine, ownLines } from '../outbox/line'
import { type Family, lineName } from './pack'

/** The kader's word that a line of the statement is wrong, and the branch's answer; asked for by a tap, on the net alone. */
export function OwnDisputes({ month, families }: { month: string; families: Map<number, Family> }) {
  const { t } = useWords()
  const { device, phone } = useHere()
  const [lines, setLines] = useState<FeeLine[]>([])
  const [disputes, setDisputes] = useState<Dispute[] | null>(null)
  const [told, setTold] = useState<'' | 'signsTold' | 'signsNotTold'>('')
  const read = async () => {
    const got = await ownLines(passOf(device, phone), month)
    if (got) {
      setLines(got[0])
      setDisputes(got[1])
    }
    setTold(got ? '' : 'signsNotTold')
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const written = new FormData(form)
    const line = lines[Number(written.get('line'))]
    const done = line && (await disputeLine(passOf(device, phone), month, line, String(written.get('said'))))
    if (done) {
      form.reset()
      await read()
    }
    setTold(done ? 'signsTold' : 'signsNotTold')
  }
  return (
    <section aria-label={t('disputeOwn')}>
      {!disputes && (
        <button type="button" className="button tall" onClick={() => void read()}>
          {t('disputeOwn')}
        </button>
      )}
      {disputes && <h2>{t('disputeOwn')}</h2>}
      {disputes && lines.length > 0 && (
        <form className="fields" onSubmit={(event) => void submit(event)}>
          <label className="field">
            {t('disputeLine')}
            <select name="line">
              {lines.map((line, i) => (
                <option key={`${line.kind}/${line.ref}/${line.household}`} value={i}>
                  {shortDay(line.day)} · {lineName(families, line.household, t('familyElsewhere'))} ·{' '}
                  {rupiah(line.fee)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {t('disputeSay')}
            <input name="said" required minLength={5} maxLength={280} autoComplete="off" />
          </label>
          <button type="submit" className="button tall">
            {t('signsSend')}
          </button>
        </form>
      )}
      <p role="status">{told && t(told)}</p>
      <ul className="stops">
        {(disputes ?? []).map((one) => (
          <li key={one.id} className="card">
            {monthName(one.month.slice(0, 7))} · “{one.said}”
            <br />
            <strong>{one.answeredAt ? one.answer : t('disputeOpen')}</strong>
          </li>
        ))}
      </ul>
    </section>
  )
}
