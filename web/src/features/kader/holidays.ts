import { useQuery } from '@tanstack/react-query'
import { api, body, type Schemas } from '../../api/client'

export type Holidays = Schemas['Holidays']
export type Doubt = Schemas['Doubt']

/** The branch's days off, and what is not certain about them. */
export function useHolidays(branch: string) {
  return useQuery({
    queryKey: ['holidays', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/holidays', { params: { path: { branch } } })),
  })
}
