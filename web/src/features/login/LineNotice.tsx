import { knock } from '../../api/line'
import { useLine } from '../../api/useLine'
import { useWords } from '../../shared/i18n'

/** Says that the server does not answer, while it does not. */
export function LineNotice() {
  const { t } = useWords()
  const { up } = useLine()
  return (
    <div role="status">
      {!up && (
        <p className="notice warn line">
          <span>{t('lineDown')}</span>
          <button type="button" className="button" onClick={() => void knock()}>
            {t('tryNow')}
          </button>
        </p>
      )}
    </div>
  )
}
