import type { Heat, Part } from './ask'

/** Stops that the colour-blind tell apart, light to dark: more is darker. */
export const palettes: Record<string, string[]> = {
  viridis: ['#fde725', '#5ec962', '#21918c', '#3b528b', '#440154'],
  cividis: ['#fee838', '#bcae6c', '#7c7b78', '#414d6b', '#00224e'],
  change: ['#5e3c99', '#b2abd2', '#f2f2f2', '#fdb863', '#e66101'], // less, about the same, more
  blues: ['#deebf7', '#9ecae1', '#4292c6', '#2171b5', '#08306b'],
}

/** Class i holds values from breaks[i] up to, not including, breaks[i+1]; what lies above the last one is in the highest. */
export function classOf(breaks: number[], value: number): number {
  const classes = Math.max(1, breaks.length - 1)
  let at = 0
  while (at < classes - 1 && value >= (breaks[at + 1] ?? Number.POSITIVE_INFINITY)) at++
  return at
}

/** The colour of a class of so many, ends of the palette kept. */
export function colourOf(palette: string, i: number, classes: number): string {
  const stops = palettes[palette] ?? palettes.viridis ?? []
  return (
    stops[classes === 1 ? stops.length - 1 : Math.round((i * (stops.length - 1)) / (classes - 1))] ??
    '#888888'
  )
}

export type Look = { state: 'value'; at: number } | { state: 'hidden' } | { state: 'none' }

/** How a part is drawn: by its class, or as hidden, or as nothing. Never one for another. */
export function lookOf(heat: Pick<Heat, 'breaks'>, part: Part, drawn: string): Look {
  if (part.status === 'hidden') return { state: 'hidden' }
  const value = drawn === 'before' ? part.before : part.value
  if (drawn === 'before' && value === undefined) return { state: 'hidden' }
  if (drawn !== 'before' && part.status !== 'value') return { state: 'none' }
  return { state: 'value', at: classOf(heat.breaks ?? [], value ?? 0) }
}

/** The ids of parts by how they are drawn. */
export function byLook(heat: Heat, drawn: string) {
  const classes: number[][] = Array.from({ length: Math.max(1, (heat.breaks ?? []).length - 1) }, () => [])
  const hidden: number[] = []
  const none: number[] = []
  for (const part of heat.parts ?? []) {
    const look = lookOf(heat, part, drawn)
    if (look.state === 'value') classes[look.at]?.push(part.id)
    else (look.state === 'hidden' ? hidden : none).push(part.id)
  }
  return { classes, hidden, none }
}

/**
 * What changed between the two months, as a map of its own: five classes about zero, as
 * wide below as above. A part of which one month is not told has no change.
 */
export function differenceOf(heat: Heat): Heat {
  const parts = (heat.parts ?? []).map((part) => {
    if (part.status !== 'value' || part.before === undefined)
      return { ...part, status: part.status === 'hidden' ? ('hidden' as const) : ('none' as const) }
    return { ...part, value: part.value - part.before }
  })
  const told = parts.filter(({ status }) => status === 'value').map(({ value }) => value)
  const sizes = told.map(Math.abs).sort((a, b) => a - b)
  const of = (share: number) => sizes[Math.floor(share * (sizes.length - 1))] ?? 0
  const [small, middle] = [of(0.2), Math.max(of(0.6), of(0.2) + 1)]
  const most = Math.max(of(1), middle + 1)
  const sum = ['rupiah', 'count'].includes(heat.unit) ? told.reduce((all, v) => all + v, 0) : 0
  const { before: _, ...rest } = heat
  return {
    ...rest,
    parts,
    breaks: [-most, -middle, 0 - small, small + 1, middle + 1, most + 1],
    total: { num: sum, den: 0 },
  }
}
