import type * as maplibre from 'maplibre-gl'

export type Bounds = [number, number, number, number]

/** What the map draws over the plain ground, lowest first. */
export interface Drawing {
  sources: Record<string, maplibre.SourceSpecification>
  layers: maplibre.LayerSpecification[]
}

const dark = () => matchMedia('(prefers-color-scheme: dark)').matches

/** Colours of the map that follow the page's light or dark. */
export function ground() {
  return dark()
    ? { paper: '#141b18', line: '#8fa39a', ink: '#eef4f1', halo: '#141b18' }
    : { paper: '#eef1ee', line: '#5b6a63', ink: '#14201b', halo: '#ffffff' }
}

/** The address of a layer's tiles; maps need it whole. */
export function tileUrl(layer: string, branch: string, version: number, more = ''): string {
  return `${location.origin}/tiles/${layer}/{z}/{x}/{y}.mvt?branch=${encodeURIComponent(branch)}&v=${version}${more}`
}

/** The box about places; null when there are none. */
export function boundsOf(places: { lon: number; lat: number }[]): Bounds | null {
  if (places.length === 0) return null
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const p of places) {
    west = Math.min(west, p.lon)
    east = Math.max(east, p.lon)
    south = Math.min(south, p.lat)
    north = Math.max(north, p.lat)
  }
  return [west, south, east, north]
}
