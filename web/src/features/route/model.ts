import type { Schemas } from '../../api/client'

export type KaderDay = Schemas['KaderDay']
export type RouteCard = Schemas['RouteCard']

export interface Point {
  x: number
  y: number
}

/** A point of the sketch map with its label: the order of the visit, or the home. */
export interface Spot extends Point {
  label: string
}

/** The route in metres about home: home first, then the visits in order. */
export function spotsOf(day: KaderDay): Spot[] {
  const visits = (day.cards ?? []).flatMap((card) =>
    card.sketch && card.stop ? [{ ...card.sketch, label: String(card.stop.seq) }] : [],
  )
  return visits
}

export type Stop = Schemas['Stop']

/** The stops of the day in order: families, and village offices to report to first. */
export function stopsOf(day: KaderDay): { stop: Stop; card?: RouteCard }[] {
  const cards = new Map((day.cards ?? []).map((card) => [card.household, card]))
  return (day.route?.stops ?? []).map((stop) => ({ stop, card: cards.get(stop.household) }))
}

/** The name of a desa on the sketch; its code when the sketch lacks it. */
export function desaName(day: KaderDay, code: string): string {
  const found = (day.outline.features ?? []).find((f) => (f as Named).properties?.code === code)
  return (found as Named | undefined)?.properties?.name ?? code
}

interface Named {
  properties?: { code?: string; name?: string }
}

export interface Frame {
  left: number
  top: number
  width: number
  height: number
}

/** A box about all points with room at its edges; at least 400 m wide and high. */
export function frameOf(points: Point[]): Frame {
  const xs = points.map((p) => p.x)
  const ys = points.map((p) => -p.y)
  const spanX = Math.max(400, Math.max(...xs) - Math.min(...xs))
  const spanY = Math.max(400, Math.max(...ys) - Math.min(...ys))
  const room = 0.12 * Math.max(spanX, spanY)
  const middleX = (Math.max(...xs) + Math.min(...xs)) / 2
  const middleY = (Math.max(...ys) + Math.min(...ys)) / 2
  return {
    left: middleX - spanX / 2 - room,
    top: middleY - spanY / 2 - room,
    width: spanX + 2 * room,
    height: spanY + 2 * room,
  }
}

/** An SVG path of GeoJSON rings, north up. */
export function pathOf(rings: number[][][]): string {
  return rings.map((ring) => `M${ring.map(([x = 0, y = 0]) => `${x} ${-y}`).join('L')}Z`).join('')
}

/** Part of the day in which a message is sent, for its greeting. */
export function partOf(hour: number): 'partMorning' | 'partNoon' | 'partEvening' {
  if (hour < 11) return 'partMorning'
  return hour < 15 ? 'partNoon' : 'partEvening'
}

/** A number as tel: and wa.me want it: 62… without a plus. */
export function international(phone: string): string {
  if (phone.includes('•')) return ''
  return phone.replace(/\D/g, '').replace(/^0/, '62')
}
