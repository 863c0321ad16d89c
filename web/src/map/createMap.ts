import * as maplibre from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'

import { patternImage } from './patterns'
import { type Bounds, type Drawing, ground } from './style'

maplibre.setWorkerUrl(workerUrl)

export type MapHandle = maplibre.Map

/**
 * A map without any tile server, font or sprite of others. Style text draws with
 * the fonts of the machine, since the style names no glyphs. Throws what noGraphics
 * knows where the browser cannot draw.
 */
export function createMap(
  container: HTMLElement,
  drawing: Drawing,
  bounds: Bounds,
  dark: boolean,
): MapHandle {
  const map = new maplibre.Map({
    container,
    style: {
      version: 8,
      sources: drawing.sources,
      layers: [
        { id: 'paper', type: 'background', paint: { 'background-color': ground(dark).paper } },
        ...drawing.layers,
      ],
    },
    bounds,
    fitBoundsOptions: { padding: 40 },
    minZoom: 5,
    maxZoom: 16,
    attributionControl: false,
    fadeDuration: 0, // each frame of a fade draws the whole map again
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: matchMedia('(max-width: 520px)').matches, // a finger scrolls the page
    locale: {
      'NavigationControl.ZoomIn': 'Perbesar',
      'NavigationControl.ZoomOut': 'Perkecil',
      'Map.Title': 'Peta',
      'CooperativeGesturesHandler.MobileHelpText': 'Geser peta dengan dua jari',
      'CooperativeGesturesHandler.WindowsHelpText': 'Tahan Ctrl sambil menggulir untuk memperbesar peta',
      'CooperativeGesturesHandler.MacHelpText': 'Tahan ⌘ sambil menggulir untuk memperbesar peta',
    },
  })
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right')
  map.touchZoomRotate.disableRotation()
  map.on('style.load', () => {
    // Before the first tile: one that finds its pattern missing is not drawn again.
    for (const pattern of ['rising', 'dots'])
      for (const ink of [ground(false).line, ground(true).line]) {
        const image = patternImage(pattern, ink)
        if (image && !map.hasImage(`${pattern} ${ink}`)) map.addImage(`${pattern} ${ink}`, image)
      }
  })
  return map
}

/** What a map shows now, in twice as many pixels each way. */
export async function picture(map: MapHandle): Promise<HTMLCanvasElement | null> {
  const ratio = map.getPixelRatio()
  map.setPixelRatio(2)
  try {
    await new Promise<void>((resolve) => {
      map.once('idle', () => resolve())
      map.triggerRepaint()
    })
    // What WebGL drew is gone after the frame: it is copied while that lasts.
    return await new Promise((resolve) => {
      map.once('render', () => {
        const from = map.getCanvas()
        const copy = document.createElement('canvas')
        copy.width = from.width
        copy.height = from.height
        copy.getContext('2d')?.drawImage(from, 0, 0)
        resolve(copy)
      })
      map.triggerRepaint()
    })
  } finally {
    map.setPixelRatio(ratio)
  }
}

/** Whether a map was not made because this browser cannot draw one at all. */
export const noGraphics = (error: unknown): boolean => error instanceof maplibre.GPUInitializationError
