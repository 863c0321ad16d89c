import type { Position } from 'geojson'
import type { MapHandle } from './createMap'
import type { Tint } from './spot'
import { ground } from './style'

/** What a stroke has gone over. */
interface Wet {
  rings: Position[][]
  ink: Tint
  /** The stroke has ended: the map shows it with its next frame. */
  ended: boolean
  /** On the sheet, as long as the map stays where it is. */
  path: Path2D | null
}

/**
 * What changes while the pointer moves, on a sheet over the map: the map itself has to draw
 * all that it shows for each of its frames.
 */
export class Overlay {
  private readonly sheet = document.createElement('canvas')
  /** In memory: without a graphics card each frame of it is some ms cheaper, with one it is no dearer. */
  private readonly pen = this.sheet.getContext('2d', { willReadFrequently: true })
  private readonly ratio = devicePixelRatio
  private marks: Wet[] = []
  private outlines: Position[][] = []
  private line: Position[] = []

  constructor(
    private readonly map: MapHandle,
    private dark: boolean,
  ) {
    this.sheet.className = 'overlay'
    this.sheet.setAttribute('aria-hidden', 'true')
    this.sheet.style.cssText = 'position:absolute;inset:0;pointer-events:none'
    map.getCanvasContainer().append(this.sheet)
    map.on('move', () => this.moved())
    map.on('resize', () => this.fit())
    this.fit()
  }

  setDark(dark: boolean): void {
    this.dark = dark
    this.draw()
  }

  /** Lays an ink on rings that do not overlap, at once. */
  cover(rings: Position[][], ink: Tint): void {
    if (rings.length === 0) return
    const fresh = { rings, ink, ended: false, path: null }
    this.marks.push(fresh)
    this.fill(fresh)
  }

  /** Whether something is shown that the map does not show itself yet. */
  get wet(): boolean {
    return this.marks.length > 0
  }

  /** What was gone over stays until dry. */
  end(): void {
    for (const one of this.marks) one.ended = true
  }

  /** Takes away what the map has drawn itself by now. */
  dry(): void {
    this.keep((one) => !one.ended)
  }

  /** Takes the running stroke back. */
  cancel(): void {
    this.keep((one) => one.ended)
  }

  outline(lines: Position[][]): void {
    this.outlines = lines
    this.draw()
  }

  trace(line: Position[]): void {
    if (line.length === 0 && this.line.length === 0) return
    this.line = line
    this.draw()
  }

  private keep(still: (one: Wet) => boolean): void {
    const before = this.marks.length
    this.marks = this.marks.filter(still)
    if (this.marks.length < before) this.draw()
  }

  private moved(): void {
    for (const one of this.marks) one.path = null
    this.draw()
  }

  private fit(): void {
    const { clientWidth, clientHeight } = this.map.getCanvas()
    this.sheet.width = clientWidth * this.ratio
    this.sheet.height = clientHeight * this.ratio
    this.sheet.style.width = `${clientWidth}px`
    this.sheet.style.height = `${clientHeight}px`
    this.pen?.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    this.moved()
  }

  private draw(): void {
    const { pen } = this
    if (!pen) return
    pen.clearRect(0, 0, this.sheet.width, this.sheet.height)
    for (const one of this.marks) this.fill(one)
    pen.strokeStyle = ground(this.dark).ink
    pen.lineWidth = 3
    pen.stroke(this.path(this.outlines))
    pen.lineWidth = 2
    pen.setLineDash([4, 2])
    pen.stroke(this.path([this.line]))
    pen.setLineDash([])
  }

  private fill(one: Wet): void {
    const { pen } = this
    if (!pen) return
    one.path ??= this.path(one.rings)
    for (const [hue, strength] of [
      [ground(this.dark).paper, 0.5], // what lay there before shines through a little
      [one.ink.hue, one.ink.strength],
    ] as const) {
      pen.fillStyle = hue
      pen.globalAlpha = strength
      pen.fill(one.path)
    }
    pen.globalAlpha = 1
  }

  private path(lines: Position[][]): Path2D {
    const path = new Path2D()
    for (const line of lines)
      for (const [i, [lon = 0, lat = 0]] of line.entries()) {
        const { x, y } = this.map.project([lon, lat])
        if (i === 0) path.moveTo(x, y)
        else path.lineTo(x, y)
      }
    return path
  }
}
