import type { Position } from 'geojson'
import { cellToBoundary, gridPathCells, latLngToCell } from 'h3-js'
import type { GeoJSONSource } from 'maplibre-gl'
import { createMap, type MapHandle, noGraphics } from './createMap'
import { type Act, follow } from './gesture'
import { collection, type Home, layersOf, points, type Shown } from './layers'
import { Overlay } from './overlay'
import { patternImage, patternNames } from './patterns'
import { changesOf, type Laid, Settled, type SettledLayer } from './settled'
import { Shapes } from './shapes'
import { brushed, keyOf, type Painted, type Spot, type Tint, tintOf } from './spot'
import { type Bounds, ground } from './style'

export { noGraphics }

const resolution = 9

export type { Home }

export interface Handlers {
  hover: (spot: Spot | null, x: number, y: number) => void
  /** A press on one place. */
  tap: (spot: Spot) => void
  /** A press anywhere, before all else; true: it was for somebody else. */
  taken: (at: { lon: number; lat: number }) => boolean
  /** The stroke is done. */
  done: (spots: Spot[]) => void
  /** A line is drawn, from place to place. */
  cut: (line: Position[]) => void
  /** A pen touches the map for the first time: from now on fingers move it. */
  pen: () => void
  /** All is drawn for the first time. */
  drawn: () => void
}

/** How the pointer works: it taps and moves the map, paints along its way, or draws a ring or a line. */
export type Way = 'tap' | 'paint' | 'ring' | 'line'

interface Ground extends Shown {
  bounds: Bounds
  label: string
  /** How all is at first: what comes later is drawn once more. */
  painted: Painted[]
  open: string[]
}

/** So many places are shown over the map before it draws them itself. */
const few = 60

/** The map that is drawn on. Places are found by outlines and cells of our own, never by what is rendered. */
export class DrawMap {
  readonly map: MapHandle
  readonly shapes: Shapes
  private readonly cells: Map<string, Set<string>>
  private readonly overlay: Overlay
  private readonly settled: Settled
  /** What is drawn of each place by now, and what is to be. */
  private readonly drawn = new Map<string, Tint>()
  private wanted: ReadonlyMap<string, Tint> | null = null
  private due: { painted: Painted[]; open: string[] } | null = null
  private ink: Tint = tintOf('#000000', 0)
  private last: Spot | null = null
  private way: Way = 'tap'
  private brush = 0
  private panning = false
  private fingers = true
  private stroke: Map<string, Spot> | null = null
  private ring: Position[] = []
  private lastCell: string | null = null
  private readonly leave: () => void
  private ready = false
  private later: (() => void)[] = []
  private laid: Record<SettledLayer, Laid>

  constructor(
    container: HTMLElement,
    ground: Ground,
    private readonly on: Handlers,
  ) {
    this.shapes = new Shapes(ground.areas)
    this.cells = new Map([...ground.cells].map(([desa, cells]) => [desa, new Set(cells)]))
    this.settled = new Settled(this.shapes)
    this.laid = this.settled.of(ground.painted, ground.open)
    this.map = createMap(container, layersOf(ground, this.shapes, this.laid), ground.bounds, ground.dark)
    this.overlay = new Overlay(this.map, ground.dark)
    const canvas = this.map.getCanvas()
    canvas.setAttribute('aria-label', ground.label)
    this.addPatterns(ground.dark)
    this.leave = follow(this.map.getCanvasContainer(), {
      draws: (event) => this.draws(event),
      pen: () => {
        this.setFingers(false)
        this.on.pen()
      },
      act: (act) => this.act(act),
    })
    this.map.on('mousemove', ({ point, lngLat }) => {
      if (this.stroke) return
      const spot = this.spotAt(lngLat.lng, lngLat.lat)
      if (!spot || !this.last || keyOf(spot) !== keyOf(this.last)) this.last = spot
      this.on.hover(this.last, point.x, point.y)
    })
    this.map.on('mouseout', () => this.on.hover(null, 0, 0))
    this.map.on('click', ({ lngLat }) => {
      if (this.on.taken({ lon: lngLat.lng, lat: lngLat.lat })) return
      const spot = this.spotAt(lngLat.lng, lngLat.lat)
      if (this.way === 'tap' && spot) this.on.tap(spot)
    })
    const idle = () => {
      container.setAttribute('data-drawn', 'true')
      this.on.drawn()
    }
    this.map.on('style.load', () => this.begin())
    this.map.once('idle', idle)
    this.map.on('webglcontextlost', () => {
      this.ready = false // what comes meanwhile waits; the engine reads its style anew
      container.setAttribute('data-drawn', 'false')
    })
    this.map.on('webglcontextrestored', () => this.map.once('idle', idle))
  }

