import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { instant } from '../../api/clock'
import { useWords, wordsOf } from '../../shared/i18n'
import { afterPaint } from '../../shared/paint'
import { uuid7 } from '../outbox/event'
import { useHere } from '../outbox/here'
import { saveDraft } from '../outbox/outbox'
import { eventOf } from './draft'
import { justSaved, leftScreen, type Saved, useSaved } from './saved'

/** "Tersimpan", and for ten seconds the way back. */
export function SavedBar() {
  const saved = useSaved()
  const [place] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of place is what it waits for
  useEffect(leftScreen, [place])
  return <div role="status">{saved && <Bar key={saved.draft.id} saved={saved} />}</div>
}

function Bar({ saved }: { saved: Saved }) {
  const { t } = useWords()
  const { note, phone } = useHere()
  const [, go] = useLocation()
  const [trouble, setTrouble] = useState(false)
  const { type } = eventOf(saved.draft)
  const undo = async () => {
    try {
      await note({ type: 'BATAL', of: saved.draft.id, household: saved.household, payload: {} })
      await saveDraft(phone, saved.household, { ...saved.draft, id: uuid7(instant()), photos: [] })
      go(`/hasil/${saved.household}`)
      // Said on the screen that comes, which would end what is past.
      afterPaint(() => justSaved({ ...saved, past: true, undone: true }))
    } catch {
      setTrouble(true)
    }
  }
  return (
    <div className={saved.past ? 'was-saved' : 'saved'}>
      <p>
        <strong>✓ {t(saved.undone ? 'undone' : 'stored')}</strong> {saved.name}: {wordsOf(t, type)}
        {trouble && <span role="alert"> {t('notStored')}</span>}
      </p>
      <button type="button" className="button" onClick={() => void undo()}>
        {t('undo')}
      </button>
    </div>
  )
}
