import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { api, body } from '../../api/client'
import { useLineBack } from '../../api/useLine'
import { Draft, type Shelf } from './draft'
import type { Stroke } from './fold'
import { path, serverOf } from './strokes'
import type { Sheet } from './tally'

/** Strokes wait in the browser's own store, under the name of who drew them. */
function shelfOf(branch: string, id: number, by: string): Shelf {
  const key = `binaan.strokes.${branch}.${id}.${by}`
  return {
    load: () => {
      try {
        return JSON.parse(localStorage.getItem(key) ?? '[]') as Stroke[]
      } catch {
        return []
      }
    },
    save: (strokes) => {
      if (strokes.length > 0) localStorage.setItem(key, JSON.stringify(strokes))
      else localStorage.removeItem(key)
    },
  }
}

/** How often what others draw is looked for. */
const lookEvery = 5000

/** A plan as it is drawn, once it is read. */
export function useDraft(branch: string, id: number, by: string) {
  const client = useQueryClient()
  const params = { path: { branch, id } }
  const still = { enabled: id > 0, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false }
  const sheet = useQuery({
    ...still,
    queryKey: ['drawing', branch, id],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}/drawing', { params })),
  })
  const strokes = useQuery({
    ...still,
    queryKey: ['strokes', branch, id],
    queryFn: () => body(api.GET(path, { params: { ...params, query: { after: 0 } } })),
  })
  const read = sheet.data as Sheet | undefined
  const log = strokes.data?.strokes as Stroke[] | undefined | null
  const last = useRef<{ draft: Draft; of: string } | null>(null)
  const draft = useMemo(() => {
    if (!read || !strokes.data) return null
    const of = `${branch} ${id} ${by}`
    const told = last.current?.of === of ? last.current.draft.now().dropped : []
    const made = new Draft(
      read,
      log ?? [],
      by,
      serverOf(branch, id),
      shelfOf(branch, id, by),
      undefined,
      told,
    )
    last.current = { draft: made, of }
    return made
  }, [read, log, strokes.data, by, branch, id])
  const state = useSyncExternalStore(draft?.watch ?? nothing, draft?.now ?? none)
  const stale = state?.stale ?? false
  useEffect(() => {
    if (!stale) return
    void client.invalidateQueries({ queryKey: ['drawing', branch, id] })
    void client.invalidateQueries({ queryKey: ['strokes', branch, id] })
  }, [stale, client, branch, id])
  useEffect(() => {
    if (!draft || read?.published) return
    void draft.catchUp()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void draft.flush().then(() => draft.catchUp())
    }, lookEvery)
    return () => clearInterval(timer)
  }, [draft, read?.published])
  useLineBack(() => void draft?.flush())
  return { sheet: read, draft, state, error: sheet.error ?? strokes.error, retry: () => void sheet.refetch() }
}

const nothing = () => () => {}
const none = () => null
