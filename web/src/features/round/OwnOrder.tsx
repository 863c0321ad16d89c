import { useState } from 'react'
import { nowIn } from '../../api/clock'
import { number, rupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { type DayView, keyOf, openOf, viewOf } from './day'
import { madeOn } from './made'
import type { Own } from './own'
import type { Pack } from './pack'
import { moved, type Price } from './price'
import { ownPrice } from './rest'

/** The kader's own order of the visits that are left, with what it costs against the plan. */
export function OwnOrder({
  pack,
  day,
  view,
  own,
  change,
}: {
  pack: Pack
  day: string
  view: DayView
  own: Own
  change: (own: Own) => void
}) {
  const { t } = useWords()
  const { folded, device } = useHere()
  const [open, setOpen] = useState(false)
  const { hour, minute } = nowIn(device.zone)
  const left = openOf(view, 60 * hour + minute)
  if (left.length < 2) return null
  const ids = left.map(keyOf)
  const nameOf = ({ family, stop }: (typeof left)[number]) => family?.head ?? stop.engagement?.place ?? ''
  const move = (place: number, step: -1 | 1) => change({ ...own, order: moved(ids, place, step) })
  const planned = viewOf(pack, day, madeOn(pack, folded, day), [], own.added)
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('ownOrder')}</summary>
      {open && (
        <>
          <ol className="stops">
            {left.map((visit, i) => (
              <li key={keyOf(visit)} className="stop">
                <span className="order">{i + 1}</span>
                <span className="stop-name">{nameOf(visit)}</span>
                <button
                  type="button"
                  className="button"
                  disabled={i === 0}
                  aria-label={t('ownUp', { name: nameOf(visit) })}
                  onClick={() => move(i, -1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  className="button"
                  disabled={i === left.length - 1}
                  aria-label={t('ownDown', { name: nameOf(visit) })}
                  onClick={() => move(i, 1)}
                >
                  ↓
                </button>
              </li>
            ))}
          </ol>
          <PriceLine
            price={ownPrice(pack, planned, view, 60 * hour + minute)}
            changed={own.order.length > 0}
          />
          {own.order.length > 0 && (
            <button type="button" className="button tall" onClick={() => change({ ...own, order: [] })}>
              {t('replanBack')}
            </button>
          )}
        </>
      )}
    </details>
  )
}

function PriceLine({ price, changed }: { price: Price; changed: boolean }) {
  const { t } = useWords()
  const costs = price.minutes > 0 || price.late > 0 || price.worth > 0
  const signed = (n: number, text: string) => (n > 0 ? `+${text}` : text)
  return (
    <p className={costs ? 'notice warn' : 'notice'} role="status">
      {changed
        ? t('ownPrice', {
            minutes: signed(price.minutes, number(price.minutes)),
            late: signed(price.late, number(price.late)),
            worth: rupiah(Math.max(0, price.worth)),
          })
        : t('ownHelp')}
    </p>
  )
}
