import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { instant } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { uuid7 } from '../outbox/event'
import { useHere } from '../outbox/here'
import { useStored } from './FamilyPage'
import { OneOf } from './fields'
import {
  courtesyOf,
  type Entry,
  emptyCourtesy,
  emptyLead,
  emptyMeeting,
  leadOf,
  meetingOf,
  topics,
} from './other'

/** What a kader does besides visits: reports at village offices, information meetings, people who want to join. */
export function OtherPage() {
  const { t } = useWords()
  return (
    <section>
      <Link href="/bantuan" className="button">
        ‹ {t('back')}
      </Link>
      <h1>{t('otherTitle')}</h1>
      <Courtesy />
      <Meeting />
      <Lead />
    </section>
  )
}

/** A form's values and its event's id, both new once the event is stored. */
function useEntry<T>(empty: T, entryOf: (value: T) => Entry | null) {
  const fresh = () => ({ id: uuid7(instant()), value: empty })
  const [form, setForm] = useState(fresh)
  const { store, said, hush } = useStored()
  const entry = entryOf(form.value)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (entry && (await store({ ...entry, event_id: form.id })))
      setForm((now) => (now.id === form.id ? fresh() : now))
  }
  const change = (more: Partial<T>) => {
    hush()
    setForm((now) => ({ ...now, value: { ...now.value, ...more } }))
  }
  return { value: form.value, change, submit, ready: entry !== null, said }
}

interface FormProps {
  title: string
  entry: Pick<ReturnType<typeof useEntry>, 'submit' | 'ready' | 'said'>
  children: ReactNode
}

function Form({ title, entry, children }: FormProps) {
  const { t } = useWords()
  return (
    <details>
      <summary>{title}</summary>
      <form className="fields" onSubmit={(event) => void entry.submit(event)}>
        {children}
        <button type="submit" className="button main tall" disabled={!entry.ready}>
          {t('store')}
        </button>
      </form>
      <div role="status">{entry.said}</div>
    </details>
  )
}

/** The report at a village office, with whom to greet there. */
function Courtesy() {
  const { t } = useWords()
  const entry = useEntry(emptyCourtesy, courtesyOf)
  const { value, change } = entry
  const officials = useHere().pack?.officials ?? []
  return (
    <>
      <Form title={t('reportDesa')} entry={entry}>
        <Text
          label={t('courtesyPlace')}
          value={value.place}
          most={60}
          change={(place) => change({ place })}
        />
        <Text
          label={t('courtesyMet')}
          value={value.person}
          most={60}
          change={(person) => change({ person })}
        />
      </Form>
      {officials.length > 0 && (
        <details>
          <summary>{t('officialsHere')}</summary>
          <ul>
            {officials.map((one) => (
              <li key={one.id}>
                {one.name} · {one.post} {one.unit}{' '}
                {one.phone && (
                  <a className="button" href={`tel:${one.phone.replace(/[^0-9+]/g, '')}`}>
                    ☎ {one.phone}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Meeting() {
  const { t } = useWords()
  const entry = useEntry(emptyMeeting, meetingOf)
  const { value, change } = entry
  return (
    <Form title={t('meeting')} entry={entry}>
      <Text label={t('meetingPlace')} value={value.place} most={60} change={(place) => change({ place })} />
      <Heads label={t('meetingHeads')} value={value.heads} change={(heads) => change({ heads })} />
      <OneOf
        legend={t('topicAsked')}
        options={topics.map((topic) => ({ value: topic as string, text: t(`topic_${topic}`) }))}
        value={value.topic}
        choose={(topic) => change({ topic })}
      />
    </Form>
  )
}

function Lead() {
  const { t } = useWords()
  const entry = useEntry(emptyLead, leadOf)
  const { value, change } = entry
  return (
    <Form title={t('lead')} entry={entry}>
      <Text label={t('leadName')} value={value.name} most={60} change={(name) => change({ name })} />
      <Text
        label={t('phoneNumber')}
        value={value.phone}
        most={20}
        type="tel"
        change={(phone) => change({ phone })}
      />
      <Heads label={t('leadHeads')} value={value.heads} change={(heads) => change({ heads })} />
      <label className="tick">
        <input
          type="checkbox"
          checked={value.consent}
          onChange={(event) => change({ consent: event.target.checked })}
        />
        {t('leadConsent')}
      </label>
    </Form>
  )
}

interface TextProps {
  label: string
  value: string
  most: number
  change: (value: string) => void
  type?: 'text' | 'tel'
}

function Text({ label, value, most, change, type = 'text' }: TextProps) {
  return (
    <label className="field">
      {label}
      <input
        type={type}
        autoComplete="off"
        maxLength={most}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  )
}

/** A number of people, by the pad of figures. */
function Heads({ label, value, change }: Pick<TextProps, 'label' | 'value' | 'change'>) {
  return (
    <label className="field">
      {label}
      <input
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
        value={value}
        onChange={(event) => change(event.target.value.replace(/\D/g, ''))}
      />
    </label>
  )
}
