import type { MapHandle } from './createMap'
import { follow } from './gesture'

const svg = 'http://www.w3.org/2000/svg'

/** Brings a map into view, has a line drawn over it, shows that, and gives its corners; ends what it began. */
export function followLasso(map: MapHandle, done: (ring: [number, number][]) => void): () => void {
  const box = map.getCanvasContainer()
  const sheet = document.createElementNS(svg, 'svg')
  const line = document.createElementNS(svg, 'polygon')
  sheet.setAttribute('class', 'lasso')
  sheet.append(line)
  box.append(sheet)
  map.dragPan.disable()
  map.getContainer().scrollIntoView({ block: 'nearest' })
  let points: [number, number][] = []
  const show = () => line.setAttribute('points', points.map(([x, y]) => `${x},${y}`).join(' '))
  const stop = follow(box, {
    draws: () => true,
    act: (act) => {
      if (act.kind === 'begin') points = []
      if (act.kind === 'cancel') points = []
      else points.push(...act.points)
      show()
      if (act.kind === 'end' && points.length > 3)
        done(thinned(points).map((at) => map.unproject(at).toArray() as [number, number]))
    },
  })
  return () => {
    stop()
    sheet.remove()
    map.dragPan.enable()
  }
}

/** As many corners as an address bears, the first among them. */
export function thinned<T>(points: T[], most = 80): T[] {
  const step = Math.max(1, Math.ceil(points.length / most))
  return points.filter((_, i) => i % step === 0)
}
