import type { Schemas } from '../../api/client'
import type { Family, Pack, PackDay, PackStop } from '../round/pack'

type KaderDay = Schemas['KaderDay']
type RouteCard = Schemas['RouteCard']

/** A pack of what the days of a kader tell: the families on their cards alone. */
export function packOf(days: KaderDay[], time: string): Pack | null {
  const first = days[0]
  if (!first) return null
  const cards = days.flatMap((day) => [...(day.cards ?? []), ...(day.reserve ?? [])])
  const families = new Map(cards.map((card) => [card.household, familyOf(card)]))
  for (const card of first.cards ?? []) families.set(card.household, familyOf(card)) // with its telephone
  return {
    server_epoch: '',
    server_time: time,
    today: first.today,
    kader: { id: first.kader, code: '', name: first.name, branch: first.branch.code },
    days: days.map(dayOf),
    families: [...families.values()],
    rules: {},
  }
}

function dayOf(day: KaderDay): PackDay {
  const route = day.route as KaderDay['route'] | null
  const stops = (route?.stops ?? []).map(
    (stop): PackStop => ({
      household: stop.household,
      from: stop.windowOpen,
      until: stop.windowClose,
      arrive: stop.begin,
      ride: { metres: stop.ride, minutes: Math.round(stop.rideTime / 60), rough: true },
      reasons: stop.reasons ?? [],
    }),
  )
  const reserve = (day.reserve ?? []).map(
    (card): PackStop => ({
      household: card.household,
      from: 0,
      until: 0,
      arrive: 0,
      ride: { metres: 0, minutes: 0, rough: true },
      reasons: [],
    }),
  )
  return { day: day.day, state: route ? 'route' : 'none', stops, reserve }
}

const familyOf = (card: RouteCard): Family => ({
  id: card.household,
  head: card.headName,
  kk: card.noKkMasked,
  address: card.address,
  rt: card.rt,
  rw: card.rw,
  desa: card.desaName,
  members: card.members,
  months: card.months,
  arrears: card.arrears,
  as_of: card.asOf,
  phone: card.phone,
  lat: card.at?.lat,
  lng: card.at?.lon,
  radius: card.radius,
  place_class: card.accuracy,
  last: (card.lastVisits ?? []).map((one) => ({ day: one.day, type: one.outcome })),
  promise: card.promise ? { day: card.promise.due, amount: card.promise.amount } : null,
})
