import { useWords } from '../../shared/i18n'
import { Icon } from './Icon'

interface Props {
  /** What the last own stroke did; undefined: there is none. */
  undo: string | undefined
  redo: boolean
  back: () => void
  forth: () => void
}

/** Takes strokes back and does them again; the buttons tell which, in room that is for the figures. */
export function Backwards({ undo, redo, back, forth }: Props) {
  const { t } = useWords()
  const what = undo === undefined ? t('undo') : t('undoIt', { what: undo })
  return (
    <span className="history">
      <button
        type="button"
        className="button"
        onClick={back}
        disabled={undo === undefined}
        aria-label={what}
        title={`${what} (Ctrl+Z)`}
      >
        <Icon path="M9 6L4 11l5 5M4 11h10a6 6 0 016 6v2" />
      </button>
      <button
        type="button"
        className="button"
        onClick={forth}
        disabled={!redo}
        aria-label={t('redo')}
        title={`${t('redo')} (Ctrl+Shift+Z)`}
      >
        <Icon path="M15 6l5 5-5 5M20 11H10a6 6 0 00-6 6v2" />
      </button>
    </span>
  )
}
