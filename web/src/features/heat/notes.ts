import type { Feature, FeatureCollection, Point } from 'geojson'
import type { Schemas } from '../../api/client'

export type MonthNote = Schemas['MonthNote']

/** A note with the number under which it stands on the map and in the list. */
export interface Numbered {
  n: number
  note: MonthNote
}

/** The notes that say something of an area: of it, around it or within it; the oldest first. */
export function numbered(notes: MonthNote[], area: string): Numbered[] {
  const within = (a: string, b: string) => b === '' || a === b || a.startsWith(`${b}.`)
  return notes
    .filter((note) => within(area, note.area) || within(note.area, area))
    .map((note, i) => ({ n: i + 1, note }))
}

/** Where their numbers stand on the map, those of one area in one place; the branch's have none. */
export function noteMarks(notes: Numbered[]): FeatureCollection {
  const places = new Map<string, Feature<Point>>()
  for (const { n, note } of notes) {
    if (note.lon === undefined || note.lat === undefined) continue
    const there = places.get(note.area)
    const name = there ? `${there.properties?.name},${n}` : String(n)
    places.set(note.area, {
      type: 'Feature',
      properties: { name },
      geometry: { type: 'Point', coordinates: [note.lon, note.lat] },
    })
  }
  return { type: 'FeatureCollection', features: [...places.values()] }
}

/** The layers that draw them. */
export const noteLayers = [
  {
    id: 'notes',
    type: 'circle' as const,
    source: 'notes',
    paint: {
      'circle-radius': 10,
      'circle-color': '#8a1c4a',
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'note-numbers',
    type: 'symbol' as const,
    source: 'notes',
    layout: {
      'text-field': ['get', 'name'] as unknown as string,
      'text-size': 12,
      'text-font': ['sans-serif'],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': '#ffffff' },
  },
]
