import { useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { distance, monthName, number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { standing } from './band'
import { kecamatanOf } from './desa'
import { type Hand, nobody } from './fold'
import type { Tally } from './tally'

interface Props {
  branch: string
  /** In which routes are planned already, such as 2026-11. */
  month: string
  hand: Hand
  sum: Tally
  band: { lower: number; upper: number }
  /** The kecamatan of the contract. */
  where: string
  desaName: (code: string) => string
}

/** What somebody's territory comes to as it is drawn, and what the routes of the month expect. */
export function Holding({ branch, month, hand, sum, band, where, desaName }: Props) {
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
  const lies = [...new Set(sum.desa.map(kecamatanOf))]
  const rows: [string, string][] = [
    [t('holdBand', band), t(standing(sum.eligible, band))],
    [t('holdWhole'), sum.pieces.length === 1 ? t('holdYes') : t('holdPieces', { n: sum.pieces.length })],
    [
      t('kecamatan'),
      lies.map(desaName).join(', ') + (lies.every((one) => one === where) ? '' : ` (${t('holdElsewhere')})`),
    ],
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
