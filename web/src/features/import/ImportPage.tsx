import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Progress } from '../plan/Progress'
import { useEvents } from '../plan/watch'
import { Entry } from './Entry'
import { type Import, shelved } from './model'
import { Upload } from './Upload'

/** Takes files in, and accounts for every row of them. */
export function ImportPage({ branch }: { branch: Schemas['BranchSummary'] }) {
  const { t } = useWords()
  const client = useQueryClient()
  const imports = useQuery({
    queryKey: ['imports', branch.code],
    queryFn: () =>
      body(api.GET('/api/v1/branches/{branch}/imports', { params: { path: { branch: branch.code } } })),
  })
  useReturn(() => void imports.refetch())
  const all = imports.data?.imports ?? []
  const { running, past, undoable } = shelved(all)
  return (
    <div className="page">
      <Upload branch={branch} />
      {running && <Follow branch={branch.code} one={running} ended={() => void client.invalidateQueries()} />}
      <section>
        <h2>{t('importHistory')}</h2>
        {imports.isSuccess && all.length === 0 && <p className="soft">{t('importNone')}</p>}
        {past.map((one) => (
          <Entry key={one.id} branch={branch.code} one={one} undoable={one === undoable} />
        ))}
      </section>
    </div>
  )
}

/** Does something when the person comes back to the page: the command line imports too. */
function useReturn(act: () => void) {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const back = () => latest.current()
    addEventListener('focus', back)
    return () => removeEventListener('focus', back)
  }, [])
}

function Follow({ branch, one, ended }: { branch: string; one: Import; ended: () => void }) {
  const { t } = useWords()
  const [now, setNow] = useState(one)
  useEvents<Import>(`/api/v1/branches/${branch}/imports/${one.id}/events`, (state, over) => {
    setNow(state)
    if (over) ended()
  })
  return (
    <Progress
      label={`${one.file}: ${now.stage || t('stateQueued')}`}
      value={now.total > 0 ? now.done / now.total : null}
      note={now.total > 0 ? `${number(now.done)} / ${number(now.total)}` : undefined}
      cancel={() =>
        void body(
          api.DELETE('/api/v1/branches/{branch}/imports/{id}', { params: { path: { branch, id: one.id } } }),
        ).finally(ended)
      }
    />
  )
}
