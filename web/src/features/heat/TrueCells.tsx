import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { MapView } from '../../map/MapView'
import type { Bounds } from '../../map/style'
import { useDark } from '../../map/useDark'
import { type Key, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { type CellMeasure, cellMeasures, drawingOfCells, scalesOf } from './cells'
import { colourOf } from './classes'
import { say } from './values'

const words: Record<CellMeasure, Key> = {
  arrears: 'arrears',
  households: 'household',
  eligible: 'eligible',
  expected: 'expectedMonth',
}
const unitOf = (measure: CellMeasure) =>
  measure === 'arrears' || measure === 'expected' ? 'rupiah' : 'count'

interface Props {
  branch: Schemas['BranchSummary']
  bounds: Bounds
  palette: string
}

/** Cells as they are, also of few families: for roles that see households. Whoever looks is written down. */
export function TrueCells({ branch, bounds, palette }: Props) {
  const { t } = useWords()
  const dark = useDark()
  const [measure, setMeasure] = useState<CellMeasure>('arrears')
  const [over, setOver] = useState<Record<string, unknown> | null>(null)
  const cells = useQuery({
    queryKey: ['cells', branch.code, branch.version],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/cells', { params: { path: { branch: branch.code } } })),
  })
  const drawing = useMemo(
    () => cells.data && drawingOfCells(branch.code, cells.data, measure, palette, dark),
    [cells.data, branch.code, measure, palette, dark],
  )
  if (!cells.data || !drawing)
    return cells.error ? (
      <Trouble of={cells.error} retry={() => void cells.refetch()} />
    ) : (
      <p>{t('loading')}</p>
    )
  const breaks = scalesOf(cells.data, measure).at(-1)?.breaks ?? []
  return (
    <>
      <div className="map-filters">
        <label className="field">
          {t('measure')}
          <select value={measure} onChange={(event) => setMeasure(event.target.value as CellMeasure)}>
            {cellMeasures.map((one) => (
              <option key={one} value={one}>
                {t(words[one])}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="heat">
        <div>
          <MapView
            label={t('cellsLabel')}
            drawing={drawing}
            bounds={bounds}
            of={`${branch.code} cells ${cells.data.version}`}
            clickable={['cells']}
            onClick={(_, cell) => setOver(cell)}
            onHover={(cell) => cell && setOver(cell)}
          />
          <p className="told" aria-live="polite">
            {over
              ? cellMeasures
                  .map((one) => `${t(words[one])} ${say(unitOf(one), Number(over[one]))}`)
                  .join(' · ')
              : t('pointAtCell')}
          </p>
        </div>
        <section aria-label={t('legend')} className="parts-legend">
          <h3>{t('legend')}</h3>
          <ul className="legend">
            {breaks.slice(0, -1).map((from, i) => (
              <li key={from}>
                <span className="swatch" style={{ background: colourOf(palette, i, breaks.length - 1) }} />
                {say(unitOf(measure), from)} –{' '}
                {t('below', { value: say(unitOf(measure), breaks[i + 1] ?? 0) })}
              </li>
            ))}
          </ul>
          <p className="soft">{t('cellsLegend')}</p>
        </section>
      </div>
    </>
  )
}
