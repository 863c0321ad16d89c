import { describe, expect, it } from 'vitest'
import { byNumber, crewOf, homesOf, mayGrow } from './crew'
import { vacant } from './fold'
import type { Kader } from './kader'
import type { TerritoryPlan } from './model'

const kader = (id: number, kecamatan: string, more: Partial<Kader> = {}) =>
  ({
    id,
    kecamatan,
    code: `K${id}`,
    name: `Kader ${id}`,
    status: 'aktif',
    from: '2026-01-01',
    until: '2026-12-31',
    home: { lon: 110, lat: -7 },
    ...more,
  }) as Kader

const plan = {
  territories: [
    { id: 1, kader: 2, kecamatan: '99.01.01', merangkap: false, locked: true, kaderName: 'Kader 2' },
    { id: 2, kader: 2, kecamatan: '99.01.02', merangkap: true, locked: false, kaderName: 'Kader 2' },
    { id: 3, kader: 0, kecamatan: '99.01.02', merangkap: false, locked: true, kaderName: '' },
  ],
} as unknown as TerritoryPlan

describe('the crew of a drawing', () => {
  const crew = crewOf(
    [kader(3, '99.01.02'), kader(2, '99.01.01'), kader(9, '99.01.01', { status: 'berhenti' })],
    plan,
    '2026-11-23',
  )
  it('numbers kader by kecamatan and code, leaves out who left and holds nothing', () => {
    expect([...crew.values()].map((one) => [one.hand, one.label])).toEqual([
      [2, '1'],
      [3, '2'],
      [-2, '1R'],
      [vacant, '–'],
    ])
    expect(byNumber(crew, 2)?.hand).toBe(3)
    expect(byNumber(crew, 7)).toBeUndefined()
  })
  it('knows locks, second territories and those without kader', () => {
    expect([
      crew.get(2)?.locked,
      crew.get(-2)?.merangkap,
      crew.get(vacant)?.works,
      crew.get(3)?.territory,
    ]).toEqual([true, true, false, 0])
  })
  it('shows each home once, under number and name, and none that nobody knows', () => {
    const homeless = kader(4, '99.01.02', { home: undefined })
    const homes = homesOf(crewOf([kader(2, '99.01.01'), homeless], plan, '2026-11-23'))
    expect(homes).toEqual([{ at: [110, -7], label: '1 Kader 2' }])
  })
  it('waits for a second digit only where one could come', () => {
    expect([mayGrow('4', 41), mayGrow('5', 41), mayGrow('4', 39), mayGrow('12', 41)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
