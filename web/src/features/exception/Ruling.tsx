import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { api, body } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { EffectTable } from './EffectTable'
import type { Board } from './Inbox'
import { type Act, placeOf } from './model'

interface Props {
  act: Act
  households: number[]
  /** The desa to begin with. */
  likely: string
  board: Board
  done: (n: number) => Promise<void>
  cancel: () => void
}

/** Says what is decided about some families, shows what would become of the figures, and then does it. */
export function Ruling({ act, households, likely, board, done, cancel }: Props) {
  const { t } = useWords()
  const [where, setWhere] = useState('')
  const [desa, setDesa] = useState(likely)
  const [reason, setReason] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const { branch, plan, pick, pin } = board
  const at = act === 'place' ? placeOf(where) : null
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, select, button')?.focus()
  }, [])
  useEffect(() => {
    if (act !== 'place') return
    pick(({ lon, lat }) => setWhere(`${lat.toFixed(5)}, ${lon.toFixed(5)}`))
    return () => pick(null)
  }, [act, pick])
  useEffect(() => {
    const there = placeOf(where)
    if (there) pin([{ at: [there.lon, there.lat], label: '' }])
  }, [where, pin])
  const ready = act === 'place' ? at !== null : act === 'assign' ? desa !== '' : true
  const send = (dry: boolean) =>
    body(
      api.POST('/api/v1/branches/{branch}/rulings', {
        params: { path: { branch: branch.code } },
        body: {
          kind: act,
          households,
          ...(at ? { at } : {}),
          ...(act === 'assign' ? { desa } : {}),
          reason: dry ? '' : reason.trim(),
          plan,
          dry,
        },
      }),
    )
  const effect = useQuery({
    queryKey: ['ruling', branch.code, plan, act, households, at, desa],
    queryFn: () => send(true),
    enabled: ready,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const rule = useMutation({ mutationFn: () => send(false), onSuccess: () => done(households.length) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rule.mutate()
  }
  return (
    <form ref={form} className="ruling" onSubmit={submit}>
      {act === 'place' && (
        <>
          <p>{t('inboxPlaceHow')}</p>
          <label className="field">
            {t('inboxAt')}
            <input inputMode="decimal" value={where} onChange={(event) => setWhere(event.target.value)} />
          </label>
          {where && !at && <p className="soft">{t('inboxAtWrong')}</p>}
        </>
      )}
      {act === 'assign' && (
        <label className="field">
          {t('inboxDesa')}
          <select value={desa} onChange={(event) => setDesa(event.target.value)}>
            <option value="">{t('inboxDesaChoose')}</option>
            {board.desa.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name} · {one.kecamatan}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        {t(act === 'exclude' ? 'inboxWhyMust' : 'inboxWhy')}
        <input
          maxLength={200}
          required={act === 'exclude'}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {ready && effect.isPending && <p>{t('loading')}</p>}
      {effect.data && <EffectTable of={effect.data} />}
      <Trouble of={rule.error ?? (ready ? effect.error : null)} />
      <p className="row">
        <button type="submit" className="button main" disabled={!effect.data || rule.isPending}>
          {t(yes[act])}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t('inboxLeave')}
        </button>
      </p>
    </form>
  )
}

const yes = {
  place: 'inboxPlace',
  assign: 'inboxAssign',
  exclude: 'inboxExclude',
  undo: 'inboxUndoOne',
} as const
