import { useState } from 'react'
import { shownIn, when } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { earlierOf } from './earlier'
import type { Hand, Stroke } from './fold'
import { strokeName } from './heard'

interface Props {
  zone: string
  today: string
  /** Gives the strokes that touched the territory, the last one first. */
  strokes: () => Stroke[]
  /** Takes the territory back behind a stroke. */
  restore: (id: string) => void
  desaName: (code: string) => string
  nameOf: (hand: Hand) => string
}

/** Takes one territory back to how it was, while what was drawn elsewhere since stays. */
export function Earlier(props: Props) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <details className="earlier" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('earlier')}</summary>
      {open && <Choice {...props} />}
    </details>
  )
}

function Choice({ zone, today, strokes, restore, desaName, nameOf }: Props) {
  const { t } = useWords()
  const [chosen, choose] = useState('')
  const { yesterday, strokes: all } = earlierOf(strokes(), (at) => shownIn(zone, Date.parse(at)).day, today)
  const first = yesterday ?? all[0]
  if (!first) return <p className="soft">{t('earlierNone')}</p>
  const id = all.some((one) => one.id === chosen) ? chosen : first.id
  return (
    <>
      <label className="field">
        {t('earlierAs')}
        <select value={id} onChange={(event) => choose(event.target.value)}>
          {yesterday && <option value={yesterday.id}>{t('earlierYesterday')}</option>}
          {all
            .filter((one) => one !== yesterday)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {t('earlierBefore', {
                  when: one.at ? when(zone, one.at) : t('earlierNow'),
                  by: one.by,
                  what: strokeName(one, desaName, nameOf, t('severalDesa')),
                })}
              </option>
            ))}
        </select>
      </label>
      <button type="button" className="button" onClick={() => restore(id)}>
        {t('earlierBack')}
      </button>
    </>
  )
}
