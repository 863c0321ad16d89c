import { longDay, number } from '../../shared/format'
import { hasWords, useWords } from '../../shared/i18n'
import { Absent } from './Absent'
import { columnWords, counts, type Import, kinds, states } from './model'
import { Refusals } from './Refusals'
import { Resume } from './Resume'
import { Undo } from './Undo'

/** What became of every row of a file. */
export function Entry({ branch, one, undoable }: { branch: string; one: Import; undoable: boolean }) {
  const { t } = useWords()
  const kind = kinds.find(([name]) => name === one.kind)?.[1]
  return (
    <article className="import">
      <h3>
        {one.file} · {kind && t(kind)} · {t(states[one.state] ?? 'stateQueued')}
      </h3>
      <p className="soft">
        {t('asOf', { day: longDay(one.asOf) })}, {t('importBy', { who: one.createdBy })}
        {one.dryRun && ` · ${t('importDryDone')}`}
        {one.undoneAt && ` · ${t('importUndone', { who: one.undoneBy ?? '' })}`}
      </p>
      {one.error && <p className="notice bad">{one.error}</p>}
      {one.resumable && <Resume branch={branch} one={one} />}
      {one.state === 'done' && (
        <dl className="counts">
          {counts.map(([field, words]) => (
            <div key={field}>
              <dt>{t(words)}</dt>
              <dd>{number(one[field])}</dd>
            </div>
          ))}
        </dl>
      )}
      {(one.warnings ?? []).map((warning) => (
        <p key={warning.code} className="notice warn">
          {hasWords(warning.code) ? t(warning.code) : warning.text} ({number(warning.rows)})
        </p>
      ))}
      {one.rejected > 0 && <Refusals branch={branch} one={one} />}
      {one.absent > 0 && <Absent branch={branch} one={one} />}
      {undoable && <Undo branch={branch} one={one} />}
      {(one.columns ?? []).length > 0 && (
        <details>
          <summary>{t('columnsUsed')}</summary>
          <p className="soft">{columnWords(one.columns)}</p>
        </details>
      )}
    </article>
  )
}
