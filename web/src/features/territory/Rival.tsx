import { useDeferredValue, useMemo } from 'react'
import { useWords } from '../../shared/i18n'
import { type Behind, behindBy, lostTo, type Rival as Of } from './behind'
import type { Drawing } from './fold'
import { apartWords } from './model'
import type { Sheet } from './tally'

const most = 8

interface Props {
  rival: Of | null
  sheet: Sheet
  drawing: Drawing
  placeName: (code: string) => string
}

/** How far a drawing is from the solver's plan with the same locks, and where. */
export function Rival({ rival, sheet, drawing, placeName }: Props) {
  const { t } = useWords()
  const seen = useDeferredValue(drawing)
  const rows = useMemo(() => (rival ? behindBy(rival, sheet, seen) : []), [rival, sheet, seen])
  if (!rival) return <p className="soft">{t('bestAsked')}</p>
  const apart = (some: Behind[]) => {
    const sum = (of: (one: Behind) => number) => some.reduce((all, one) => all + of(one), 0)
    return apartWords(
      sum(({ best, drawn }) => drawn.expected - best.expected),
      sum(({ best, drawn }) => drawn.later - best.later),
      t,
    )
  }
  const less = rows.reduce((sum, { best, drawn }) => sum + lostTo(rival, drawn, best), 0)
  const words = rows.length === 0 ? 'bestEqual' : less > 0 ? 'bestBelow' : 'bestAbove'
  return (
    <section className="notice">
      <p>
        {t(words, { value: apart(rows) })} {t(rival.proven ? 'bestProven' : 'bestFound')}
      </p>
      {rows.length > 0 && (
        <ul className="plain">
          {rows.slice(0, most).map((one) => (
            <li key={one.kecamatan}>
              {placeName(one.kecamatan)}: {apart([one])}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
