import { useState } from 'react'
import { useWords } from '../../shared/i18n'

interface Props {
  words: string
  /** What it is done to, for who does not see the row. */
  name: string
  sure: string
  act: () => void
}

/** A button for what cannot be taken back: it asks once more. */
export function Sure({ words, name, sure, act }: Props) {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  if (!asked)
    return (
      <button
        type="button"
        className="button"
        aria-label={`${words}: ${name}`}
        onClick={() => setAsked(true)}
      >
        {words}
      </button>
    )
  return (
    <span role="group" className="line">
      <span>{sure}</span>
      <button
        type="button"
        className="button main"
        onClick={() => {
          setAsked(false)
          act()
        }}
      >
        {words}
      </button>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        {t('back')}
      </button>
    </span>
  )
}
