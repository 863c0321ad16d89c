import type { Schemas } from '../../api/client'

type Card = Schemas['RouteCard']
type Visit = Schemas['DayVisit']

/** A family of a day: planned, visited, or both. */
export interface DayRow {
  household: number
  name: string
  place: string
  card: Card | null
  visits: Visit[]
}

const placeOf = (one: { rt: string; rw: string; desaName: string }): string =>
  `RT ${one.rt}/RW ${one.rw} ${one.desaName}`

/** The planned families in their order with what came of each, then those visited besides. */
export function dayRows(cards: Card[], visits: Visit[]): DayRow[] {
  const rows = new Map<number, DayRow>()
  for (const card of cards)
    rows.set(card.household, {
      household: card.household,
      name: card.headName,
      place: placeOf(card),
      card,
      visits: [],
    })
  for (const visit of visits) {
    const row = rows.get(visit.household)
    if (row) row.visits.push(visit)
    else
      rows.set(visit.household, {
        household: visit.household,
        name: visit.headName,
        place: placeOf(visit),
        card: null,
        visits: [visit],
      })
  }
  return [...rows.values()]
}

/** How many of the planned families were visited, and how many others. */
export function doneOf(rows: DayRow[]): { planned: number; done: number; besides: number } {
  const planned = rows.filter((row) => row.card)
  return {
    planned: planned.length,
    done: planned.filter((row) => row.visits.length > 0).length,
    besides: rows.length - planned.length,
  }
}

/** The day so many days later. */
export function later(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
