import { useMemo } from 'react'
import type { Frame, Point } from './day'
import { type Streets, streetsIn } from './street'

/** Streets beneath the numbers, worked out once for a frame. */
export function StreetLines({
  frame,
  streets,
  from,
  spots,
  unit,
}: {
  frame: Frame
  streets: Streets
  from: { lat: number; lng: number }
  spots: Point[]
  unit: number
}) {
  const size = unit * 3.4
  const key = JSON.stringify([frame, from, spots.map(({ x, y }) => [Math.round(x), Math.round(y)])])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of frame, from and spots
  const drawn = useMemo(() => streetsIn(frame, streets, from, spots, size), [streets, key])
  return (
    <g className="sketch-streets" fontSize={size}>
      {drawn.paths.map(({ class: kind, d }) => (
        <path key={kind} d={d} strokeWidth={unit * (kind === 1 ? 1.4 : kind === 2 ? 1 : 0.5)} />
      ))}
      {drawn.names.map(({ x, y, turn, text }) => (
        <text
          key={text}
          x={x}
          y={y}
          dy={size * 0.35}
          strokeWidth={unit}
          transform={`rotate(${turn} ${x} ${y})`}
          textAnchor="middle"
        >
          {text}
        </text>
      ))}
    </g>
  )
}
