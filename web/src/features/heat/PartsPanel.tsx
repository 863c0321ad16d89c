import { useMemo, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import { MapView } from '../../map/MapView'
import { boxOf } from '../../map/style'
import { useDark } from '../../map/useDark'
import { monthName, shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { usePlaceName } from '../territory/desa'
import { type Heat, type Part, queryOf, useAsk, useHeat } from './ask'
import { differenceOf } from './classes'
import { Drawn, useDrawn } from './Drawn'
import { Filters } from './Filters'
import { type MonthNote, type Numbered, numbered } from './notes'
import { PartsLegend } from './PartsLegend'
import { PartsTable } from './PartsTable'
import { drawingOfParts } from './parts'
import { type PictureOf, savePicture } from './picture'
import { TrueCells } from './TrueCells'
import { say } from './values'

type Branch = Schemas['BranchSummary']

interface Props {
  branch: Branch
  month: string
  against: string
  within: string
  kader: { id: number; name: string; code: string }[]
  /** Of the month that is drawn and of the other. */
  notes: MonthNote[]
  /** Whether cells may be seen as they are. */
  households: boolean
  /** Opens an area. */
  open: (area: string) => void
}

/** Where it is: parts of the branch in which no family can be told. */
export function PartsPanel({ branch, month, against, within, kader, notes, households, open }: Props) {
  const { t } = useWords()
  const [ask, change] = useAsk()
  const query = queryOf(ask, month, against, within)
  const heat = useHeat(branch, query)
  const [chosen, choose] = useState(0)
  const [over, setOver] = useState(0)
  const [cells, setCells] = useState(false)
  const camera = useRef<(() => Promise<HTMLCanvasElement | null>) | null>(null)
  const place = usePlaceName(branch.code, branch.plan)
  const dark = useDark()
  const compared = ask.drawn === 'difference'
  const answer = useMemo(
    () => (compared && heat.data ? differenceOf(heat.data) : heat.data),
    [compared, heat.data],
  )
  const palette = compared ? 'change' : ask.palette
  const drawn = useDrawn(branch, query)
  const marks = useMemo(() => numbered(notes, within), [notes, within])
  const drawing = useMemo(
    () =>
      answer &&
      drawingOfParts(branch.code, answer, palette, ask.drawn, [chosen, ...drawn.inside], marks, dark),
    [answer, branch.code, palette, ask.drawn, chosen, drawn.inside, marks, dark],
  )
  const bounds = boxOf(branch.totals.bounds ?? [])
  const shown = answer?.parts?.find(({ id }) => id === (over || chosen))
  const file = (format: string) =>
    `/api/v1/branches/${branch.code}/heat/export?${new URLSearchParams({ ...query, format })}`
  const picture = (): PictureOf | null =>
    answer ? { heat: answer, palette, drawn: ask.drawn, branch: branch.name, notes: marks, t } : null
  return (
    <section className="panel" aria-busy={heat.isFetching}>
      <h2>{t('heatTitle')}</h2>
      {households && (
        <label className="check">
          <input type="checkbox" checked={cells} onChange={(event) => setCells(event.target.checked)} />{' '}
          {t('trueCells')}
        </label>
      )}
      {cells && bounds ? (
        <TrueCells branch={branch} bounds={bounds} palette={ask.palette} />
      ) : (
        <>
          <Filters ask={ask} change={change} answer={heat.data} kader={kader} />
          <Trouble of={heat.error} retry={() => void heat.refetch()} />
          {!answer && heat.isPending && <p>{t('loading')}</p>}
          {answer && drawing && bounds && (
            <>
              <div className="heat">
                <div>
                  <MapView
                    label={t('heatLabel')}
                    drawing={drawing}
                    bounds={bounds}
                    of={`${branch.code} ${answer.layer} ${answer.quarter} ${branch.version}`}
                    clickable={['parts']}
                    onClick={(_, { id }) => choose(Number(id))}
                    onHover={(of) => setOver(of ? Number(of.id) : 0)}
                    camera={camera}
                    lasso={drawn.lasso}
                  />
                  <p className="told" aria-live="polite">
                    {shown ? (
                      <PartWords part={shown} answer={answer} place={place} open={open} />
                    ) : (
                      t('pointAtPart')
                    )}
                  </p>
                  <Drawn drawn={drawn} heat={answer} place={place} />
                </div>
                <div>
                  <PartsLegend heat={answer} palette={palette} drawn={ask.drawn} />
                  <NoteList notes={marks} branch={branch.name} />
                </div>
              </div>
              <div className="toolbar">
                {['A4', 'A3'].map((paper) => (
                  <a
                    key={paper}
                    className="button"
                    href={`/api/v1/branches/${branch.code}/heat/print?${new URLSearchParams({ ...query, paper, palette: ask.palette, drawn: ask.drawn })}`}
                    download
                  >
                    PDF {paper}
                  </a>
                ))}
                <a className="button" href={file('csv')} download>
                  {t('downloadCsv')}
                </a>
                <a className="button" href={file('geojson')} download>
                  GeoJSON
                </a>
                <button
                  type="button"
                  className="button"
                  onClick={() => void camera.current?.().then((map) => savePicture(map, picture()))}
                >
                  PNG
                </button>
              </div>
              <PartsTable heat={answer} place={place} chosen={chosen} choose={choose} />
            </>
          )}
        </>
      )}
    </section>
  )
}

/** What the numbers on the map say. */
function NoteList({ notes, branch }: { notes: Numbered[]; branch: string }) {
  const { t } = useWords()
  if (notes.length === 0) return null
  return (
    <div>
      <h3>{t('notesTitle')}</h3>
      <ol className="map-notes">
        {notes.map(({ n, note }) => (
          <li key={note.id} value={n}>
            <strong>{shortDay(note.day)}</strong> {note.name || branch} · {wordsOf(t, note.cause, 'cause_')}:{' '}
            {note.text}
          </li>
        ))}
      </ol>
    </div>
  )
}

interface WordsProps {
  part: Part
  answer: Heat
  place: (code: string) => string
  open: (area: string) => void
}

/** A part in the business's words, and the way to its desa. */
function PartWords({ part, answer, place, open }: WordsProps) {
  const { t } = useWords()
  const value =
    part.status === 'value'
      ? say(answer.unit, part.value)
      : t(part.status === 'hidden' ? 'hiddenFew' : 'nothingHere', { n: answer.least })
  return (
    <>
      <strong>{nameOf(part, place)}</strong>
      {part.kind === 'unplaced' && ` · ${t('unplacedPart')}`}
      {part.households > 0 && ` · ${t('familiesHere', { n: part.households })}`}
      {' · '}
      {value}
      {part.before !== undefined && ` · ${monthName(answer.against)}: ${say(answer.unit, part.before)}`}
      {(part.more ?? []).length === 0 && (
        <>
          {' · '}
          <button type="button" className="link" onClick={() => open(part.desa)}>
            {t('openDesa')}
          </button>
        </>
      )}
    </>
  )
}

export function nameOf(part: Part, place: (code: string) => string): string {
  return [part.desa, ...(part.more ?? [])].map(place).join(' + ')
}
