import { type FormEvent, useState } from 'react'
import { api } from '../../api/client'
import { number, shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import { helped, openFirst, unowned } from './order'
import { type Task, useDo, useTasks } from './useTasks'

interface Props {
  branch: { code: string; today: string }
  account: number
  /** Whose deviations may be made tasks; none: tasks are only closed here. */
  kader?: { id: number; code: string; name: string; flags: string[] }[]
}

/** Deviations that are somebody's: who does what about them until when, and what came of it. */
export function Tasks({ branch, account, kader = [] }: Props) {
  const { t } = useWords()
  const tasks = useTasks(branch.code)
  const all = tasks.data?.tasks ?? []
  const open = openFirst(all, account)
  const { cleared, closed } = helped(all)
  const free = unowned(kader, all)
  if (kader.length === 0 && open.length === 0 && !tasks.error) return null
  return (
    <section className="panel tasks">
      <h2>{t('tasksTitle')}</h2>
      <Trouble of={tasks.error} retry={() => void tasks.refetch()} />
      {open.length === 0 && tasks.data && <p className="soft">{t('tasksNone')}</p>}
      <ul className="actions">
        {open.map((task) => (
          <One key={task.id} task={task} branch={branch} own={task.owner === account} />
        ))}
      </ul>
      {closed > 0 && (
        <p className="soft">{t('tasksHelped', { closed: number(closed), cleared: number(cleared) })}</p>
      )}
      {free.length > 0 && (
        <details>
          <summary>{t('taskNew', { n: number(free.length) })}</summary>
          <Form key={free.length} branch={branch} free={free} owners={tasks.data?.owners ?? []} />
        </details>
      )}
    </section>
  )
}

function One({ task, branch, own }: { task: Task; branch: Props['branch']; own: boolean }) {
  const { t } = useWords()
  const { trouble, run } = useDo('tasks', branch.code)
  const [closing, setClosing] = useState(false)
  const close = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const outcome = String(new FormData(event.currentTarget).get('outcome'))
    await run(
      api.PUT('/api/v1/branches/{branch}/tasks/{id}', {
        params: { path: { branch: branch.code, id: task.id } },
        body: { outcome },
      }),
    )
  }
  return (
    <li className={task.due < branch.today ? 'late' : undefined}>
      <strong>{task.kaderName}</strong> <span className="flag">{wordsOf(t, task.deviation, 'flag')}</span>{' '}
      {task.what}
      <br />
      <small className="soft">
        {own ? t('taskYours') : task.ownerName} · {t('taskDue', { day: shortDay(task.due) })}
        {task.due < branch.today && ` · ${t('taskLate')}`}
      </small>{' '}
      {!closing && (
        <button type="button" className="link" onClick={() => setClosing(true)}>
          {t('taskClose')}
        </button>
      )}
      {closing && (
        <form className="toolbar" onSubmit={(event) => void close(event)}>
          <label className="field">
            {t('taskOutcome')}
            <input name="outcome" required maxLength={200} />
          </label>
          <button type="submit" className="button">
            {t('taskClose')}
          </button>
        </form>
      )}
      <Trouble of={trouble} />
    </li>
  )
}

interface FormProps {
  branch: Props['branch']
  free: [{ id: number; code: string; name: string }, string][]
  owners: { id: number; name: string; role: string }[]
}

function Form({ branch, free, owners }: FormProps) {
  const { t } = useWords()
  const { trouble, run } = useDo('tasks', branch.code)
  const [due, setDue] = useState('')
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [kader, deviation] = String(form.get('deviation')).split(' ')
    await run(
      api.POST('/api/v1/branches/{branch}/tasks', {
        params: { path: { branch: branch.code } },
        body: {
          deviation: deviation as 'SILENT',
          kader: Number(kader),
          owner: Number(form.get('owner')),
          due,
          what: String(form.get('what')),
        },
      }),
    )
  }
  return (
    <form className="map-filters" onSubmit={(event) => void add(event)}>
      <label className="field">
        {t('flagFilter')}
        <select name="deviation">
          {free.map(([{ id, code, name }, flag]) => (
            <option key={`${id} ${flag}`} value={`${id} ${flag}`}>
              {code} {name}: {wordsOf(t, flag, 'flag')}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t('taskOwner')}
        <select name="owner">
          {owners.map(({ id, name, role }) => (
            <option key={id} value={id}>
              {name} ({wordsOf(t, role, 'role_')})
            </option>
          ))}
        </select>
      </label>
      <DateField
        label={t('taskUntil')}
        value={due}
        onChange={setDue}
        today={branch.today}
        min={branch.today}
        required
      />
      <label className="field">
        {t('taskWhat')}
        <input name="what" required maxLength={200} />
      </label>
      <button type="submit" className="button">
        {t('taskOpen')}
      </button>
      <Trouble of={trouble} />
    </form>
  )
}
