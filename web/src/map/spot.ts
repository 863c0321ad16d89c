/** A desa, or a cell of one that may be divided. */
export interface Spot {
  desa: string
  cell?: string
}

export const keyOf = ({ desa, cell }: Spot): string => (cell ? `${desa} ${cell}` : desa)

/** One territory as it is painted. */
export interface Painted {
  hue: string
  pattern: string
  label: string
  name: string
  spots: Spot[]
  /** Where its label stands. */
  at: string
  broken: boolean
  strong: boolean
}
