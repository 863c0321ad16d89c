import type { Schemas } from '../../api/client'
import type { Box } from '../../map/shapes'
import { type Change, type Hand, nobody } from './fold'
import type { Holder } from './tally'

export type Proposal = Schemas['Proposal']
export type Question = Schemas['ProposalQuestion']

/** What is accepted where some territories are left as they are: what they take no part in. */
export function accepted(changes: Change[], left: ReadonlySet<Hand>): Change[] {
  return changes.filter(({ from, to }) => !left.has(from) && !left.has(to))
}

/** Whose locks are in the way of what is accepted: of those that are not left as they are. */
export function toOpen(locked: Hand[], left: ReadonlySet<Hand>): Hand[] {
  return locked.filter((hand) => !left.has(hand))
}

/** Everybody whom changes concern, in their order. */
export function handsOf(changes: Change[]): Hand[] {
  return [...new Set(changes.flatMap(({ from, to }) => [from, to]))]
    .filter((hand) => hand !== nobody)
    .sort((a, b) => a - b)
}

/** What of a proposal was not asked for: what is given back for a stroke. */
export function returned(changes: Change[], stroke: Change[]): Change[] {
  const asked = new Set(stroke.map(({ desa, cell }) => `${desa} ${cell ?? ''}`))
  return changes.filter(({ desa, cell }) => !asked.has(`${desa} ${cell ?? ''}`) && !asked.has(`${desa} `))
}

/** The first kader of a kecamatan who works and has no territory; nobody where all have. */
export function firstFree(
  crew: Map<Hand, Holder>,
  held: { has: (hand: Hand) => boolean },
  kecamatan: string,
): Hand {
  for (const [hand, one] of crew)
    if (hand > nobody && one.works && one.kecamatan === kecamatan && !held.has(hand)) return hand
  return nobody
}

export type Bearing = 'cutNorth' | 'cutEast' | 'cutRising' | 'cutFalling'

export const bearings: Bearing[] = ['cutNorth', 'cutEast', 'cutRising', 'cutFalling']

/** A line through the middle of a box, for a knife without a pointer. */
export function lineThrough([west, south, east, north]: Box, bearing: Bearing): [number, number][] {
  const [x, y] = [(west + east) / 2, (south + north) / 2]
  switch (bearing) {
    case 'cutNorth':
      return [
        [x, south],
        [x, north],
      ]
    case 'cutEast':
      return [
        [west, y],
        [east, y],
      ]
    case 'cutRising':
      return [
        [west, south],
        [east, north],
      ]
    case 'cutFalling':
      return [
        [west, north],
        [east, south],
      ]
  }
}

/** No more points of a line than say where it goes. */
export function thinned<T>(line: T[], most = 100): T[] {
  if (line.length <= most) return line
  return Array.from({ length: most }, (_, i) => line[Math.round((i * (line.length - 1)) / (most - 1))] as T)
}

/** The band that a finding says would do. */
export function bandOf(repair: string | undefined): { lower: number; upper: number } | null {
  const found = /^band=(\d+)\.\.(\d+)$/.exec(repair ?? '')
  return found ? { lower: Number(found[1]), upper: Number(found[2]) } : null
}
