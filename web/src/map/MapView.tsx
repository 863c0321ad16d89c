import type { GeoJSONSource } from 'maplibre-gl'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { sessionEnded } from '../api/line'
import { useLineBack } from '../api/useLine'
import { useWords } from '../shared/i18n'
import { Unreachable } from '../shared/trouble'
import { Trouble } from '../shared/ui/Trouble'
import type { MapHandle } from './createMap'
import { followLasso } from './lasso'
import { type Bounds, type Drawing, ground } from './style'
import { useDark } from './useDark'

interface Props {
  label: string
  drawing: Drawing
  bounds: Bounds
  /** A change of this remakes the map; other changes of drawing only repaint and move what is GeoJSON. */
  of: string
  onClick?: (layer: string, properties: Record<string, unknown>) => void
  clickable?: string[]
  /** What lies under the pointer of the clickable layers; null when it leaves them. */
  onHover?: (properties: Record<string, unknown> | null) => void
  /** Takes a picture of what is drawn, twice as fine. */
  camera?: RefObject<(() => Promise<HTMLCanvasElement | null>) | null>
  /** While given, a line is drawn instead of moving the map; called with its corners, lon and lat. */
  lasso?: ((ring: [number, number][]) => void) | null
}

/** What lies under the mark that a focused map has in its middle: arrow keys bring it there. */
function atCentre(map: MapHandle, layers: string[]) {
  const { clientWidth, clientHeight } = map.getCanvas()
  return map.queryRenderedFeatures([clientWidth / 2, clientHeight / 2], { layers })[0]
}

/** A map that loads its engine only when it is shown. */
export function MapView({ label, drawing, bounds, of, onClick, clickable, onHover, camera, lasso }: Props) {
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<MapHandle | null>(null)
  const click = useRef(onClick)
  click.current = onClick
  const hover = useRef(onHover)
  hover.current = onHover
  const [missing, setMissing] = useState(false)
  const [unloaded, setUnloaded] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  const dark = useDark()

  // biome-ignore lint/correctness/useExhaustiveDependencies: "of" stands for all that remakes the map
  useEffect(() => {
    let gone = false
    setUnloaded(null)
    import('./createMap').then((engine) => {
      if (gone || !box.current) return
      let made: MapHandle
      try {
        made = engine.createMap(box.current, drawing, bounds, dark)
      } catch (error) {
        if (engine.noGraphics(error)) return setMissing(true)
        throw error
      }
      map.current = made
      made.getCanvas().setAttribute('aria-label', label)
      for (const layer of clickable ?? []) {
        made.on('click', layer, (event) => {
          const found = event.features?.[0]
          if (found) click.current?.(layer, { ...found.properties, id: found.id })
        })
        made.on('mousemove', layer, (event) => {
          const found = event.features?.[0]
          if (found) hover.current?.({ ...found.properties, id: found.id })
        })
        made.on('mouseenter', layer, () => {
          made.getCanvas().style.cursor = 'pointer'
        })
        made.on('mouseleave', layer, () => {
          made.getCanvas().style.cursor = ''
          hover.current?.(null)
        })
      }
      made.getCanvas().addEventListener('keydown', ({ key }) => {
        const found = key === 'Enter' ? atCentre(made, clickable ?? []) : undefined
        if (found) click.current?.(found.layer.id, { ...found.properties, id: found.id })
      })
      if (camera) camera.current = () => engine.picture(made)
      made.on('error', ({ error }) => {
        if ((error as { status?: number }).status === 401) sessionEnded()
      })
      made.once('idle', () => box.current?.setAttribute('data-drawn', 'true'))
    }, setUnloaded)
    return () => {
      gone = true
      map.current?.remove()
      map.current = null
    }
  }, [of, tries])

  const lassoing = Boolean(lasso)
  const drawn = useRef(lasso)
  drawn.current = lasso
  useEffect(() => {
    const made = map.current
    if (!made || !lassoing) return
    return followLasso(made, (ring) => drawn.current?.(ring))
  }, [lassoing])

  useEffect(() => {
    const made = map.current
    if (!made?.isStyleLoaded()) return
    made.setPaintProperty('paper', 'background-color', ground(dark).paper)
    for (const [name, source] of Object.entries(drawing.sources)) {
      if (source.type === 'geojson') made.getSource<GeoJSONSource>(name)?.setData(source.data)
    }
    for (const layer of drawing.layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {}))
        made.setPaintProperty(layer.id, name as never, value as never)
    }
  }, [drawing, dark])

  useLineBack(() => {
    if (unloaded) setTries(tries + 1)
    for (const source of Object.keys(drawing.sources)) map.current?.refreshTiles(source)
  })

  if (missing) return <p className="notice warn">{t('mapMissing')}</p>
  if (unloaded) return <Trouble of={new Unreachable()} retry={() => setTries(tries + 1)} />
  return <div className="map" data-drawn="false" ref={box} role="application" aria-label={label} />
}
