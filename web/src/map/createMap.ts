import * as maplibre from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'

import { type Bounds, type Drawing, ground } from './style'

maplibre.setWorkerUrl(workerUrl)

export type MapHandle = maplibre.Map

/**
 * A map without any tile server, font or sprite of others. Style text draws with
 * the fonts of the machine, since the style names no glyphs.
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
    dragRotate: false,
    pitchWithRotate: false,
    locale: {
      'NavigationControl.ZoomIn': 'Perbesar',
      'NavigationControl.ZoomOut': 'Perkecil',
      'Map.Title': 'Peta',
    },
  })
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right')
  map.touchZoomRotate.disableRotation()
  return map
}

/** Whether this browser can draw the map at all. */
export function canDraw(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}
