import { memo, useEffect, useMemo, useRef } from 'react'
import { useWords } from '../../shared/i18n'
import {
  boxOf,
  type Comparison,
  moved,
  numbersOf,
  type Outline,
  paintsOf,
  seatsOf,
  splitOf,
  type View,
  zoomed,
} from './model'

/** Hues that eyes of every kind tell apart; kader beyond them share one, and the number on the map says whose it is. */
const hues = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#b9a800', '#7a7a7a']

/** How far a key moves the maps, in shares of what is seen, and how much closer it comes. */
const steps = new Map<string, readonly [number, number, number]>([
  ['ArrowLeft', [-0.15, 0, 1]],
  ['ArrowRight', [0.15, 0, 1]],
  ['ArrowUp', [0, -0.15, 1]],
  ['ArrowDown', [0, 0.15, 1]],
  ['+', [0, 0, 1.5]],
  ['-', [0, 0, 1 / 1.5]],
])

interface Props {
  outlines: Outline[]
  comparison: Comparison
  plan: 0 | 1
  shape: number
  view: View
  setView: (view: View) => void
  whole: () => void
  over: string
  setOver: (desa: string) => void
}

/**
 * A map as plain drawing: it needs no graphics chip, so any number can be open. Dragging,
 * wheel, buttons and arrows move it; what moves one moves both.
 */
export function FlatMap({ outlines, comparison, plan, shape, view, setView, whole, over, setOver }: Props) {
  const { t } = useWords()
  const box = useRef<SVGSVGElement>(null)
  const held = useRef<{ x: number; y: number; view: View } | null>(null)
  const now = useRef(view)
  now.current = view
  useEffect(() => {
    const map = box.current
    if (!map) return
    const wheel = (event: WheelEvent) => {
      event.preventDefault() // which React's own listener could not
      const { left, top, width, height } = map.getBoundingClientRect()
      const at = { x: (event.clientX - left) / width, y: (event.clientY - top) / height }
      setView(zoomed(now.current, event.deltaY < 0 ? 1.25 : 0.8, shape, at))
    }
    map.addEventListener('wheel', wheel, { passive: false })
    return () => map.removeEventListener('wheel', wheel)
  }, [setView, shape])
  const go = ([dx, dy, by]: readonly [number, number, number]) =>
    setView(zoomed(moved(view, dx, dy, shape), by, shape))
  const name = comparison.plans?.[plan]
  return (
    <div className="flat">
      <svg
        ref={box}
        viewBox={boxOf(view, shape)}
        role="application"
        aria-label={t('flatLabel', { name: `${name?.name} #${name?.id}` })}
        tabIndex={0}
        onKeyDown={(event) => {
          const step = steps.get(event.key)
          if (!step && event.key !== '0') return
          event.preventDefault()
          if (step) go(step)
          else whole()
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          held.current = { x: event.clientX, y: event.clientY, view }
        }}
        onPointerMove={(event) => {
          const from = held.current
          if (!from) {
            const code = (event.target as Element).getAttribute('data-desa')
            setOver(code ?? '')
            return
          }
          const { width, height } = event.currentTarget.getBoundingClientRect()
          setView(
            moved(from.view, (from.x - event.clientX) / width, (from.y - event.clientY) / height, shape),
          )
        }}
        onPointerUp={() => {
          held.current = null
        }}
        onPointerCancel={() => {
          held.current = null
        }}
      >
        <Desa outlines={outlines} comparison={comparison} plan={plan} />
        <Numbers outlines={outlines} comparison={comparison} plan={plan} size={view.wide * 0.025} />
        {outlines
          .filter((one) => one.code === over)
          .map((one) => (
            <path key={one.code} d={one.path} className="over" />
          ))}
      </svg>
      <div className="zooms">
        <button type="button" className="button" aria-label={t('flatNearer')} onClick={() => go([0, 0, 1.5])}>
          +
        </button>
        <button
          type="button"
          className="button"
          aria-label={t('flatFarther')}
          onClick={() => go([0, 0, 1 / 1.5])}
        >
          −
        </button>
        <button type="button" className="button" aria-label={t('flatWhole')} onClick={whole}>
          ⤢
        </button>
      </div>
    </div>
  )
}

/** Desa in the hues of their kader; those that change hands with a strong border. */
const Desa = memo(function Desa({
  outlines,
  comparison,
  plan,
}: {
  outlines: Outline[]
  comparison: Comparison
  plan: 0 | 1
}) {
  const paints = useMemo(() => paintsOf(comparison, hues.length), [comparison])
  const { still, changing } = useMemo(() => splitOf(outlines, comparison, plan), [outlines, comparison, plan])
  return (
    <>
      {[still, changing].map(({ fills, border }, i) => (
        <g key={i === 1 ? 'changing' : 'still'} className={i === 1 ? 'changes' : undefined}>
          {fills.map(({ code, path, kader }) => (
            <path
              key={code}
              data-desa={code}
              d={path}
              fill={(kader && hues[paints.get(kader) ?? 0]) || 'transparent'}
              fillRule="evenodd"
            />
          ))}
          <path className="border" d={border} />
        </g>
      ))}
    </>
  )
})

/** Every kader's number where most of their families live. */
function Numbers({
  outlines,
  comparison,
  plan,
  size,
}: {
  outlines: Outline[]
  comparison: Comparison
  plan: 0 | 1
  size: number
}) {
  const seats = useMemo(() => {
    const at = new Map(outlines.map((one) => [one.code, one.at]))
    const numbers = numbersOf(comparison)
    return [...seatsOf(comparison, plan)].flatMap(([kader, desa]) => {
      const point = at.get(desa)
      return point ? [{ kader, n: numbers.get(kader), ...point }] : []
    })
  }, [outlines, comparison, plan])
  return (
    <g className="numbers">
      {seats.map(({ kader, n, x, y }) => (
        <text key={kader} transform={`translate(${x} ${y}) scale(${size / 10})`}>
          {n}
        </text>
      ))}
    </g>
  )
}
