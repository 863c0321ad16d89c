/** A desa, or a cell of one that may be divided. */
export interface Spot {
  desa: string
  cell?: string
}

export const keyOf = ({ desa, cell }: Spot): string => (cell ? `${desa} ${cell}` : desa)

/**
 * What a brush takes at a place: all of a desa that stays whole, one cell of another; null
 * where nobody lives in it there, so that a brush on its way never takes the rest.
 */
export const brushed = (spot: Spot, divided: { has(desa: string): boolean }): Spot | null =>
  spot.cell || !divided.has(spot.desa) ? spot : null

/** How a place is tinted. Equal ones are the same object: see tintOf. */
export interface Tint {
  readonly hue: string
  readonly strength: number
}

const tints = new Map<string, Tint>()

export function tintOf(hue: string, strength: number): Tint {
  const name = `${hue} ${strength}`
  const known = tints.get(name)
  if (known) return known
  const made = { hue, strength }
  tints.set(name, made)
  return made
}

/** One territory as it is painted. */
export interface Painted {
  hand: number
  hue: string
  pattern: string
  label: string
  name: string
  /** The same object as long as they are the same. */
  spots: Spot[]
  /** Where its label stands. */
  at: string
  broken: boolean
  strong: boolean
}
