import { useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { distance, monthName, number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { type Hand, nobody } from './fold'
import type { Tally } from './tally'

interface Props {
  branch: string
  /** In which routes are planned already, such as 2026-11. */
  month: string
  hand: Hand
  sum: Tally
}

/** What somebody's territory comes to as it is drawn, and what the routes of the month expect. */
export function Holding({ branch, month, hand, sum }: Props) {
  const { t } = useWords()
  const routes = useQuery({
    queryKey: ['routes-of-month', branch, month],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/routes/month', { params: { path: { branch }, query: { month } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const planned = hand > nobody ? routes.data?.kader?.find((one) => one.kader === hand) : undefined
  const rows: [string, string][] = [
    [t('holdFamilies'), t('holdOf', { n: number(sum.eligible), all: number(sum.households) })],
    [t('holdMembers'), number(sum.members)],
    [t('arrears'), roundRupiah(sum.arrears)],
    [t('holdVisits'), number(sum.visits)],
    [t('holdRide'), sum.ride === null ? '–' : distance(sum.ride)],
    [t('holdSpread'), distance(sum.spread)],
  ]
  if (planned)
    rows.push([
      t('holdRoutes', { month: monthName(month) }),
      t('holdPlanned', { value: roundRupiah(planned.expected), n: number(planned.visits) }),
    ])
  return (
    <dl className="holding">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
