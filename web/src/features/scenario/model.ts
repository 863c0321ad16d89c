import type { Schemas } from '../../api/client'

export type Comparison = Schemas['PlanComparison']
type DesaCompared = Schemas['DesaCompared']

/** Whether a plan was in force and no longer is, or was to be and gave way. */
export const wasInForce = (
  { id, publishedFrom, replaced }: Pick<Schemas['PlanHead'], 'id' | 'publishedFrom' | 'replaced'>,
  { plan, today }: { plan?: number; today: string },
): boolean => replaced === true || (publishedFrom !== undefined && publishedFrom <= today && id !== plan)

/** What is shown of a flat map: its middle and how wide, in degrees of longitude. */
export interface View {
  x: number
  y: number
  wide: number
}

/** An outline on a plane without bend: longitude shrunk as it is there, north up. */
export interface Outline {
  code: string
  path: string
  /** A point within, where something can be written. */
  at: { x: number; y: number }
}

interface Feature {
  properties: { code: string; lon?: number; lat?: number }
  geometry: { type: string; coordinates: unknown } | null
}

type Ring = [number, number][]

/** How much a degree of longitude is of one of latitude. */
export const shrink = (lat: number): number => Math.cos((lat * Math.PI) / 180)

/** Outlines as paths, and the view in which all of them fit. */
export function flatten(features: Feature[]): { outlines: Outline[]; whole: View; high: number } {
  const polygons = features.flatMap((one) =>
    one.geometry
      ? [
          {
            code: one.properties.code,
            inner: [one.properties.lon ?? 0, one.properties.lat ?? 0] as const,
            rings: (one.geometry.type === 'Polygon'
              ? [one.geometry.coordinates]
              : one.geometry.coordinates) as Ring[][],
          },
        ]
      : [],
  )
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const { rings } of polygons)
    for (const [lon, lat] of rings.flat(2) as unknown as Ring) {
      west = Math.min(west, lon)
      east = Math.max(east, lon)
      south = Math.min(south, lat)
      north = Math.max(north, lat)
    }
  if (polygons.length === 0) return { outlines: [], whole: { x: 0, y: 0, wide: 1 }, high: 1 }
  const by = shrink((south + north) / 2)
  const round = (n: number) => Math.round(n * 1e5) / 1e5
  const path = (rings: Ring[][]) =>
    rings
      .flat()
      .map((ring) => `M${ring.map(([lon, lat]) => `${round(lon * by)},${round(-lat)}`).join('L')}Z`)
      .join('')
  return {
    outlines: polygons.map(({ code, rings, inner: [lon, lat] }) => ({
      code,
      path: path(rings),
      at: { x: round(lon * by), y: round(-lat) },
    })),
    whole: { x: ((west + east) / 2) * by, y: -(south + north) / 2, wide: Math.max((east - west) * by, 1e-3) },
    high: Math.max(north - south, 1e-3),
  }
}

/** The viewBox of a view in a box of some shape (width by height). */
export function boxOf(view: View, shape: number): string {
  const high = view.wide / shape
  return [view.x - view.wide / 2, view.y - high / 2, view.wide, high].map((n) => n.toFixed(5)).join(' ')
}

/** A view that shows all of a map in a box of some shape, with a border. */
export function fitted(whole: View, high: number, shape: number): View {
  return { ...whole, wide: Math.max(whole.wide, high * shape) * 1.04 }
}

/** A view closer by a factor, about a point of it given in shares of its width and height. */
export function zoomed(view: View, by: number, shape: number, at = { x: 0.5, y: 0.5 }): View {
  const wide = Math.min(Math.max(view.wide / by, 0.005), 20)
  const left = view.wide - wide
  return { x: view.x + left * (at.x - 0.5), y: view.y + (left / shape) * (at.y - 0.5), wide }
}

/** A view moved by shares of its width and height. */
export function moved(view: View, dx: number, dy: number, shape: number): View {
  return { ...view, x: view.x + dx * view.wide, y: view.y + (dy * view.wide) / shape }
}

/** Who has most of a desa in a plan; 0 where that is nobody. */
export function holder(desa: DesaCompared, plan: 0 | 1): number {
  return desa.shares?.[plan]?.[0]?.kader ?? 0
}

/** Desa of a map whose borders look alike. */
interface Alike {
  fills: (Outline & { kader: number })[]
  /** The borders of all of them as one path: without a graphics chip each stroked path costs as much. */
  border: string
}

/** The desa of a plan that change hands and those that do not, with who has most of each; 0 is nobody. */
export function splitOf(
  outlines: Outline[],
  comparison: Comparison,
  plan: 0 | 1,
): { still: Alike; changing: Alike } {
  const of = new Map((comparison.desa ?? []).map((one) => [one.code, one]))
  const alike = (changes: boolean): Alike => {
    const own = outlines.filter(({ code }) => (of.get(code)?.moved ?? 0) > 0 === changes)
    const kaderOf = (desa: DesaCompared | undefined) => (desa ? holder(desa, plan) : 0)
    return {
      fills: own.map((one) => ({ ...one, kader: kaderOf(of.get(one.code)) })),
      border: own.map(({ path }) => path).join(''),
    }
  }
  return { still: alike(false), changing: alike(true) }
}

/** A place among so many paints for every kader, the same in both maps. */
export function paintsOf(comparison: Comparison, paints: number): Map<number, number> {
  return new Map((comparison.kader ?? []).map((one, i) => [one.kader, i % paints]))
}

/** A number for every kader, by which the maps name them and the table tells who it is. */
export function numbersOf(comparison: Comparison): Map<number, number> {
  return new Map((comparison.kader ?? []).map((one, i) => [one.kader, i + 1]))
}

/** For every kader the desa in a plan in which most of their families live: where the number stands. */
export function seatsOf(comparison: Comparison, plan: 0 | 1): Map<number, string> {
  const most = new Map<number, { desa: string; eligible: number }>()
  for (const desa of comparison.desa ?? [])
    for (const { kader, eligible } of desa.shares?.[plan] ?? [])
      if (kader !== 0 && eligible > (most.get(kader)?.eligible ?? -1))
        most.set(kader, { desa: desa.code, eligible })
  return new Map([...most].map(([kader, { desa }]) => [kader, desa]))
}

/** Desa that change hands, those with the most families first. */
export function changed(comparison: Comparison): DesaCompared[] {
  return (comparison.desa ?? [])
    .filter((one) => one.moved > 0)
    .sort((a, b) => b.moved - a.moved || a.code.localeCompare(b.code))
}

/** Whether nothing differs between two plans but their names. */
export const same = (comparison: Comparison): boolean => comparison.moved.households === 0
