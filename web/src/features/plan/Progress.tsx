import { decimal } from '../../shared/format'
import { useWords } from '../../shared/i18n'

interface Props {
  label: string
  /** Null: nobody knows. */
  value: number | null
  note?: string
  cancel?: () => void
}

/** Long work with what it does, how far it is, and the way to stop it. */
export function Progress({ label, value, note, cancel }: Props) {
  const { t } = useWords()
  return (
    <div className="progress" role="status">
      <p>
        {label} {value !== null && `${decimal(value * 100, 0)} %`} <span className="soft">{note}</span>
      </p>
      <progress aria-label={label} {...(value === null ? {} : { value })} max={1} />
      {cancel && (
        <button type="button" className="button" onClick={cancel}>
          {t('cancel')}
        </button>
      )}
    </div>
  )
}
