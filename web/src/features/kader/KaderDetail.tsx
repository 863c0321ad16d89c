import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'wouter'
import { api, body, type Schemas } from '../../api/client'
import { longDay, number } from '../../shared/format'
import { type Key, useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { CardTab } from './CardTab'
import { ContractTab } from './ContractTab'
import { EngagedTab } from './EngagedTab'
import { LeaveTab } from './LeaveTab'
import { LetterTab } from './LetterTab'
import { MonthTab } from './MonthTab'
import { PhonePanel } from './PhonePanel'
import type { Row } from './paper'
import { SupervisorTab } from './SupervisorTab'
import { usePaper } from './usePaper'

type Branch = Schemas['BranchSummary']

/** What every part of a kader's page is told. */
export interface Part {
  branch: Branch
  one: Row
  mayPlan: boolean
}

const parts: [string, Key, (part: Part) => ReactNode][] = [
  ['pks', 'partContract', (part) => <ContractTab {...part} />],
  ['surat', 'partLetter', (part) => <LetterTab {...part} />],
  ['kartu', 'partCard', (part) => <CardTab {...part} />],
  ['ponsel', 'partPhones', (part) => <Phones {...part} />],
  ['supervisor', 'partSupervisor', (part) => <SupervisorTab {...part} />],
  ['acara', 'partEngaged', (part) => <EngagedTab {...part} />],
  ['bulan', 'partMonth', (part) => <MonthTab {...part} />],
  ['keluar', 'partLeave', (part) => <LeaveTab {...part} />],
]

/** One kader: contract, letters, card, phones, month, and how to let them go. */
export function KaderDetail({ branch, kader, mayPlan }: { branch: Branch; kader: number; mayPlan: boolean }) {
  const { t } = useWords()
  const { paper, rows } = usePaper(branch.code)
  const [params, setParams] = useSearchParams()
  const one = rows.find((row) => row.kader === kader)
  const at = params.get('bagian') ?? 'pks'
  const [open, , show] = parts.find(([name]) => name === at) ?? (parts[0] as (typeof parts)[number])
  return (
    <div className="page people">
      <p>
        <Link href="/kader-cabang">‹ {t('allKader')}</Link>
      </p>
      <Trouble of={paper.error} retry={() => void paper.refetch()} />
      {paper.isPending && <p>{t('loading')}</p>}
      {paper.isSuccess && !one && <p className="notice">{t('kaderNone')}</p>}
      {one && (
        <>
          <Head one={one} />
          <div className="toolbar" role="group" aria-label={t('kaderParts')}>
            {parts.map(([name, words]) => (
              <button
                key={name}
                type="button"
                className={name === open ? 'button main' : 'button'}
                aria-pressed={name === open}
                onClick={() => setParams({ bagian: name })}
              >
                {t(words)}
              </button>
            ))}
          </div>
          <div key={open}>{show({ branch, one, mayPlan })}</div>
        </>
      )}
    </div>
  )
}

function Head({ one }: { one: Row }) {
  const { t } = useWords()
  const desa = one.work.desa ?? []
  return (
    <>
      <h2>
        {one.name} <span className="soft">{one.code}</span>
      </h2>
      <dl className="counts">
        <div>
          <dt>{t('status')}</dt>
          <dd>{wordsOf(t, one.status, 'status_')}</dd>
        </div>
        <div>
          <dt>{t('contractUntil')}</dt>
          <dd>{longDay(one.until)}</dd>
        </div>
        <div>
          <dt>{t('kaderWork')}</dt>
          <dd title={desa.join(', ')}>
            {one.work.territories === 0
              ? t('kaderNoWork')
              : t('kaderWorkOf', { kk: number(one.work.eligible), desa: number(desa.length) })}
          </dd>
        </div>
      </dl>
    </>
  )
}

function Phones({ branch, one, mayPlan }: Part) {
  const kader = useQuery({
    queryKey: ['kader', branch.code],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/kader', { params: { path: { branch: branch.code } } })),
  })
  const own = (kader.data?.kader ?? []).filter((row) => row.id === one.kader)
  return (
    <>
      <Trouble of={kader.error} retry={() => void kader.refetch()} />
      {own.length > 0 && (
        <PhonePanel branch={branch.code} zone={branch.zone} kader={own} mayPlan={mayPlan} only />
      )}
    </>
  )
}
