import { useEffect, useState } from 'react'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Hand } from './fold'
import type { Cut } from './tally'

interface Props {
  cuts: Cut[]
  nameOf: (hand: Hand) => string
  desaName: (code: string) => string
  allow: (reason: string, keep: boolean) => void
  refuse: () => void
}

/** Shows what a stroke would cut apart before it lands, and takes the reason to let it. */
export function Ask({ cuts, nameOf, desaName, allow, refuse }: Props) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const [keep, setKeep] = useState(false)
  const [before] = useState(() => document.activeElement)
  useEffect(() => () => (before instanceof HTMLElement ? before.focus() : undefined), [before])
  return (
    <form
      className="ask"
      aria-label={t('askTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        allow(reason.trim(), keep)
      }}
    >
      <strong>{t('askTitle')}</strong>
      <ul>
        {cuts.map(({ hand, piece }) => (
          <li key={hand}>
            {t('lensCut', {
              name: nameOf(hand),
              desa: piece.desa.map(desaName).join(', '),
              kk: number(piece.eligible),
            })}
          </li>
        ))}
      </ul>
      <label className="field">
        {t('askReason')}
        <input
          // biome-ignore lint/a11y/noAutofocus: the stroke waits for this
          autoFocus
          required
          minLength={4}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') refuse()
          }}
        />
      </label>
      <label className="check">
        <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
        {t('askKeep')}
      </label>
      <span className="history">
        <button type="submit" className="button main">
          {t('askAllow')}
        </button>
        <button type="button" className="button" onClick={refuse}>
          {t('askRefuse')}
        </button>
      </span>
    </form>
  )
}
