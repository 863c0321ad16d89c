import { useState } from 'react'
import { Link } from 'wouter'
import { number } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { type Family, familiesById } from './pack'
import { nearest, placeOf, search } from './search'

/** How many are shown at a time: a cheap phone draws no five hundred at once. */
const shown = 30

/** The kader's own families, to be searched; those near one of them first, where one is named. */
export function FamiliesPage({ near }: { near?: number }) {
  const { t } = useWords()
  const { pack } = useHere()
  const [text, setText] = useState('')
  const [most, setMost] = useState(shown)
  const here = pack && near !== undefined ? familiesById(pack).get(near) : undefined
  const others = pack?.families.filter((one) => one !== here) ?? []
  const all = nearest(others, placeOf(here))
  const found = search(all, text)
  return (
    <section>
      <h1>{t('tabFamilies')}</h1>
      {here && <p>{t(placeOf(here) ? 'nearFirst' : 'nearUnknown', { name: here.head })}</p>}
      <label className="field">
        {t('searchFamilies', { n: number(all.length) })}
        <input
          type="search"
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value)
            setMost(shown)
          }}
        />
      </label>
      <p className="soft" role="status">
        {t('found', { n: number(found.length) })}
      </p>
      <ul className="stops">
        {found.slice(0, most).map((family) => (
          <Line key={family.id} family={family} />
        ))}
      </ul>
      {found.length > most && (
        <button type="button" className="button tall" onClick={() => setMost(most + shown)}>
          {t('showMore')}
        </button>
      )}
    </section>
  )
}

function Line({ family }: { family: Family }) {
  const { t } = useWords()
  const { folded } = useHere()
  const type = folded.last.get(family.id)?.type ?? family.last?.[0]?.type
  return (
    <li className="stop">
      <Link href={`/keluarga/${family.id}`}>
        <span className="stop-name">{family.head}</span>
        <span className="soft">
          {family.address}, RT {family.rt}/RW {family.rw}
          {type && ` · ${wordsOf(t, type)}`}
        </span>
      </Link>
    </li>
  )
}
