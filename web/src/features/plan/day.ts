import type { Schemas } from '../../api/client'

type Card = Schemas['RouteCard']
type Visit = Schemas['DayVisit']
type Engagement = Schemas['PlannedEngagement']

/** A family of a day: planned, visited, or both; or an engagement, its number with a minus. */
export interface DayRow {
  household: number
  name: string
  place: string
  card: Card | null
  visits: Visit[]
  engaged?: Engagement
}

const placeOf = (one: { rt: string; rw: string; desaName: string }): string =>
  `RT ${one.rt}/RW ${one.rw} ${one.desaName}`

/** The planned families in their order with what came of each, then those visited besides; engagements at their hour. */
export function dayRows(cards: Card[], visits: Visit[], engaged: Engagement[] = []): DayRow[] {
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
  const out = [...rows.values()]
  for (const what of engaged) {
    const after = out.findIndex((row) => (row.card?.stop?.begin ?? row.engaged?.open ?? 1440) > what.open)
    const place = [what.place, what.desaName].filter(Boolean).join(', ')
    const row = { household: -what.id, name: '', place, card: null, visits: [], engaged: what }
    out.splice(after < 0 ? out.length : after, 0, row)
  }
  return out
}

/** How many of the planned families were visited, and how many others. */
export function doneOf(rows: DayRow[]): { planned: number; done: number; besides: number } {
  const planned = rows.filter((row) => row.card)
  return {
    planned: planned.length,
    done: planned.filter((row) => row.visits.length > 0).length,
    besides: rows.filter((row) => !row.card && !row.engaged).length,
  }
}

/** The day so many days later. */
export function later(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
