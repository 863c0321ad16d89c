import { useState } from 'react'
import { type Key, useWords } from '../../shared/i18n'
import { Decided } from './Decided'
import { PaymentList } from './PaymentList'

const views: ['review' | 'matched' | 'rule', Key][] = [
  ['review', 'payWaiting'],
  ['matched', 'payDecided'],
  ['rule', 'payRules'],
]

/** Payments of the files: those that wait, those that are somebody's, and the rules that decisions became. */
export function Payments({ branch }: { branch: string }) {
  const { t } = useWords()
  const [view, setView] = useState(views[0]?.[0])
  return (
    <>
      <div className="toolbar" role="group" aria-label={t('mattersPayments')}>
        {views.map(([name, words]) => (
          <button
            key={name}
            type="button"
            className={view === name ? 'button main' : 'button'}
            aria-pressed={view === name}
            onClick={() => setView(name)}
          >
            {t(words)}
          </button>
        ))}
      </div>
      {view === 'matched' || view === 'rule' ? (
        <Decided key={view} branch={branch} state={view} />
      ) : (
        <PaymentList branch={branch} />
      )}
    </>
  )
}
