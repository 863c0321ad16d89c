import { type FormEvent, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { DateField } from '../../shared/ui/DateField'
import type { Part } from './KaderDetail'
import { Sure } from './Sure'
import { useChange } from './useChange'
import { Written } from './Written'

type Letter = Schemas['Letter']

/** The letters of assignment of a kader, as they were written, and another one. */
export function LetterTab({ branch, one, mayPlan }: Part) {
  const { t } = useWords()
  const { change, trouble, saved } = useChange(branch.code)
  const letters = one.letters ?? []
  const withdraw = (letter: Letter) =>
    void change(
      body(
        api.DELETE('/api/v1/branches/{branch}/letters/{id}', {
          params: { path: { branch: branch.code, id: letter.id } },
        }),
      ),
    )
  const write = (letter: { number: string; from: string; until: string }) =>
    change(
      body(
        api.POST('/api/v1/branches/{branch}/kader/{kader}/letters', {
          params: { path: { branch: branch.code, kader: one.kader } },
          body: letter,
        }),
      ),
    )
  return (
    <section aria-label={t('partLetter')}>
      <p className="soft">{t('letterHelp')}</p>
      <Written trouble={trouble} saved={saved} />
      {letters.length === 0 && <p className="notice">{t('lettersNone')}</p>}
      <ul className="cards">
        {letters.map((letter) => (
          <li key={letter.id} className="card">
            <p>
              <strong>{letter.number}</strong> · {longDay(letter.from)} – {longDay(letter.until)} ·{' '}
              {letterState(letter, branch.today, t)}
            </p>
            <p className="soft">{(letter.desa ?? []).map((desa) => desa.name).join(', ')}</p>
            <details>
              <summary>{t('letterText')}</summary>
              <p>{letter.text}</p>
            </details>
            <div className="line">
              <a
                className="button"
                href={`/api/v1/branches/${branch.code}/letters/${letter.id}/pdf`}
                download
                aria-label={`${t('letterPdf')}: ${letter.number}`}
              >
                {t('letterPdf')}
              </a>
              {mayPlan && !letter.withdrawn && (
                <Sure
                  words={t('letterWithdraw')}
                  name={letter.number}
                  sure={t('letterWithdrawSure')}
                  act={() => withdraw(letter)}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
      {mayPlan && <Write today={branch.today} until={one.until} write={write} />}
    </section>
  )
}

function letterState(letter: Letter, today: string, t: ReturnType<typeof useWords>['t']): string {
  if (letter.withdrawn) return t('letterWithdrawn')
  if (letter.until < today) return t('letterOver')
  return letter.from > today ? t('letterToCome') : t('letterHolds')
}

interface WriteProps {
  today: string
  /** Last day of the contract. */
  until: string
  write: (letter: { number: string; from: string; until: string }) => Promise<boolean>
}

function Write({ today, until: end, write }: WriteProps) {
  const { t } = useWords()
  const [number, setNumber] = useState('')
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(end > today ? end : today)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await write({ number, from, until })) setNumber('')
  }
  return (
    <>
      <h3>{t('letterNew')}</h3>
      <form className="toolbar" onSubmit={(event) => void submit(event)}>
        <label className="field">
          {t('letterNumber')}
          <input
            required
            maxLength={60}
            autoComplete="off"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        </label>
        <DateField label={t('paperFrom')} required today={today} value={from} onChange={setFrom} />
        <DateField
          label={t('paperUntil')}
          required
          today={today}
          min={from}
          value={until}
          onChange={setUntil}
        />
        <button type="submit" className="button main">
          {t('letterSave')}
        </button>
      </form>
    </>
  )
}
