import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { MapView } from '../../map/MapView'
import { boxOf } from '../../map/style'
import { useDark } from '../../map/useDark'
import { longDay, number, roundRupiah } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { useBand } from '../territory/band'
import { useDesa } from '../territory/desa'
import { drawingOf } from './drawing'
import { breaksOf, byKecamatan, colourOf, type Legend, type MeasureName, managed } from './model'

type Branch = Schemas['BranchSummary']

const measures: [MeasureName, Key][] = [
  ['arrears', 'arrears'],
  ['households', 'household'],
  ['eligible', 'eligible'],
  ['expected', 'expected'],
]

/** Where the arrears are, without exposing a family. */
export function HeatPage({ branch }: { branch: Branch }) {
  const { t } = useWords()
  const [measure, setMeasure] = useState<MeasureName>('arrears')
  const legend = useQuery({
    queryKey: ['heat', branch.code, branch.version],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/cells', { params: { path: { branch: branch.code } } })),
  })
  if (branch.totals.households === 0) return <p className="notice page">{t('emptyBranch')}</p>
  return (
    <div className="page">
      <h2>{t('dashTitle')}</h2>
      <Totals branch={branch} />
      <section>
        <h2>{t('heatTitle')}</h2>
        <div className="heat">
          {legend.data ? (
            <HeatMap branch={branch} legend={legend.data} measure={measure} />
          ) : (
            <p>{t('loading')}</p>
          )}
          <div className="page">
            <label className="field">
              {t('measure')}
              <select value={measure} onChange={(event) => setMeasure(event.target.value as MeasureName)}>
                {measures.map(([name, words]) => (
                  <option key={name} value={name}>
                    {t(words)}
                  </option>
                ))}
              </select>
            </label>
            {legend.data && <LegendList legend={legend.data} measure={measure} />}
          </div>
        </div>
      </section>
      <Kecamatan branch={branch} />
    </div>
  )
}

function Totals({ branch }: { branch: Branch }) {
  const { t } = useWords()
  const { totals } = branch
  const band = useBand(branch)
  return (
    <dl className="totals">
      <div>
        <dt>{t('household')}</dt>
        <dd>{number(totals.households)}</dd>
        <dd className="soft">
          {number(totals.members)} {t('members')}
        </dd>
      </div>
      <div>
        <dt>{t('eligible')}</dt>
        <dd>{number(totals.eligible)}</dd>
        {band && (
          <dd className="soft">
            {t('kaderNeeded', {
              n: number(Math.ceil(totals.eligible / band.target)),
              have: number(totals.kader),
            })}
          </dd>
        )}
      </div>
      <div>
        <dt>{t('arrears')}</dt>
        <dd>{roundRupiah(totals.arrears)}</dd>
        {totals.asOf && <dd className="soft">{t('asOf', { day: longDay(totals.asOf) })}</dd>}
      </div>
      <div>
        <dt>{t('expected')}</dt>
        <dd>{roundRupiah(totals.expected)}</dd>
        <dd className="soft">{t('estimate')}</dd>
      </div>
    </dl>
  )
}

function HeatMap({ branch, legend, measure }: { branch: Branch; legend: Legend; measure: MeasureName }) {
  const { t } = useWords()
  const bounds = boxOf(branch.totals.bounds ?? [])
  const dark = useDark()
  const drawing = useMemo(
    () => drawingOf(branch.code, legend, measure, dark),
    [branch.code, legend, measure, dark],
  )
  if (!bounds) return <p>{t('loading')}</p>
  return (
    <MapView
      label={t('heatLabel')}
      drawing={drawing}
      bounds={bounds}
      of={`${branch.code} ${legend.version}`}
    />
  )
}

function LegendList({ legend, measure }: { legend: Legend; measure: MeasureName }) {
  const { t } = useWords()
  const breaks = breaksOf(legend, measure, legend.fine ? 8 : managed)
  const write = measure === 'arrears' || measure === 'expected' ? roundRupiah : number
  const classes = breaks.length - 1
  return (
    <section aria-label={t('legend')}>
      <h3>{t('legend')}</h3>
      <ul className="legend">
        {breaks.slice(0, -1).map((from, i) => (
          <li key={from}>
            <span className="swatch" style={{ background: colourOf(i, classes) }} />
            {write(from)} – {write((breaks[i + 1] ?? from) - 1)}
          </li>
        ))}
        {!legend.fine && (
          <li>
            <span className="swatch hatch" />
            {t('hiddenClass')}
          </li>
        )}
        <li>
          <span className="swatch" />
          {t('noData')}
        </li>
      </ul>
      {!legend.fine && (
        <p className="soft">
          {t('hiddenCells', { n: number(legend.hidden) })}. {t('privacyNote')}
        </p>
      )}
    </section>
  )
}

/** The heat map as a table. */
function Kecamatan({ branch }: { branch: Branch }) {
  const { t } = useWords()
  const desa = useDesa(branch.code, branch.plan)
  const sums = useMemo(() => byKecamatan(desa.data?.desa ?? []), [desa.data])
  return (
    <section>
      <h2>{t('byKecamatan')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('byKecamatan')}>
        <table>
          <thead>
            <tr>
              <th>{t('kecamatan')}</th>
              <th className="number">{t('household')}</th>
              <th className="number">{t('eligible')}</th>
              <th className="number">{t('arrears')}</th>
              <th className="number">{t('expected')}</th>
              <th className="number">{t('territories')}</th>
            </tr>
          </thead>
          <tbody>
            {sums.map((sum) => (
              <tr key={sum.code}>
                <td>{sum.name}</td>
                <td className="number">{number(sum.households)}</td>
                <td className="number">{number(sum.eligible)}</td>
                <td className="number">{roundRupiah(sum.arrears)}</td>
                <td className="number">{roundRupiah(sum.expected)}</td>
                <td className="number">{sum.territories || t('unserved')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
