import { type Say, useWords } from '../i18n'
import { Refusal, Unreachable } from '../trouble'

/** What went wrong, for the reader: the server's own words, or ours. */
export function troubleWords(error: unknown, t: Say): string {
  if (error instanceof Unreachable) return t('offline')
  if (error instanceof Refusal) return error.words ?? t('serverTrouble', { status: error.status })
  return t('otherTrouble')
}

interface Props {
  /** What was thrown, or a sentence; nothing shows nothing. */
  of: unknown
  retry?: () => void
}

/** A notice of what went wrong, with a way to try again where there is one. */
export function Trouble({ of, retry }: Props) {
  const { t } = useWords()
  if (!of) return null
  return (
    <div className="notice bad" role="alert">
      <p>{typeof of === 'string' ? of : troubleWords(of, t)}</p>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {t('retry')}
        </button>
      )}
    </div>
  )
}
