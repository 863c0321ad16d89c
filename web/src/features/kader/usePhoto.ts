import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, body } from '../../api/client'
import type { Paper } from './paper'

/** A kader's photo as an address that the page can show. */
export function usePhoto(branch: string, one: Paper): { url: string; error: unknown } {
  const photo = useQuery({
    queryKey: ['paperwork', branch, 'portrait', one.kader],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/kader/{kader}/photo', {
          params: { path: { branch, kader: one.kader } },
          parseAs: 'blob',
        }),
      ) as unknown as Promise<Blob>,
    enabled: one.photo,
  })
  const blob = one.photo ? photo.data : undefined
  const [url, setUrl] = useState('')
  useEffect(() => {
    if (!blob) return setUrl('')
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return { url, error: photo.error }
}
