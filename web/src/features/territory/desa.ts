import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, body } from '../../api/client'

/** The sums of every desa, with the territories of a plan. */
export function useDesa(branch: string, plan: number) {
  return useQuery({
    queryKey: ['desa', branch, plan],
    staleTime: Number.POSITIVE_INFINITY, // a file, a ruling, a stroke: what changes it has it read anew
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/desa', { params: { path: { branch }, query: { plan } } })),
  })
}

/** Says where a desa or kecamatan is by its name; by its code when it has none. */
export function usePlaceName(branch: string, plan: number): (code: string) => string {
  const desa = useDesa(branch, plan)
  return useMemo(() => {
    const names = new Map<string, string>()
    for (const d of desa.data?.desa ?? []) {
      names.set(d.code, `${d.name}, ${d.kecamatan}`)
      names.set(kecamatanOf(d.code), d.kecamatan)
    }
    return (code) => names.get(code) || code
  }, [desa.data])
}

/** The code of the kecamatan that a desa lies in: 33.72.01.1001 → 33.72.01. */
export function kecamatanOf(desa: string): string {
  return desa.slice(0, 8)
}
