import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { MapView } from '../../map/MapView'
import { boxOf } from '../../map/style'
import { useDark } from '../../map/useDark'
import { number, roundRupiah } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { drawingOf } from './drawing'
import { breaksOf, colourOf, type Legend, type MeasureName, managed } from './model'

type Branch = Schemas['BranchSummary']

const measures: [MeasureName, Key][] = [
  ['arrears', 'arrears'],
  ['households', 'household'],
  ['eligible', 'eligible'],
  ['expected', 'expected'],
]

/** Where the arrears are, without exposing a family. */
export function HeatPanel({ branch }: { branch: Branch }) {
  const { t } = useWords()
  const [measure, setMeasure] = useState<MeasureName>('arrears')
  const legend = useQuery({
    queryKey: ['heat', branch.code, branch.version],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/cells', { params: { path: { branch: branch.code } } })),
  })
  return (
    <section className="panel">
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
