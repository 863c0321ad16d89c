import { useQuery } from '@tanstack/react-query'
import { api, body, type Schemas } from '../../api/client'

/** The desa of the branch, by name. */
export function useDesa(
  branch: Schemas['BranchSummary'],
): { code: string; name: string; kecamatan: string }[] {
  const desa = useQuery({
    queryKey: ['desa', branch.code, 0],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/desa', {
          params: { path: { branch: branch.code }, query: { plan: 0 } },
        }),
      ),
  })
  return (desa.data?.desa ?? []).toSorted((a, b) => a.name.localeCompare(b.name))
}