  remove(): void {
    this.leave()
    this.map.remove()
  }

  /** Does what waited for the map; all again, where the graphics card had lost it. */
  private begin(): void {
    this.ready = true
    const before = [...this.drawn]
    this.drawn.clear()
    for (const [key, tint] of before) this.show(key, tint)
    if (before.length > 0)
      for (const layer of Object.keys(this.laid) as SettledLayer[])
        this.source(layer)?.setData(collection([...this.laid[layer].values()]))
    for (const work of this.later.splice(0)) work()
  }

  private whenReady(work: () => void): void {
    if (this.ready) work()
    else this.later.push(work)
  }

  private addPatterns(dark: boolean): void {
    for (const name of patternNames) {
      const image = patternImage(name, dark ? 'rgba(255,255,255,0.55)' : 'rgba(0,0,0,0.45)')
      if (!image) continue
      if (this.map.hasImage(name)) this.map.updateImage(name, image)
      else this.map.addImage(name, image)
    }
  }

  /** Follows the page into the dark and back. */
  setDark(dark: boolean): void {
    this.overlay.setDark(dark)
    this.whenReady(() => {
      const { paper, line, ink, halo } = ground(dark)
      const set = (layer: string, paint: Record<string, string>) => {
        for (const [name, value] of Object.entries(paint))
          this.map.setPaintProperty(layer, name as never, value as never)
      }
      set('paper', { 'background-color': paper })
      set('heat', { 'fill-color': dark ? '#ffffff' : '#000000' })
      for (const layer of ['desa-line', 'cells-line']) set(layer, { 'line-color': line })
      set('borders', { 'line-color': ink })
      set('homes', { 'circle-color': halo, 'circle-stroke-color': ink })
      for (const layer of ['kecamatan', 'names', 'home-names', 'labels'])
        set(layer, { 'text-color': ink, 'text-halo-color': halo })
      this.addPatterns(dark)
    })
  }

  /** The place under a point, by outlines and cells of our own. */
  spotAt(lng: number, lat: number): Spot | null {
    const desa = this.shapes.at(lng, lat)
    if (!desa) return null
    const cells = this.cells.get(desa)
    if (!cells) return { desa }
    const cell = latLngToCell(lat, lng, resolution)
    return cells.has(cell) ? { desa, cell } : { desa }
  }

  setWay(way: Way, brush: number, ink: Tint): void {
    this.way = way
    this.brush = brush
    this.ink = ink
    if (way === 'tap') this.map.dragPan.enable()
    else if (!this.panning) this.map.dragPan.disable()
    this.map.getCanvas().style.cursor = way === 'tap' ? 'pointer' : 'crosshair'
  }

  /** Whether fingers draw, or move the map with any tool since a pen draws. */
  setFingers(fingers: boolean): void {
    this.fingers = fingers
  }

  private draws({ isPrimary, pointerType }: PointerEvent): boolean {
    if (this.way === 'tap' || this.panning) return false
    const moves = pointerType === 'touch' && !this.fingers
    this.map.dragPan[moves ? 'enable' : 'disable']()
    return isPrimary && !moves
  }

