import { type FormEvent, useEffect, useState } from 'react'
import { body, door, type Schemas } from '../../api/client'
import { shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

type Note = Schemas['RideAlong']

/** What was seen by who went along with a kader, and a note on today. */
export function RideAlongs({ branch, kader, day }: { branch: string; kader: number; day: string }) {
  const { t } = useWords()
  const [notes, setNotes] = useState<Note[]>([])
  const [told, setTold] = useState<'' | 'crewRideKept'>('')
  const [trouble, setTrouble] = useState<unknown>(null)
  useEffect(() => {
    let here = true
    const params = { path: { branch, kader } }
    body(door.GET('/api/v1/branches/{branch}/kader/{kader}/ride-alongs', { params })).then(
      (found) => here && setNotes(found.notes ?? []),
      () => undefined, // without a line there is nothing to read, and writing says so
    )
    return () => {
      here = false
    }
  }, [branch, kader])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = String(new FormData(event.currentTarget).get('said'))
    const params = { path: { branch, kader, day } }
    setTrouble(null)
    setTold('')
    try {
      const path = '/api/v1/branches/{branch}/kader/{kader}/ride-alongs/{day}'
      setNotes((await body(door.PUT(path, { params, body: { said } }))).notes ?? [])
      setTold('crewRideKept')
    } catch (error) {
      setTrouble(error)
    }
  }
  return (
    <section aria-label={t('crewRide')}>
      <h2>{t('crewRide')}</h2>
      <form className="fields" onSubmit={(event) => void submit(event)}>
        <p className="soft">{t('crewRideHelp')}</p>
        <label className="field">
          {t('crewRideSay')}
          <textarea name="said" rows={4} required minLength={5} maxLength={600} />
        </label>
        <button type="submit" className="button tall">
          {t('crewRideKeep')}
        </button>
        <p role="status">{told && t(told)}</p>
        <Trouble of={trouble} />
      </form>
      {notes.length > 0 && (
        <details>
          <summary>{t('crewRideBefore')}</summary>
          <ul>
            {notes.map((note) => (
              <li key={`${note.day} ${note.by}`}>
                <strong>{shortDay(note.day)}</strong> {note.said} <span className="soft">({note.by})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
