import type { Schemas } from '../../api/client'

export type Exceptions = Schemas['Exceptions']
export type Effect = Schemas['RulingEffect']
export type Kind = 'unplaced' | 'outside' | 'pile' | 'excluded'
export type Section = Kind | 'refused' | 'noShape' | 'log'
export type Act = 'place' | 'assign' | 'exclude' | 'undo'

/** Where something is, on the map. */
export interface Pin {
  at: number[]
  label: string
}

/** What waits, with how much of it, in the order of the list. */
export function sections(e: Exceptions): [Section, number][] {
  const rows = (e.refused ?? []).reduce((sum, one) => sum + one.rows, 0)
  return [
    ['outside', e.outside.households],
    ['pile', e.pile.households],
    ['unplaced', e.unplaced.households],
    ['refused', rows],
    ['noShape', (e.noShape ?? []).length],
    ['excluded', e.excluded.households],
  ]
}

/** The pins of a section. */
export function pinsOf(e: Exceptions | undefined, section: Section | null): Pin[] {
  return (e?.pins ?? [])
    .filter((one) => one.kind === section)
    .map(({ at, households }) => ({ at: [at.lon, at.lat], label: String(households) }))
}

/** Latitude and longitude as people write them, the comma of a decimal too; null where they are none of Indonesia's. */
export function placeOf(text: string): { lon: number; lat: number } | null {
  const parts = text.trim().split(text.includes(';') ? /\s*;\s*/ : /\s*,\s+|\s+|,(?=-?\d+\.)/)
  const [lat, lon] = parts.map((one) => Number(one.replace(',', '.')))
  if (parts.length !== 2 || lat === undefined || lon === undefined) return null
  return lat >= -11.1 && lat <= 6.1 && lon >= 94.9 && lon <= 141.1 ? { lon, lat } : null
}

/** What is offered for families of a section. */
export function actsFor(section: Kind): Act[] {
  return section === 'excluded' ? ['undo'] : ['place', 'assign', 'exclude']
}

/** The desa to begin with: the one in which all positions lie, where that is one. */
export function likelyDesa(rows: { liesIn: string }[]): string {
  const [first, ...others] = new Set(rows.map((one) => one.liesIn))
  return first && others.length === 0 ? first : ''
}

/** Rows of the effect: what no territory holds goes last, what stays as it is not at all. */
export function turnsOf(e: Effect): Effect['unserved'][] {
  return [...(e.territories ?? []), e.unserved].filter(
    ({ before, after }) => before.households !== after.households || before.eligible !== after.eligible,
  )
}
