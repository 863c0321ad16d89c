import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { longDay, number, rupiah } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { asBefore, type Family, left, missing, type Payment, sharesOf } from './model'
import { Receipts } from './Receipts'
import { useAttempt } from './useAttempt'
import { usePayments } from './usePayments'

/** Payments of which nobody can tell whose they are, with what speaks for each family. */
export function PaymentList({ branch }: { branch: string }) {
  const { t } = useWords()
  const { queue, rows } = usePayments(branch, 'review')
  const { trouble, attempt } = useAttempt(branch)
  const credit = (id: number, shares: { household: number; amount: number }[]) =>
    attempt(
      body(
        api.POST('/api/v1/branches/{branch}/payments/{id}/credit', {
          params: { path: { branch, id } },
          body: { shares },
        }),
      ),
    )
  const refuse = (id: number) =>
    attempt(
      body(api.POST('/api/v1/branches/{branch}/payments/{id}/refuse', { params: { path: { branch, id } } })),
    )
  const name = (id: number, written: string) =>
    attempt(
      body(
        api.POST('/api/v1/branches/{branch}/payments/{id}/families', {
          params: { path: { branch, id } },
          body: { number: written },
        }),
      ),
    )
  return (
    <>
      <Trouble of={trouble} />
      <Trouble of={queue.error} retry={() => void queue.refetch()} />
      {queue.isPending && <p>{t('loading')}</p>}
      {queue.isSuccess && rows.length === 0 && <p className="notice">{t('paymentsNone')}</p>}
      {rows.length > 0 && (
        <p className="soft">{t('paymentsOf', { n: number(queue.data?.pages[0]?.total ?? 0) })}</p>
      )}
      <ul className="cards">
        {rows.map((one) => (
          <li key={one.id} className="card">
            <PaymentCard branch={branch} payment={one} credit={credit} refuse={refuse} name={name} />
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

interface CardProps {
  branch: string
  payment: Payment
  credit: (id: number, shares: { household: number; amount: number }[]) => void
  refuse: (id: number) => void
  name: (id: number, written: string) => Promise<boolean>
}

function PaymentCard({ branch, payment, credit, refuse, name }: CardProps) {
  const { t } = useWords()
  const [written, setWritten] = useState<Record<number, string>>({})
  const families = payment.families ?? []
  const shares = sharesOf(written)
  const gap = shares && missing(payment, shares)
  const numbers = [payment.kk, payment.va, payment.card].filter(Boolean).join(' · ')
  return (
    <>
      <p>
        <strong>{rupiah(left(payment))}</strong> · {longDay(payment.day)} · {payment.channel || '–'} ·{' '}
        {payment.ref || t('paymentNoRef')}
      </p>
      <p className="soft">
        {numbers || t('paymentNoNumber')} · {wordsOf(t, payment.reason, 'money_')}
      </p>
      {payment.before && (
        <p className="payee">
          <span>{t('paymentBefore', { day: longDay(payment.before.day), by: payment.before.by })}</span>
          {families.length > 1 && (
            <button type="button" className="button" onClick={() => setWritten(asBefore(payment))}>
              {t('paymentAsBefore')}
            </button>
          )}
        </p>
      )}
      {families.length === 0 && <p>{t('paymentNobody')}</p>}
      {families.map((one) => (
        <div key={one.household} className="payee">
          <span>
            {one.headName} · {one.noKk} · {t('paymentOwes', { sum: rupiah(one.arrears) })} ·{' '}
            {(one.evidence ?? []).map((by) => wordsOf(t, by, 'by_')).join(', ')}
          </span>
          <button
            type="button"
            className="button main"
            aria-label={`${t('paymentAll')}: ${one.headName}`}
            onClick={() => credit(payment.id, [{ household: one.household, amount: left(payment) }])}
          >
            {t('paymentAll')}
          </button>
          {families.length > 1 && (
            <label className="field">
              {t('paymentShare')}
              <input
                inputMode="numeric"
                autoComplete="off"
                aria-label={`${t('paymentShare')}: ${one.headName}`}
                value={written[one.household] ?? ''}
                onChange={(event) => setWritten({ ...written, [one.household]: event.target.value })}
              />
            </label>
          )}
          <NotedList branch={branch} payment={payment} family={one} />
        </div>
      ))}
      {families.length > 1 && shares && shares.length > 0 && (
        <p className="payee">
          <span role="status">
            {gap === 0 ? t('paymentExact') : t('paymentGap', { sum: rupiah(gap ?? 0) })}
          </span>
          <button
            type="button"
            className="button"
            disabled={gap !== 0}
            onClick={() => credit(payment.id, shares)}
          >
            {t('paymentDivide')}
          </button>
        </p>
      )}
      <NameForm name={(written) => name(payment.id, written)} />
      <p>
        <button type="button" className="button" onClick={() => refuse(payment.id)}>
          {t('paymentRefuse')}
        </button>
      </p>
    </>
  )
}

/** Puts a family beside a payment by a whole number of its: many families' one transfer names none of them. */
function NameForm({ name }: { name: (written: string) => Promise<boolean> }) {
  const { t } = useWords()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const written = String(new FormData(form).get('number')).replace(/[\s.-]/g, '')
    if (await name(written)) form.reset()
  }
  return (
    <form className="line" onSubmit={(event) => void submit(event)}>
      <label className="field">
        {t('paymentName')}
        <input name="number" inputMode="numeric" required autoComplete="off" />
      </label>
      <button type="submit" className="button">
        {t('paymentNameAdd')}
      </button>
    </form>
  )
}

/** What kader noted of a family about the day of a payment, with the pictures of receipts. */
function NotedList({ branch, payment, family }: { branch: string; payment: Payment; family: Family }) {
  const { t } = useWords()
  return (family.noted ?? []).map((one) => (
    <div key={one.event} className="line">
      <span className={one.amount === payment.amount ? '' : 'soft'}>
        {t('receiptNoted', { sum: rupiah(one.amount), day: longDay(one.day), kader: one.kaderName || '–' })}
        {one.receipt && ` · ${t('receiptNumber', { n: one.receipt })}`}
      </span>
      <Receipts
        branch={branch}
        event={one.event}
        photos={one.photos ?? []}
        about={`${family.headName}, ${longDay(one.day)}`}
      />
    </div>
  ))
}