  /** While the space bar is held, dragging moves the map with any tool. */
  setPanning(panning: boolean): void {
    this.panning = panning
    if (panning || this.way === 'tap') this.map.dragPan.enable()
    else this.map.dragPan.disable()
    this.map.getCanvas().style.cursor = panning ? 'grab' : this.way === 'tap' ? 'pointer' : 'crosshair'
  }

  private act(act: Act): void {
    if (act.kind === 'cancel') {
      this.clear()
      if (this.due) this.whenReady(() => this.catchUp())
      return
    }
    if (act.kind === 'begin') {
      this.stroke = new Map()
      this.ring = []
      this.lastCell = null
      this.on.hover(null, 0, 0) // what is told of a place ends where the stroke begins
    }
    if (!this.stroke) return
    const had = this.stroke.size
    for (const [x, y] of act.points) this.pass(x, y)
    if (this.way === 'ring') this.overlay.trace([...this.ring, ...this.ring.slice(0, 1)])
    else if (this.way === 'line') this.overlay.trace(this.ring)
    else if (this.stroke.size > had) this.cover([...this.stroke.values()].slice(had))
    if (act.kind === 'end') this.finish(this.stroke)
  }

  private finish(stroke: Map<string, Spot>): void {
    const { ring } = this
    const spots = this.way === 'ring' ? this.ringed() : [...stroke.values()]
    this.overlay.end()
    this.clear()
    if (this.way === 'line') this.on.cut(ring)
    else this.on.done(spots)
    afterFrame(() => {
      if (!this.wanted) this.overlay.dry() // nothing came of it
      if (this.due) this.whenReady(() => this.catchUp())
    })
  }

  /** The hue of the stroke on what it goes over, at once. */
  private cover(spots: Spot[]): void {
    const keys = spots.map(keyOf).filter((key) => this.drawn.has(key))
    this.overlay.cover(
      keys.flatMap((key) => this.ringsOf(key)),
      this.ink,
    )
  }

  private ringsOf(key: string): Position[][] {
    const [desa = '', cell] = key.split(' ')
    return cell ? [cellToBoundary(cell, true)] : this.shapes.polygons([desa]).flat()
  }

  private show(key: string, tint: Tint): boolean {
    if (this.drawn.get(key) === tint) return false
    this.drawn.set(key, tint)
    this.map.setFeatureState({ source: key.includes(' ') ? 'cells' : 'desa', id: key }, { ...tint })
    return true
  }

  private clear(): void {
    this.overlay.cancel()
    this.overlay.trace([])
    this.stroke = null
    this.ring = []
  }

  private pass(x: number, y: number): void {
    const { lng, lat } = this.map.unproject([x, y])
    if (this.way === 'ring' || this.way === 'line') {
      this.ring.push([lng, lat])
      return
    }
    for (const [dx, dy] of this.bristles()) {
      const at = this.map.unproject([x + dx, y + dy])
      const under = this.spotAt(at.lng, at.lat)
      const spot = under && brushed(under, this.cells)
      if (spot) this.stroke?.set(keyOf(spot), spot)
    }
    this.fill(lat, lng)
  }

  /** Cells between the last point and this one, where a jump would leave some out. */
  private fill(lat: number, lng: number): void {
    if (this.cells.size === 0) return
    const cell = latLngToCell(lat, lng, resolution)
    if (this.lastCell && this.lastCell !== cell) {
      try {
        for (const one of gridPathCells(this.lastCell, cell))
          for (const [desa, cells] of this.cells)
            if (cells.has(one)) this.stroke?.set(`${desa} ${one}`, { desa, cell: one })
      } catch {
        // over a pentagon there is no straight path; the pointer's points stand
      }
    }
    this.lastCell = cell
  }

  private bristles(): [number, number][] {
    const out: [number, number][] = [[0, 0]]
    for (let ring = 1; ring <= this.brush; ring++)
      for (let i = 0; i < 8 * ring; i++) {
        const turn = (2 * Math.PI * i) / (8 * ring)
        out.push([10 * ring * Math.cos(turn), 10 * ring * Math.sin(turn)])
      }
    return out
  }

