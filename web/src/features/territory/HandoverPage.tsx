import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { api, body, type Schemas } from '../../api/client'
import { longDay, number, rupiah } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import { Trouble } from '../../shared/ui/Trouble'
import './handover.css'

interface Props {
  branch: Schemas['BranchSummary']
  plan: number
  from: number
  to: number
}

/** What one kader hands over to another, on paper for both, with the day on which they go together. */
export function HandoverPage({ branch, plan, from, to }: Props) {
  const { t } = useWords()
  const sheet = useQuery({
    queryKey: ['handover', branch.code, plan, from, to],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}/handover', {
          params: { path: { branch: branch.code, id: plan }, query: { from, to } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY, // each reading is audited
    refetchOnWindowFocus: false,
  })
  return (
    <div className="page handover">
      <p className="no-print">
        <Link href={`/?rencana=${plan}`}>{t('handoverBack')}</Link>
      </p>
      {sheet.isPending && <p>{t('loading')}</p>}
      <Trouble of={sheet.error} retry={() => void sheet.refetch()} />
      {sheet.data && <Sheet branch={branch} of={sheet.data} />}
    </div>
  )
}

function Sheet({ branch, of }: { branch: Schemas['BranchSummary']; of: Schemas['Handover'] }) {
  const { t } = useWords()
  const [day, setDay] = useState(of.publishedFrom ?? '')
  const families = of.families ?? []
  const pledged = families.filter((one) => one.promise || one.rehab)
  return (
    <>
      <div className="handover-tools no-print">
        <DateField label={t('handoverDay')} today={branch.today} value={day} onChange={setDay} />
        <button
          type="button"
          className="button main"
          disabled={families.length === 0}
          onClick={() => print()}
        >
          {t('handoverPrint')}
        </button>
      </div>
      <article className="paper">
        <h2>{t('handoverTitle')}</h2>
        <p>
          {branch.name} · {t('plan')} #{of.plan}
          {of.publishedFrom ? `, ${longDay(of.publishedFrom)}` : ` (${t('draft')})`}
        </p>
        <dl>
          <dt>{t('handoverFrom')}</dt>
          <dd>{of.fromName}</dd>
          <dt>{t('handoverTo')}</dt>
          <dd>{of.toName}</dd>
          <dt>{t('handoverDay')}</dt>
          <dd>{day ? longDay(day) : '…………………………'}</dd>
          <dt>{t('handoverFamilies')}</dt>
          <dd>
            {number(families.length)}, {t('handoverPledged', { n: number(pledged.length) })}
          </dd>
        </dl>
        <p>{t('handoverHelp')}</p>
        {families.length === 0 ? (
          <p className="notice">{t('handoverNone')}</p>
        ) : (
          <Families all={families} t={t} />
        )}
        <div className="signatures">
          {[of.fromName, of.toName, t('handoverOfficer')].map((name, i) => (
            <p key={i === 2 ? 'office' : `${i} ${name}`}>
              <span />
              {name}
            </p>
          ))}
        </div>
      </article>
    </>
  )
}

function Families({ all, t }: { all: Schemas['HandoverFamily'][]; t: Say }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('handoverFamilies')}>
      <table>
        <thead>
          <tr>
            <th className="number">{t('handoverNumber')}</th>
            <th>{t('handoverFamily')}</th>
            <th>{t('handoverPlace')}</th>
            <th className="number">{t('arrears')}</th>
            <th>{t('handoverOpen')}</th>
            <th>{t('handoverMet')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one, i) => (
            <tr key={one.id}>
              <td className="number">{i + 1}</td>
              <td>
                {one.headName}
                <br />
                <span className="soft">{one.noKkMasked}</span>
              </td>
              <td>
                {one.address}
                {one.rt && `, RT ${one.rt}`}
                {one.rw && `/RW ${one.rw}`}
                <br />
                {one.desaName || one.desa}
              </td>
              <td className="number">
                {rupiah(one.arrears)}
                <br />
                <span className="soft">{t('handoverMonths', { n: one.months })}</span>
              </td>
              <td>
                {one.promise &&
                  t('handoverPromise', { value: rupiah(one.promise.amount), day: longDay(one.promise.due) })}
                {one.rehab &&
                  t('handoverRehab', {
                    n: one.rehab.paid,
                    all: one.rehab.steps,
                    value: rupiah(one.rehab.instalment),
                    day: longDay(one.rehab.nextDue),
                  })}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
