import { door } from '../../api/client'
import { useHanded } from '../../api/handed'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** Takes the sealed records of a phone that cannot send them itself to the server. */
export function TakeFile() {
  const { t } = useWords()
  const { take, trouble, taken } = useHanded(door, t('crewFileBroken'))
  return (
    <section aria-label={t('crewFile')}>
      <h2>{t('crewFile')}</h2>
      <p className="soft">{t('crewFileHelp')}</p>
      <label className="button tall pick">
        {t('crewFilePick')}
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => take(event.target.files?.[0])}
        />
      </label>
      <Trouble of={trouble} />
      {taken && (
        <p className={taken.kept > 0 ? 'notice' : 'notice bad'} role="status">
          {t('crewFileTaken', { ...taken })}
        </p>
      )}
    </section>
  )
}
