import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { kecamatanOf, useDesa } from './desa'
import { type Place, placesOf } from './model'

export type Kader = Schemas['Kader']

/** The branch's kader. */
export function useKader(branch: string): Kader[] {
  const kader = useQuery({
    queryKey: ['kader', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/kader', { params: { path: { branch } } })),
  })
  return kader.data?.kader ?? []
}

/** The kecamatan in which families in arrears live, with their desa. */
export function usePlaces(branch: string, plan: number): Place[] {
  const desa = useDesa(branch, plan)
  return useMemo(() => placesOf(desa.data?.desa ?? [], kecamatanOf), [desa.data])
}
