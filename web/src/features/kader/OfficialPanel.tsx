import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, body } from '../../api/client'
import { useWords, wordsOf } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { PersonFields } from './PersonFields'
import { useChange } from './useChange'

const posts = ['RT', 'RW', 'DUSUN', 'DESA', 'KECAMATAN', 'PKK', 'TOKOH'] as const
type Post = (typeof posts)[number]

interface Props {
  branch: string
  desa: { code: string; name: string }[]
  mayPlan: boolean
}

/** Whom a kader greets in a desa before visiting: RT, RW and officials. */
export function OfficialPanel({ branch, desa, mayPlan }: Props) {
  const { t } = useWords()
  const { change, trouble } = useChange(branch)
  const [at, setAt] = useState('')
  const officials = useQuery({
    queryKey: ['officials', branch],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/officials', { params: { path: { branch } } })),
  })
  const chosen = at || (desa[0]?.code ?? '')
  const there = (officials.data?.officials ?? []).filter((one) => one.desa === chosen)
  const remove = (id: number) =>
    void change(
      body(api.DELETE('/api/v1/branches/{branch}/officials/{id}', { params: { path: { branch, id } } })),
    )
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const of = (name: string) => String(new FormData(form).get(name) ?? '')
    const written = {
      desa: chosen,
      post: of('post') as Post,
      unit: of('unit'),
      name: of('name'),
      phone: of('phone'),
    }
    const done = await change(
      body(api.POST('/api/v1/branches/{branch}/officials', { params: { path: { branch } }, body: written })),
    )
    if (done) form.reset()
  }
  if (desa.length === 0) return null
  return (
    <section aria-label={t('officialsTitle')}>
      <h3>{t('officialsTitle')}</h3>
      <p className="soft">{t('officialsHelp')}</p>
      <Trouble of={trouble} />
      <Trouble of={officials.error} retry={() => void officials.refetch()} />
      <label className="field">
        {t('officialsOf')}
        <select value={chosen} onChange={(event) => setAt(event.target.value)}>
          {desa.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {officials.isSuccess && there.length === 0 && <p>{t('officialsNone')}</p>}
      <ul>
        {there.map((one) => (
          <li key={one.id} className="line">
            {wordsOf(t, one.post, 'post_')} {one.unit} · {one.name} {one.phone && `· ${one.phone}`}
            {mayPlan && (
              <button
                type="button"
                className="button"
                aria-label={`${t('officialRemove')}: ${one.name}`}
                onClick={() => remove(one.id ?? 0)}
              >
                {t('officialRemove')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayPlan && (
        <form className="toolbar" onSubmit={(event) => void add(event)}>
          <label className="field">
            {t('officialPost')}
            <select name="post">
              {posts.map((post) => (
                <option key={post} value={post}>
                  {wordsOf(t, post, 'post_')}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {t('officialUnit')}
            <input name="unit" maxLength={20} autoComplete="off" />
          </label>
          <PersonFields name={t('officialName')} phone={t('officialPhone')} />
          <button type="submit" className="button main">
            {t('officialAdd')}
          </button>
        </form>
      )}
    </section>
  )
}
