import { useEffect, useMemo, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import type { DrawMap, Handlers, Home, Way } from '../../map/drawMap'
import type { Painted, Tint } from '../../map/spot'
import { boxOf } from '../../map/style'
import { useDark } from '../../map/useDark'
import { useWords } from '../../shared/i18n'
import { Unreachable } from '../../shared/trouble'
import { Trouble } from '../../shared/ui/Trouble'
import { engine, useAreas } from './areas'

interface Props {
  branch: Schemas['BranchSummary']
  cells: Map<string, string[]>
  /** Names of kecamatan by their codes. */
  kecamatan: ReadonlyMap<string, string>
  homes: Home[]
  tints: ReadonlyMap<string, Tint>
  /** Of what a stroke goes over. */
  ink: Tint
  painted: Painted[]
  open: string[]
  hover: string
  heat: boolean
  pins: Home[]
  way: Way
  brush: number
  /** Whether fingers draw, or move the map. */
  fingers: boolean
  handlers: Handlers
  /** Told once the map is there, and null when it goes. */
  ready: (map: DrawMap | null) => void
}

/** How long after a stroke patterns, borders and labels follow. */
const settleAfter = 200

/** The map that is drawn on; its engine loads only when it is shown. */
export function Canvas({
  branch,
  cells,
  kecamatan,
  homes,
  tints,
  ink,
  painted,
  open,
  hover,
  heat,
  pins,
  way,
  brush,
  fingers,
  handlers,
  ready,
}: Props) {
  const { t } = useWords()
  const dark = useDark()
  const box = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<DrawMap | null>(null)
  const [missing, setMissing] = useState(false)
  const [unloaded, setUnloaded] = useState(false)
  const on = useRef(handlers)
  on.current = handlers
  const told = useRef(ready)
  told.current = ready
  const now = useRef({ painted, open })
  now.current = { painted, open }
  const desa = useAreas(branch.code)
  const cellKey = useMemo(() => [...cells.keys()].join(), [cells])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn on it follows by itself
  useEffect(() => {
    const bounds = boxOf(branch.totals.bounds ?? [])
    if (!desa.data || !bounds || !box.current) return
    const element = box.current
    let made: DrawMap | null = null
    let gone = false
    const draw = ({ DrawMap, noGraphics }: Awaited<ReturnType<typeof engine>>) => {
      if (gone || !box.current || !desa.data) return
      try {
        made = new DrawMap(
          box.current,
          {
            areas: desa.data,
            cells,
            kecamatan,
            homes,
            bounds,
            branch: branch.code,
            version: branch.version,
            dark,
            label: t('drawMapLabel'),
            ...now.current,
          },
          {
            hover: (...args) => on.current.hover(...args),
            tap: (...args) => on.current.tap(...args),
            taken: (...args) => on.current.taken(...args),
            done: (...args) => on.current.done(...args),
            cut: (...args) => on.current.cut(...args),
            pen: () => on.current.pen(),
            drawn: () => on.current.drawn(),
          },
        )
      } catch (error) {
        if (!noGraphics(error)) throw error
        on.current.drawn()
        return setMissing(true)
      }
      setMap(made)
      told.current(made)
    }
    engine().then(draw, () => {
      on.current.drawn()
      setUnloaded(true)
    })
    return () => {
      gone = true
      made?.remove()
      element.setAttribute('data-drawn', 'false')
      setMap(null)
      told.current(null)
    }
  }, [desa.data, branch.code, cellKey])

  useEffect(() => map?.tint(tints), [map, tints])
  useEffect(() => map?.setWay(way, brush, ink), [map, way, brush, ink])
  useEffect(() => map?.setFingers(fingers), [map, fingers])
  useEffect(() => map?.setDark(dark), [map, dark])
  useEffect(() => map?.hover(hover), [map, hover])
  useEffect(() => map?.showHeat(heat), [map, heat])
  useEffect(() => map?.pin(pins), [map, pins])
  useEffect(() => {
    const timer = setTimeout(() => map?.settle(painted, open), settleAfter)
    return () => clearTimeout(timer)
  }, [map, painted, open])

  if (missing) return <p className="notice warn">{t('drawMapMissing')}</p>
  if (unloaded) return <Trouble of={new Unreachable()} />
  return (
    <>
      <Trouble of={desa.error} retry={() => void desa.refetch()} />
      <div
        className="canvas"
        data-drawn="false"
        ref={box}
        role="application"
        aria-label={t('drawMapLabel')}
      />
    </>
  )
}
