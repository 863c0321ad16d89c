import { type FormEvent, useState } from 'react'
import { body, door } from '../../api/client'
import { when } from '../../api/clock'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { standingWords } from './CrewPage'
import type { Crew, CrewKader } from './kept'
import { takers } from './order'
import { RideAlongs } from './RideAlongs'

interface Props {
  crew: Crew
  kader: CrewKader
  branch: string
  zone: string
  today: boolean
  changed: (crew: Crew) => void
}

/** One kader's day: figures, visits to ask about, the route's hand-over, notes. */
export function CrewKaderPage(props: Props) {
  const { t } = useWords()
  const { crew, kader, branch, zone, today } = props
  const time = (at: string | undefined) => (at ? when(zone, at) : t('crewNever'))
  return (
    <>
      <h1>{kader.name}</h1>
      <p>{standingWords(t, kader, zone, today)}</p>
      <dl className="figures">
        {[
          [t('crewPlanned'), kader.planned],
          [t('crewDone'), kader.done],
          [t('crewLastSent'), time(kader.sent)],
          [t('crewHeard'), time(kader.heard)],
          [t('crewPhones'), kader.devices],
        ].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {kader.phone && (
        <a className="button tall" href={`tel:${kader.phone}`}>
          ☎ {t('crewCall', { name: kader.name })}
        </a>
      )}
      <Asked crew={crew} kader={kader} zone={zone} />
      <HandOver {...props} />
      {today && <RideAlongs branch={branch} kader={kader.id} day={crew.day} />}
    </>
  )
}

function Asked({ crew, kader, zone }: { crew: Crew; kader: CrewKader; zone: string }) {
  const { t } = useWords()
  const visits = crew.visits.filter((visit) => visit.kader === kader.id)
  return (
    <section aria-label={t('crewSigns')}>
      <h2>{t('crewSigns')}</h2>
      {visits.length === 0 && <p className="soft">{t('crewSignsNone')}</p>}
      {visits.length > 0 && <p className="soft">{t('crewSignsHelp')}</p>}
      <ul className="stops">
        {visits.map((visit) => (
          <li key={visit.event} className="card">
            <p>
              <strong>{when(zone, visit.at)}</strong> {wordsOf(t, visit.type)}
              <br />⚑ {(visit.signs ?? []).map((sign) => wordsOf(t, sign, 'sign_')).join(' · ')}
            </p>
            <p>
              <span className="soft">{t('crewWord')}:</span>{' '}
              {visit.reply ? `“${visit.reply}”` : t('crewNoWord')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function HandOver({ crew, kader, branch, changed }: Props) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const params = { path: { branch, kader: kader.id, day: crew.day } }
  const path = '/api/v1/branches/{branch}/kader/{kader}/route-handovers/{day}'
  const ask = async (asked: Promise<Crew>) => {
    setTrouble(null)
    try {
      changed(await asked)
    } catch (error) {
      setTrouble(error)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const to = Number(new FormData(event.currentTarget).get('to'))
    void ask(body(door.PUT(path, { params, body: { to } })))
  }
  return (
    <section aria-label={t('crewHandOver')}>
      <h2>{t('crewHandOver')}</h2>
      {kader.handedTo ? (
        <>
          <p className="notice" role="status">
            {t('crewGiven', { n: kader.handedTo.families, name: kader.handedTo.name })}
          </p>
          <button
            type="button"
            className="button tall"
            onClick={() => void ask(body(door.DELETE(path, { params })))}
          >
            {t('crewTakeBack')}
          </button>
        </>
      ) : (
        <form className="fields" onSubmit={submit}>
          <p className="soft">{t('crewHandOverHelp')}</p>
          <label className="field">
            {t('crewTo')}
            <select name="to" required defaultValue="">
              <option value="" disabled>
                {t('crewChoose')}
              </option>
              {takers(crew, kader.id).map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button tall">
            {t('crewGive')}
          </button>
        </form>
      )}
      <Trouble of={trouble} />
    </section>
  )
}
