import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, body } from '../../api/client'
import { distance, number, rupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { FlatMap } from './FlatMap'
import { type Comparison, changed, fitted, flatten, holder, same, type View } from './model'

interface Props {
  branch: string
  plans: [number, number]
  close: () => void
}

/** Two plans side by side: maps that move together, and what differs in figures. */
export function Compare({ branch, plans, close }: Props) {
  const { t } = useWords()
  const box = useRef<HTMLDialogElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    box.current?.showModal()
    title.current?.focus()
  }, [])
  const compared = useQuery({
    queryKey: ['compare', branch, ...plans],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}/compare/{other}', {
          params: { path: { branch, id: plans[0], other: plans[1] } },
        }),
      ),
  })
  const areas = useQuery({
    queryKey: ['areas', branch, 'desa'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      body(
        api.GET('/api/v1/branches/{branch}/areas', {
          params: { path: { branch }, query: { level: 'desa' } },
        }),
      ),
  })
  return (
    <dialog ref={box} className="compare" aria-labelledby="compare-title" onClose={close}>
      <header>
        <h2 id="compare-title" ref={title} tabIndex={-1}>
          {t('compareTitle')}
        </h2>
        <form method="dialog">
          <button type="submit" className="button">
            {t('compareClose')}
          </button>
        </form>
      </header>
      <Trouble of={compared.error ?? areas.error} retry={() => void compared.refetch()} />
      {(compared.isPending || areas.isPending) && <p>{t('loading')}</p>}
      {compared.data && areas.data && (
        <Compared
          comparison={compared.data}
          features={(areas.data as unknown as { features: Parameters<typeof flatten>[0] }).features}
        />
      )}
    </dialog>
  )
}

const shape = 1.5

function Compared({
  comparison,
  features,
}: {
  comparison: Comparison
  features: Parameters<typeof flatten>[0]
}) {
  const { t } = useWords()
  const [flat] = useState(() => flatten(features))
  const [view, setView] = useState<View>(() => fitted(flat.whole, flat.high, shape))
  const [over, setOver] = useState('')
  const names = new Map((comparison.kader ?? []).map((one) => [one.kader, one.name]))
  const nameOf = (kader: number) => names.get(kader) ?? t('unserved')
  const at = (comparison.desa ?? []).find((one) => one.code === over)
  return (
    <>
      <div className="pair">
        {([0, 1] as const).map((plan) => (
          <figure key={plan}>
            <figcaption>
              {comparison.plans?.[plan]?.name} #{comparison.plans?.[plan]?.id}
            </figcaption>
            <FlatMap
              outlines={flat.outlines}
              comparison={comparison}
              plan={plan}
              shape={shape}
              view={view}
              setView={setView}
              whole={() => setView(fitted(flat.whole, flat.high, shape))}
              over={over}
              setOver={setOver}
            />
          </figure>
        ))}
      </div>
      <p className="soft over" aria-live="polite">
        {at
          ? `${at.name}: ${nameOf(holder(at, 0))} → ${nameOf(holder(at, 1))} (${number(at.moved)} / ${number(at.eligible)} KK)`
          : t('compareHint')}
      </p>
      <Figures comparison={comparison} />
      {same(comparison) ? (
        <p className="notice">{t('compareSame')}</p>
      ) : (
        <Changes comparison={comparison} nameOf={nameOf} over={setOver} />
      )}
    </>
  )
}

/** The figures of both plans, and how they differ. */
function Figures({ comparison }: { comparison: Comparison }) {
  const { t } = useWords()
  const [a, b] = comparison.plans ?? []
  if (!a || !b) return null
  const rows: [string, number, number, (n: number) => string][] = [
    [t('cmpTerritories'), a.count, b.count, number],
    [t('cmpInBand'), a.inBand, b.inBand, number],
    [t('cmpServed'), a.served.eligible, b.served.eligible, number],
    [t('cmpUnserved'), a.unserved.eligible, b.unserved.eligible, number],
    [t('cmpExpected'), a.served.expected, b.served.expected, rupiah],
    [t('cmpLater'), a.served.later, b.served.later, rupiah],
    [t('cmpArrears'), a.served.arrears, b.served.arrears, rupiah],
    [t('cmpLeast'), a.least, b.least, number],
    [t('cmpMost'), a.most, b.most, number],
    [t('cmpRide'), a.ride, b.ride, distance],
    [t('cmpDivided'), a.divided, b.divided, number],
  ]
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('cmpFigures')}>
      <table>
        <caption>{t('cmpFigures')}</caption>
        <thead>
          <tr>
            <td />
            <th className="number">#{a.id}</th>
            <th className="number">#{b.id}</th>
            <th className="number">{t('cmpDifference')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([words, first, second, say]) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td className="number">{say(first)}</td>
              <td className="number">{say(second)}</td>
              <td className="number">
                {second > first ? '+' : second < first ? '−' : ''}
                {say(Math.abs(second - first))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface ChangesProps {
  comparison: Comparison
  nameOf: (kader: number) => string
  over: (desa: string) => void
}

/** Who gives families to whom, kader by kader, and desa that change hands. */
function Changes({ comparison, nameOf, over }: ChangesProps) {
  const { t } = useWords()
  const desa = changed(comparison)
  const shares = (all: { kader: number; eligible: number }[] | null | undefined) =>
    (all ?? []).map((one) => nameOf(one.kader)).join(', ')
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('cmpKader')}>
        <table>
          <caption>
            {t('cmpKader')}.{' '}
            {t('cmpMoved', {
              kk: number(comparison.moved.eligible),
              promises: number(comparison.moved.promises),
              instalments: number(comparison.moved.instalments),
            })}
          </caption>
          <thead>
            <tr>
              <th>{t('cmpName')}</th>
              <th className="number">#{comparison.plans?.[0]?.id}</th>
              <th className="number">#{comparison.plans?.[1]?.id}</th>
              <th className="number">{t('cmpKept')}</th>
              <th className="number">{t('cmpGains')}</th>
              <th className="number">{t('cmpGives')}</th>
            </tr>
          </thead>
          <tbody>
            {(comparison.kader ?? []).map((one, i) => {
              const [before, after] = (one.figures ?? []).map((figures) => figures.eligible)
              return (
                <tr key={one.kader}>
                  <th scope="row">
                    {i + 1}. {one.code} {one.name}
                  </th>
                  <td className="number">{number(before ?? 0)}</td>
                  <td className="number">{number(after ?? 0)}</td>
                  <td className="number">{number(one.kept)}</td>
                  <td className="number">{number((after ?? 0) - one.kept)}</td>
                  <td className="number">{number((before ?? 0) - one.kept)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('cmpDesa')}>
        <table>
          <caption>{t('cmpDesa')}</caption>
          <thead>
            <tr>
              <th>{t('cmpDesaName')}</th>
              <th>{t('cmpFrom')}</th>
              <th>{t('cmpTo')}</th>
              <th className="number">{t('cmpKK')}</th>
            </tr>
          </thead>
          <tbody>
            {desa.map((one) => (
              <tr key={one.code} onPointerEnter={() => over(one.code)}>
                <th scope="row">
                  {one.name} <span className="soft">{one.kecamatan}</span>
                </th>
                <td>{shares(one.shares?.[0])}</td>
                <td>{shares(one.shares?.[1])}</td>
                <td className="number">{number(one.moved)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
