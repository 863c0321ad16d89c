import { useQuery } from '@tanstack/react-query'
import { api, body, type Schemas } from '../../api/client'

/** The size of a territory in eligible KK, as the branch's rules of today say. */
export type Band = { lower: number; target: number; upper: number }

export function useBand(branch: Schemas['BranchSummary']): Band | null {
  const rules = useQuery({
    queryKey: ['rules', branch.code],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/rules', { params: { path: { branch: branch.code } } })),
  })
  let band: Partial<Band> = {}
  for (const row of rules.data?.rules ?? []) {
    const inForce = row.from <= branch.today && (!row.until || branch.today <= row.until)
    if (row.key === 'territory' && inForce) band = { ...band, ...(row.value as Partial<Band>) }
  }
  return band.lower && band.target && band.upper ? (band as Band) : null
}

/** Where a territory lies against the band of eligible KK. */
export function standing(
  eligible: number,
  band: Pick<Band, 'lower' | 'upper'>,
): 'bandLow' | 'bandOk' | 'bandHigh' {
  if (eligible < band.lower) return 'bandLow'
  return eligible > band.upper ? 'bandHigh' : 'bandOk'
}
