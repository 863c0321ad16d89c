import { useEffect, useRef, useState } from 'react'
import { distance } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { type Search, seek } from '../outbox/position'
import { type Border, pathsIn } from './border'
import { type DayView, frameOf, type Point, pointOf, scaleOf } from './day'
import { StreetLines } from './StreetLines'
import { placeOf } from './search'

interface Spot extends Point {
  label: string
  state: 'done' | 'next' | 'later'
  unsure: boolean
}

function spotsOf(view: DayView): Spot[] {
  const placed = view.visits.flatMap((visit) =>
    visit.family?.lat !== undefined && visit.family.lng !== undefined
      ? [{ visit, lat: visit.family.lat, lng: visit.family.lng }]
      : [],
  )
  const from = placed[0]
  if (!from) return []
  return placed.map(({ visit, lat, lng }) => ({
    ...pointOf(lat, lng, from),
    label: String(visit.seq),
    state: visit.done ? 'done' : visit === view.next ? 'next' : 'later',
    unsure: visit.family?.place_class !== 'A',
  }))
}

/** Where the phone stands, from a tap on until the screen is left; it leaves the phone never. */
function useSelf() {
  const [search, setSearch] = useState<Search | { state: 'off' }>({ state: 'off' })
  const stop = useRef(() => {})
  useEffect(() => () => stop.current(), [])
  const ask = () => {
    stop.current()
    stop.current = seek(setSearch)
  }
  return { search, ask }
}

/** Farther than this from the day's families nobody is helped by the point. */
const farthest = 20_000

function selfOf(search: Search | { state: 'off' }, from: { lat?: number; lng?: number }) {
  if (search.state !== 'found' || from.lat === undefined || from.lng === undefined) return null
  const { latitude, longitude, accuracy } = search.at.coords
  const at = pointOf(latitude, longitude, { lat: from.lat, lng: from.lng })
  return Math.hypot(at.x, at.y) > farthest ? null : { ...at, accuracy }
}

/** The day as a sketch: the order of visits, borders of desa, north and a scale. No map tiles. */
export function Sketch({
  view,
  borders,
  still = false,
}: {
  view: DayView
  borders: Border[] | undefined
  still?: boolean
}) {
  const { t } = useWords()
  const { search, ask } = useSelf()
  const { streets } = useHere()
  const spots = spotsOf(view)
  const centre = view.visits.find((visit) => placeOf(visit.family))?.family
  if (spots.length === 0 || !centre) return null
  const { lat, lng } = centre
  const missing = view.visits.filter((visit) => visit.family && visit.family.lat === undefined)
  const self = selfOf(search, centre)
  const frame = frameOf(self ? [...spots, self] : spots)
  const unit = Math.max(frame.width, frame.height) / 100
  const scale = scaleOf(frame.width)
  const floor = frame.top + frame.height
  const strip = unit * 9 // beneath the places, so that scale and north lie on none
  const foot = floor + unit * 7
  const lines = pathsIn(frame, borders, centre)
  return (
    <figure className="sketch">
      <svg
        viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height + strip}`}
        role="img"
        aria-label={t('sketch')}
        style={{ aspectRatio: `${frame.width} / ${frame.height + strip}` }}
      >
        {streets && lat !== undefined && lng !== undefined && (
          <StreetLines frame={frame} streets={streets} from={{ lat, lng }} spots={spots} unit={unit} />
        )}
        {lines.map((line) => (
          <path
            key={line}
            d={line}
            className="sketch-border"
            strokeWidth={unit * 0.6}
            strokeDasharray={`${unit * 2.4} ${unit * 1.2}`}
          />
        ))}
        <polyline
          points={spots.map((p) => `${p.x},${-p.y}`).join(' ')}
          className="sketch-line"
          strokeWidth={unit * 0.9}
        />
        {spots.map((spot) => (
          <g key={spot.label} className={`sketch-stop ${spot.state}`}>
            <circle
              cx={spot.x}
              cy={-spot.y}
              r={unit * (spot.state === 'next' ? 6 : 4.4)}
              strokeWidth={unit * 0.6}
              strokeDasharray={spot.unsure ? `${unit * 1.4} ${unit}` : undefined}
            />
            <text x={spot.x} y={-spot.y + unit * 2} fontSize={unit * 5.6} textAnchor="middle">
              {spot.state === 'done' ? '✓' : spot.label}
            </text>
          </g>
        ))}
        {self && (
          <g className="sketch-self">
            <circle cx={self.x} cy={-self.y} r={Math.max(self.accuracy, unit * 3)} className="around" />
            <circle cx={self.x} cy={-self.y} r={unit * 2} />
          </g>
        )}
        <g className="sketch-scale" strokeWidth={unit * 0.7} fontSize={unit * 4.4}>
          <rect x={frame.left} y={floor} width={frame.width} height={strip} />
          <path d={`M${frame.left + unit * 4} ${foot}h${scale}`} />
          <text x={frame.left + unit * 4} y={foot - unit * 1.6}>
            {distance(scale)}
          </text>
          <text x={frame.left + frame.width - unit * 4} y={foot} textAnchor="end">
            ↑{t('north')}
          </text>
        </g>
      </svg>
      <figcaption className="soft">
        {streets?.roads.length ? t('sketchStreets', { source: streets.source }) : t('sketchHelp')}
        {lines.length > 0 && ` ${t('sketchBorder')}`}
        {missing.length > 0 && ` ${t('sketchMissing', { list: missing.map((one) => one.seq).join(', ') })}`}
        {self && ` ${t('selfShown', { n: Math.round(self.accuracy) })}`}
        {search.state === 'found' && !self && ` ${t('selfFar')}`}
      </figcaption>
      {!still && search.state !== 'found' && (
        <button type="button" className="button tall" onClick={ask}>
          ◎ {t('selfShow')}
        </button>
      )}
      {search.state !== 'found' && search.state !== 'off' && (
        <p className="soft" role="status">
          {t(`place_${search.state}`)}
        </p>
      )}
    </figure>
  )
}
