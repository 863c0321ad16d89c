import type { Home } from '../../map/drawMap'
import { type Hand, nobody, vacant } from './fold'
import type { Kader } from './kader'
import type { TerritoryPlan } from './model'
import type { Holder } from './tally'

/** Somebody who holds a territory or could. */
export interface Member extends Holder {
  /** By which digits choose the kader; 0: nobody. */
  number: number
  name: string
  /** On the map. */
  label: string
  merangkap: boolean
  /** In the plan, once it has one. */
  territory: number
  home?: { lon: number; lat: number }
}

/** Everybody by number: all kader who work, and whoever holds a territory. */
export function crewOf(kader: Kader[], plan: TerritoryPlan | undefined, today: string): Map<Hand, Member> {
  const crew = new Map<Hand, Member>()
  const rows = plan?.territories ?? []
  const handOf = (row: { kader: number; merangkap: boolean }) =>
    row.kader === 0 ? vacant : row.merangkap ? -row.kader : row.kader
  const order = [...kader].sort(
    (a, b) => a.kecamatan.localeCompare(b.kecamatan) || a.code.localeCompare(b.code),
  )
  let number = 0
  for (const one of order) {
    const own = rows.find((row) => row.kader === one.id && !row.merangkap)
    const works = one.status === 'aktif' && one.from <= today && today <= one.until
    if (!works && !own) continue
    number++
    crew.set(one.id, {
      hand: one.id,
      kecamatan: own?.kecamatan ?? one.kecamatan,
      locked: own?.locked ?? false,
      works,
      number,
      name: one.name,
      label: String(number),
      merangkap: false,
      territory: own?.id ?? 0,
      home: one.home,
    })
  }
  for (const row of rows) {
    const hand = handOf(row)
    if (hand > nobody) continue
    const own = crew.get(row.kader)
    crew.set(hand, {
      hand,
      kecamatan: row.kecamatan,
      locked: row.locked,
      works: hand !== vacant,
      number: 0,
      name: row.kaderName,
      label: own ? `${own.label}R` : '–',
      merangkap: row.merangkap,
      territory: row.id,
    })
  }
  return crew
}

/** Where kader live, as the map shows it. */
export function homesOf(crew: Map<Hand, Member>): Home[] {
  return [...crew.values()].flatMap(({ home, label, name }) =>
    home ? [{ at: [home.lon, home.lat], label: `${label} ${name}` }] : [],
  )
}

/** The kader whom digits choose. */
export function byNumber(crew: Map<Hand, Member>, number: number): Member | undefined {
  return [...crew.values()].find((one) => one.number === number)
}

/** How long a second digit is waited for. */
export const digitPause = 700

/** Whether a number of so many digits could still grow to that of another kader. */
export function mayGrow(typed: string, most: number): boolean {
  return Number(typed) * 10 <= most
}
