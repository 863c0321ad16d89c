import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { longDay, number, rupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { mayRule, type Payment, standing } from './model'
import { useAttempt } from './useAttempt'
import { usePayments } from './usePayments'

/** Payments that are somebody's, newest first: a family's part is taken back by itself, a decision becomes a rule. */
export function Decided({ branch, state }: { branch: string; state: 'matched' | 'rule' }) {
  const { t } = useWords()
  const { queue, rows } = usePayments(branch, state)
  const { trouble, attempt } = useAttempt(branch)
  const undo = (id: number) =>
    attempt(
      body(api.DELETE('/api/v1/branches/{branch}/payment-shares/{id}', { params: { path: { branch, id } } })),
    )
  return (
    <>
      <p className="soft">{t(state === 'rule' ? 'payRulesHelp' : 'payDecidedHelp')}</p>
      <Trouble of={trouble} />
      <Trouble of={queue.error} retry={() => void queue.refetch()} />
      {queue.isPending && <p>{t('loading')}</p>}
      {queue.isSuccess && rows.length === 0 && <p className="notice">{t('payDecidedNone')}</p>}
      <ul className="cards">
        {rows.map((one) => (
          <li key={one.id} className="card">
            <p>
              <strong>{rupiah(one.amount)}</strong> · {longDay(one.day)} · {one.channel || '–'} ·{' '}
              {one.ref || t('paymentNoRef')} · {one.decidedBy || t('payByRules')}
            </p>
            {standing(one).map((share) => (
              <p key={share.id} className="payee">
                <span>
                  {share.headName} · {share.noKk} · {rupiah(share.amount)}
                </span>
                <button
                  type="button"
                  className="button"
                  aria-label={`${t('payUndo')}: ${share.headName}, ${rupiah(share.amount)}`}
                  onClick={() => void undo(share.id)}
                >
                  {t('payUndo')}
                </button>
              </p>
            ))}
            <RuleOf branch={branch} payment={one} attempt={attempt} />
          </li>
        ))}
      </ul>
      {queue.hasNextPage && (
        <button type="button" className="button" onClick={() => void queue.fetchNextPage()}>
          {t('paymentsMore')}
        </button>
      )}
    </>
  )
}

interface RuleProps {
  branch: string
  payment: Payment
  attempt: (work: Promise<unknown>) => Promise<boolean>
}

/** The rule that a decision is, or would be: first what it would have done in three months. */
function RuleOf({ branch, payment, attempt }: RuleProps) {
  const { t } = useWords()
  const [rehearsed, setRehearsed] = useState<Schemas['MoneyRule'] | null>(null)
  const params = { path: { branch, id: payment.id } }
  const path = '/api/v1/branches/{branch}/payments/{id}/rule'
  if (payment.ruleFrom && !payment.ruleUntil)
    return (
      <p className="payee">
        <span>{t('payRuleSince', { day: longDay(payment.ruleFrom) })}</span>
        <button
          type="button"
          className="button"
          onClick={() => void attempt(body(api.DELETE(path, { params })))}
        >
          {t('payRuleEnd')}
        </button>
      </p>
    )
  if (!mayRule(payment)) return null
  if (!rehearsed)
    return (
      <p>
        <button
          type="button"
          className="button"
          onClick={() => void attempt(body(api.GET(path, { params })).then(setRehearsed))}
        >
          {t('payRule')}
        </button>
      </p>
    )
  const { same, other, waits } = rehearsed
  return (
    <p className="payee" role="status">
      <span>
        {t('payRehearsed', {
          since: longDay(rehearsed.since),
          same: number(same),
          other: number(other),
          waits: number(waits),
        })}{' '}
        {other > 0 && t('payRuleNot')}
      </span>
      {rehearsed.fits && other === 0 && (
        <button
          type="button"
          className="button main"
          onClick={() => void attempt(body(api.PUT(path, { params })))}
        >
          {t('payRuleFrom', { day: longDay(rehearsed.from) })}
        </button>
      )}
    </p>
  )
}
