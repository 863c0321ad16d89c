import { useState } from 'react'
import { instant } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { dropPhoto, keepPhoto, shrink } from '../outbox/photo'
import type { Draft } from './draft'

/** A picture of the receipt or of the house: made small at once, sent when the line is free. */
export function Picture({ draft, change }: { draft: Draft; change: (draft: Draft) => void }) {
  const { t } = useWords()
  const { phone } = useHere()
  const [said, setSaid] = useState<'' | 'photoBusy' | 'photoFailed'>('')
  const taken = draft.photos ?? []
  const take = async (file: File | undefined) => {
    if (!file) return
    setSaid('photoBusy')
    try {
      const hash = await keepPhoto(phone, draft.id, await shrink(file), instant())
      change({ ...draft, photos: [...new Set([...taken, hash])] })
      setSaid('')
    } catch {
      setSaid('photoFailed') // no picture, or no room for one: the record needs none
    }
  }
  const drop = () => {
    for (const hash of taken) void dropPhoto(phone.store, draft.id, hash)
    change({ ...draft, photos: [] })
  }
  return (
    <fieldset className="one-of">
      <legend>{t('photo')}</legend>
      {taken.length < 2 && (
        <label className="button tall">
          ◉ {t('photoTake')}
          <input
            type="file"
            accept="image/*"
            capture="environment"
            className="hidden-text"
            onChange={(event) => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </label>
      )}
      {taken.length > 0 && (
        <button type="button" className="button" onClick={drop}>
          ✕ {t('photoDrop')}
        </button>
      )}
      <p role="status" className="soft">
        {said ? t(said) : taken.length > 0 ? t('photoKept', { n: taken.length }) : t('photoHelp')}
      </p>
    </fieldset>
  )
}
