import { useState } from 'react'
import { useWords } from '../../shared/i18n'

interface Props {
  branch: string
  event: string
  photos: string[]
  about: string
}

/** Pictures that a record names, each read, and so audited, at a click alone. */
export function Receipts({ branch, event, photos, about }: Props) {
  const { t } = useWords()
  const [open, setOpen] = useState('')
  const [lost, setLost] = useState(false)
  const show = (hash: string) => {
    setLost(false)
    setOpen(open === hash ? '' : hash)
  }
  return (
    <>
      {photos.map((hash, i) => (
        <button
          key={hash}
          type="button"
          className="button"
          aria-expanded={open === hash}
          aria-label={`${t('receiptShow', { n: i + 1 })}: ${about}`}
          onClick={() => show(hash)}
        >
          {t('receiptShow', { n: i + 1 })}
        </button>
      ))}
      {open && !lost && (
        <img
          className="receipt"
          src={`/api/v1/branches/${branch}/photos/${event}/${open}`}
          alt={`${t('receiptPicture')}: ${about}`}
          onError={() => setLost(true)}
        />
      )}
      {lost && <p role="alert">{t('receiptLost')}</p>}
    </>
  )
}
