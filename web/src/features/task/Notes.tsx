import { type FormEvent, useState } from 'react'
import { api } from '../../api/client'
import { shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { notesOf } from './order'
import { useDo, useNotes } from './useTasks'

interface Props {
  branch: { code: string; today: string }
  month: string
  against: string
  /** Where one is, from the branch down. */
  path: { area: string; name: string }[]
}

const causes = ['BENCANA', 'TARIF', 'BERKAS', 'LAIN'] as const

/** Why the two months are as they are here: floods, tariffs, late files. */
export function Notes({ branch, month, against, path }: Props) {
  const { t } = useWords()
  const notes = useNotes(branch.code, month, against)
  const { trouble, run } = useDo('notes', branch.code)
  const here = path.at(-1) ?? { area: '', name: '' }
  const shown = notesOf(notes.data?.notes ?? [], here.area)
  const [day, setDay] = useState('')
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const said = new FormData(form)
    const done = await run(
      api.POST('/api/v1/branches/{branch}/notes', {
        params: { path: { branch: branch.code } },
        body: {
          day,
          area: here.area,
          cause: String(said.get('cause')) as 'LAIN',
          text: String(said.get('text')),
        },
      }),
    )
    if (done) form.reset()
  }
  const remove = (id: number) =>
    run(api.DELETE('/api/v1/branches/{branch}/notes/{id}', { params: { path: { branch: branch.code, id } } }))
  return (
    <section className="panel notes" aria-label={t('notesTitle')}>
      <h2>{t('notesTitle')}</h2>
      {shown.length === 0 && notes.data && <p className="soft">{t('notesNone')}</p>}
      <ul className="actions">
        {shown.map((note) => (
          <li key={note.id}>
            <strong>{shortDay(note.day)}</strong> {note.name || path[0]?.name} ·{' '}
            {wordsOf(t, note.cause, 'cause_')}: {note.text} <small className="soft">{note.by}</small>{' '}
            <button type="button" className="link" onClick={() => void remove(note.id)}>
              {t('noteRemove')}
            </button>
          </li>
        ))}
      </ul>
      <Trouble of={notes.error ?? trouble} />
      <details>
        <summary>{t('noteNew', { place: here.name })}</summary>
        <form className="map-filters" onSubmit={(event) => void add(event)}>
          <DateField
            label={t('noteDay')}
            value={day}
            onChange={setDay}
            today={branch.today}
            max={branch.today}
            required
          />
          <label className="field">
            {t('noteCause')}
            <select name="cause">
              {causes.map((cause) => (
                <option key={cause} value={cause}>
                  {wordsOf(t, cause, 'cause_')}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {t('noteText')}
            <input name="text" required maxLength={200} />
          </label>
          <button type="submit" className="button">
            {t('noteSave')}
          </button>
        </form>
      </details>
    </section>
  )
}
