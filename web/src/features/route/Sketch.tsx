import { useWords } from '../../shared/i18n'
import { frameOf, type KaderDay, pathOf, spotsOf } from './model'

/** The day as a sketch: desa borders, the order of visits, home. No map tiles. */
export function Sketch({ day }: { day: KaderDay }) {
  const { t } = useWords()
  const spots = spotsOf(day)
  if (spots.length === 0) return null
  const frame = frameOf([day.home, ...spots])
  const unit = Math.max(frame.width, frame.height) / 100
  const line = [day.home, ...spots, day.home].map((p) => `${p.x},${-p.y}`).join(' ')
  return (
    <figure className="sketch">
      <svg
        viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height}`}
        role="img"
        aria-label={t('sketch')}
        style={{ aspectRatio: `${frame.width} / ${frame.height}` }}
      >
        {(day.outline.features ?? []).map((feature, i) => {
          const shapes =
            (feature as { geometry?: { coordinates?: number[][][][] } }).geometry?.coordinates ?? []
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: outlines never change their order
            <path key={i} d={shapes.map(pathOf).join('')} className="sketch-desa" strokeWidth={unit * 0.5} />
          )
        })}
        <polyline points={line} className="sketch-line" strokeWidth={unit * 0.9} />
        <rect
          x={day.home.x - unit * 2.5}
          y={-day.home.y - unit * 2.5}
          width={unit * 5}
          height={unit * 5}
          className="sketch-home"
        />
        {spots.map((spot) => (
          <g key={spot.label}>
            <circle cx={spot.x} cy={-spot.y} r={unit * 4} className="sketch-stop" />
            <text
              x={spot.x}
              y={-spot.y + unit * 1.9}
              fontSize={unit * 5.5}
              textAnchor="middle"
              className="sketch-label"
            >
              {spot.label}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className="soft">
        ■ {t('home')} · {t('sketchHelp')}
      </figcaption>
    </figure>
  )
}