  private ringed(): Spot[] {
    return this.shapes.enclosed(this.ring).map((desa) => ({ desa }))
  }

  private source(name: string): GeoJSONSource | undefined {
    return this.map.getSource(name) as GeoJSONSource | undefined
  }

  /**
   * Hues; what did not change is not touched. What a stroke changes is shown by the sheet
   * over the map, and the map follows when it settles: a frame of it, drawn without a
   * graphics chip, would keep the figures waiting.
   */
  tint(tints: ReadonlyMap<string, Tint>): void {
    this.whenReady(() => {
      if (this.drawn.size === 0) return this.paint(tints)
      const waits = this.overlay.wet || this.sketch(tints)
      if (!this.wanted && !waits)
        afterFrame(() => this.whenReady(() => this.wanted && this.paint(this.wanted)))
      this.wanted = tints
    })
  }

  /** Shows new hues over the map, where they are few; gives back whether it did. */
  private sketch(tints: ReadonlyMap<string, Tint>): boolean {
    const fresh = [...tints].filter(([key, tint]) => this.drawn.get(key) !== tint)
    if (fresh.length === 0 || fresh.length > few) return false
    for (const [key, tint] of fresh) this.overlay.cover(this.ringsOf(key), tint)
    this.overlay.end()
    return true
  }

  private paint(tints: ReadonlyMap<string, Tint>): void {
    this.wanted = null
    let changed = 0
    for (const [key, tint] of tints) if (this.show(key, tint)) changed++
    if (changed === 0) this.overlay.dry()
    else this.map.once('render', () => this.overlay.dry())
  }

  /** Patterns, borders and labels, after the stroke; not while another one is drawn. */
  settle(painted: Painted[], open: string[]): void {
    this.due = { painted, open }
    this.whenReady(() => this.stroke || this.catchUp())
  }

  /** The map as it is to be by now. */
  private catchUp(): void {
    if (this.wanted) this.paint(this.wanted)
    if (!this.due) return
    const next = this.settled.of(this.due.painted, this.due.open)
    this.due = null
    for (const layer of Object.keys(next) as SettledLayer[]) {
      const changes = changesOf(this.laid[layer], next[layer])
      if (changes) void this.source(layer)?.updateData(changes)
    }
    this.laid = next
  }

  private hovered = ''

  hover(desa: string): void {
    if (desa === this.hovered) return
    this.hovered = desa
    this.overlay.outline(this.shapes.polygons(desa ? [desa] : []).flat())
  }

  /** The desa beside one in a direction, for a cursor that the keyboard moves. */
  beside(desa: string, dx: number, dy: number): string | undefined {
    const [x = 0, y = 0] = this.shapes.innerOf(desa) ?? []
    let best: string | undefined
    let least = Number.POSITIVE_INFINITY
    for (const code of this.shapes.codes) {
      const [toX = 0, toY = 0] = this.shapes.innerOf(code) ?? []
      const along = (toX - x) * dx + (toY - y) * dy
      const aside = Math.abs((toX - x) * dy - (toY - y) * dx)
      if (along <= 0 || aside > along) continue
      const far = along + 2 * aside
      if (far < least) [best, least] = [code, far]
    }
    return best
  }

  /** Exceptions, or a place that is being chosen. */
  pin(pins: Home[]): void {
    this.whenReady(() =>
      this.source('pins')?.setData(
        points(pins.map(({ at, label }) => ({ at, properties: { name: label } }))),
      ),
    )
  }

  showHeat(on: boolean): void {
    this.whenReady(() => this.map.setLayoutProperty('heat', 'visibility', on ? 'visible' : 'none'))
  }

  /** Brings some desa into view. */
  goTo(desa: string[], calm: boolean): void {
    const box = this.shapes.boxAbout(desa)
    if (box) this.map.fitBounds(box, { padding: 60, maxZoom: 13, animate: !calm })
  }
}

/** Does something once the frame that is under way is shown. */
function afterFrame(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work))
}
