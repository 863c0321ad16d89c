import { describe, expect, test } from 'vitest'
import { type MonthNote, noteMarks, numbered } from './notes'

const note = (id: number, area: string, at?: [number, number]): MonthNote => ({
  id,
  day: `2026-11-0${id}`,
  area,
  name: area,
  cause: 'BENCANA',
  text: 'Banjir',
  by: 'Contoh',
  ...(at && { lon: at[0], lat: at[1] }),
})

const notes = [
  note(1, ''),
  note(2, '99.01.02', [110.8, -7.5]),
  note(3, '99.01.03', [110.9, -7.5]),
  note(4, '99.01.02', [110.8, -7.5]),
  note(5, '99.01.02.2001', [110.81, -7.51]),
]

describe('notes on the map', () => {
  test('are those of an area, around it and within it, numbered as they are listed', () => {
    const at = (area: string) => numbered(notes, area).map(({ n, note: { id } }) => [n, id])
    expect(at('')).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]))
    expect(at('99.01.02')).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 5],
    ])
    expect(at('99.01.02.2002').map(([, id]) => id)).toEqual([1, 2, 4])
    expect(at('99.01.0').length).toBe(1)
  })

  test('have one mark for a place with the numbers of all, and none for the branch', () => {
    const marks = noteMarks(numbered(notes, '')).features.map(({ properties, geometry }) => [
      properties?.name,
      geometry.type === 'Point' && geometry.coordinates,
    ])
    expect(marks).toEqual([
      ['2,4', [110.8, -7.5]],
      ['3', [110.9, -7.5]],
      ['5', [110.81, -7.51]],
    ])
  })
})
