import type * as maplibre from 'maplibre-gl'

export type Bounds = [number, number, number, number]

/** What the map draws over the plain ground, lowest first. */
export interface Drawing {
  sources: Record<string, maplibre.SourceSpecification>
  layers: maplibre.LayerSpecification[]
}

/** Colours of the map that follow the page's light or dark. */
export function ground(dark: boolean) {
  return dark
    ? { paper: '#141b18', line: '#8fa39a', ink: '#eef4f1', halo: '#141b18' }
    : { paper: '#eef1ee', line: '#5b6a63', ink: '#14201b', halo: '#ffffff' }
}

/** Borders of desa: hundreds of them on a map of the branch must not cover what it shows. */
export const borderWidth: maplibre.ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  8,
  0.2,
  12,
  0.9,
]

/** The address of a layer's tiles; maps need it whole. */
export function tileUrl(layer: string, branch: string, version: number, more = ''): string {
  return `${location.origin}/tiles/${layer}/{z}/{x}/{y}.mvt?branch=${encodeURIComponent(branch)}&v=${version}${more}`
}

/** The box about the cells whose centres lie within bounds; null without cells. */
export function boxOf([west = 0, south = 0, east = 0, north = 0]: number[]): Bounds | null {
  const cell = 0.004 // degrees, more than a cell of resolution 9 reaches from its centre
  return east === 0 ? null : [west - cell, south - cell, east + cell, north + cell]
}
