import { useState } from 'react'
import { body, door, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** Takes the sealed records of a phone that cannot send them itself to the server. */
export function TakeFile() {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<unknown>(null)
  const [taken, setTaken] = useState<Schemas['Rescued'] | null>(null)
  const take = async (file: File | undefined) => {
    setTrouble(null)
    setTaken(null)
    if (!file) return
    try {
      const outbox = JSON.parse(await file.text()) as Schemas['OutboxInputBody']
      setTaken(await body(door.POST('/api/v1/devices/outbox', { body: outbox })))
    } catch (error) {
      setTrouble(error instanceof SyntaxError ? t('crewFileBroken') : error)
    }
  }
  return (
    <section aria-label={t('crewFile')}>
      <h2>{t('crewFile')}</h2>
      <p className="soft">{t('crewFileHelp')}</p>
      <label className="button tall pick">
        {t('crewFilePick')}
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </label>
      <Trouble of={trouble} />
      {taken && (
        <p className={taken.kept > 0 ? 'notice' : 'notice bad'} role="status">
          {t('crewFileTaken', { kept: taken.kept, held: taken.held, bad: taken.rejected + taken.broken })}
        </p>
      )}
    </section>
  )
}
