import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { api, body, type Schemas } from '../../api/client'

export type Heat = Schemas['HeatAnswer']
export type Part = Schemas['HeatPart']

/** What the map is asked for besides month and area; it stands in the address. */
export interface Ask {
  measure: string
  classes: string
  palette: string
  membership: string
  months: string
  status: string
  kader: string
  channel: string
  /** now or before: which of the two months is drawn. */
  drawn: string
}

const usual: Ask = {
  measure: 'arrears',
  classes: 'quantile',
  palette: 'viridis',
  membership: '',
  months: '',
  status: '',
  kader: '',
  channel: '',
  drawn: 'now',
}

/** Measures of what happened in a month, told of units. */
export const happened = ['visits', 'contact', 'kept', 'collected']

export const filters = ['membership', 'months', 'status', 'kader', 'channel'] as const

export function readAsk(params: URLSearchParams): Ask {
  const out = { ...usual }
  for (const name of Object.keys(usual) as (keyof Ask)[]) out[name] = params.get(`map-${name}`) ?? usual[name]
  return out
}

/** What a family is visited for is nothing of one that was never visited. */
export const sayable = (measure: string, status: string): boolean =>
  status !== 'new' || !['visits', 'contact', 'kept'].includes(measure)

/** The query of an answer or a file; a status of which the measure has nothing to say is left out. */
export function queryOf(ask: Ask, month: string, against: string, within: string): Record<string, string> {
  const out: Record<string, string> = { month, against, measure: ask.measure, classes: ask.classes }
  if (within) out.within = within
  for (const name of filters) {
    if (ask[name] && (name !== 'status' || sayable(ask.measure, ask.status))) out[name] = ask[name]
  }
  return out
}

export function useAsk(): [Ask, (change: Partial<Ask>) => void] {
  const [params, setParams] = useSearchParams()
  const change = (of: Partial<Ask>) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now)
        for (const [name, value] of Object.entries(of)) {
          if (value && value !== usual[name as keyof Ask]) next.set(`map-${name}`, value)
          else next.delete(`map-${name}`)
        }
        return next
      },
      { replace: true },
    )
  return [readAsk(params), change]
}

export function useHeat(branch: { code: string; version: number }, query: Record<string, string>) {
  return useQuery({
    queryKey: ['heat', branch.code, branch.version, query],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/heat', {
          params: { path: { branch: branch.code }, query: query as never },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}
