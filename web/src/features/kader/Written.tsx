import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

/** What came of something that was written down: what went wrong, or that it is kept. */
export function Written({ trouble, saved }: { trouble: unknown; saved: boolean }) {
  const { t } = useWords()
  return (
    <>
      <Trouble of={trouble} />
      {saved && (
        <p className="notice" role="status">
          {t('paperSaved')}
        </p>
      )}
    </>
  )
}
