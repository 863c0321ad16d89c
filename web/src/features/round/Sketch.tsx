import { distance } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { type DayView, frameOf, type Point, pointOf, scaleOf } from './day'

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

/** The day as a sketch: the order of visits, north and a scale. No map tiles. */
export function Sketch({ view }: { view: DayView }) {
  const { t } = useWords()
  const spots = spotsOf(view)
  if (spots.length === 0) return null
  const missing = view.visits.filter((visit) => visit.family && visit.family.lat === undefined)
  const frame = frameOf(spots)
  const unit = Math.max(frame.width, frame.height) / 100
  const scale = scaleOf(frame.width)
  const foot = frame.top + frame.height - unit * 4
  return (
    <figure className="sketch">
      <svg
        viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height}`}
        role="img"
        aria-label={t('sketch')}
        style={{ aspectRatio: `${frame.width} / ${frame.height}` }}
      >
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
        <g className="sketch-scale" strokeWidth={unit * 0.7} fontSize={unit * 4.4}>
          <path d={`M${frame.left + unit * 4} ${foot}h${scale}`} />
          <text x={frame.left + unit * 4} y={foot - unit * 1.6}>
            {distance(scale)}
          </text>
          <text x={frame.left + frame.width - unit * 8} y={frame.top + unit * 8}>
            ↑{t('north')}
          </text>
        </g>
      </svg>
      <figcaption className="soft">
        {t('sketchHelp')}
        {missing.length > 0 && ` ${t('sketchMissing', { list: missing.map((one) => one.seq).join(', ') })}`}
      </figcaption>
    </figure>
  )
}
