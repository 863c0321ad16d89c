import { useCallback, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { instant } from '../../api/clock'
import { useWords, wordsOf } from '../../shared/i18n'
import { afterPaint } from '../../shared/paint'
import { uuid7 } from '../outbox/event'
import { isVisit } from '../outbox/fold'
import { useHere } from '../outbox/here'
import { draftOf, saveDraft } from '../outbox/outbox'
import { fixOf, type Search, seek } from '../outbox/position'
import { prepareSeal } from '../outbox/seal'
import { StoreTrouble } from '../outbox/store'
import { buttonOf, groups } from './codes'
import { type Draft, emptyDraft, eventOf, mayPicture, missing } from './draft'
import { AwayFields, HoursFields, PayFields, PromiseFields, SimpleFields } from './fields'
import { Picture } from './Picture'
import { type Family, familiesById, packDay } from './pack'
import { RehabFields } from './RehabFields'
import { justSaved } from './saved'

/** What came of a visit: the outcome, then what it needs, then SIMPAN. */
export function RecordPage({ id, code }: { id: number; code?: string }) {
  const { t } = useWords()
  const { pack } = useHere()
  const family = pack ? familiesById(pack).get(id) : undefined
  const { draft, kept, change, search } = useDraft(id)
  if (!family || !draft) return <p role="status">{family ? t('loading') : t('familyGone')}</p>
  const button = code ? buttonOf(code) : undefined
  return (
    <section className="record" data-kept={kept}>
      <header>
        <Link href={button ? `/hasil/${id}` : '/'} className="button">
          ‹ {t('back')}
        </Link>
        <h1>{family.head}</h1>
        <PlaceChip search={search} />
      </header>
      {button ? (
        <Form draft={{ ...draft, code: button.code }} family={family} change={change} search={search} />
      ) : (
        <Choice id={id} draft={draft} choose={(chosen) => change({ ...draft, code: chosen, reason: '' })} />
      )}
    </section>
  )
}

/** The draft of a family as it was left, stored again at every change; kept: it is on the disk. */
function useDraft(id: number) {
  const { phone } = useHere()
  const [draft, setDraft] = useState<Draft | null>(null)
  const [kept, setKept] = useState(true)
  const latest = useRef<Draft | null>(null)
  const [search, setSearch] = useState<Search>({ state: 'seeking' })
  useEffect(() => seek(setSearch), [])
  useEffect(() => prepareSeal(phone.sealKey), [phone])
  useEffect(() => {
    let here = true
    setDraft(null)
    const fresh = () => emptyDraft(uuid7(instant()), instant())
    draftOf<Draft>(phone, id)
      .catch(() => null)
      .then((kept) => here && setDraft(kept ?? fresh()))
    return () => {
      here = false
    }
  }, [phone, id])
  const change = useCallback(
    (next: Draft) => {
      latest.current = next
      setDraft(next)
      setKept(false)
      void saveDraft(phone, id, next)
        .then(() => setKept(latest.current === next))
        .catch(() => undefined) // SIMPAN will say so
    },
    [phone, id],
  )
  return { draft, kept, change, search }
}

function PlaceChip({ search }: { search: Search }) {
  const { t } = useWords()
  const text =
    search.state === 'found'
      ? t('place_found', { n: Math.round(search.at.coords.accuracy) })
      : t(`place_${search.state}`)
  return <p className="soft place">{text}</p>
}

function Choice({ id, draft, choose }: { id: number; draft: Draft; choose: (code: Draft['code']) => void }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const [more, setMore] = useState(false)
  return (
    <>
      {groups.map(({ title, buttons }) =>
        title === 'groupOther' && !more ? (
          <button key={title} type="button" className="button tall" onClick={() => setMore(true)}>
            {t('groupOther')} ▾
          </button>
        ) : (
          <fieldset key={title} className="codes">
            <legend>{t(title)}</legend>
            {buttons.map((button) => (
              <button
                key={button.code}
                type="button"
                className="button"
                aria-pressed={draft.code === button.code}
                onClick={() => {
                  choose(button.code)
                  go(`/hasil/${id}/${button.code}`)
                }}
              >
                <span aria-hidden="true" className="code-icon">
                  {button.icon}
                </span>
                {wordsOf(t, button.code, 'button_')}
              </button>
            ))}
          </fieldset>
        ),
      )}
      <Link href={`/keluarga/${id}`} className="button tall">
        {t('aboutFamily')}
      </Link>
    </>
  )
}

interface FormProps {
  draft: Draft
  family: Family
  change: (draft: Draft) => void
  search: Search
}

function Form({ draft, family, change, search }: FormProps) {
  const { t } = useWords()
  const { note, pack, today } = useHere()
  const [, go] = useLocation()
  const [trouble, setTrouble] = useState('')
  const saving = useRef(false)
  const [busy, setBusy] = useState(false)
  const button = buttonOf(draft.code ?? '')
  const lacks = missing(draft)
  const save = async () => {
    if (saving.current) return
    saving.current = true
    setBusy(true)
    setTrouble('')
    try {
      const said = eventOf(draft)
      await note({
        event_id: draft.id,
        ...said,
        household: family.id,
        // Where somebody telephones from is nobody's business.
        fix: isVisit(said.type) ? fixOf(search, draft.opened, instant()) : undefined,
        plan: pack ? packDay(pack, today).plan : undefined,
      })
      justSaved({ draft, household: family.id, name: family.head })
      afterPaint(() => go('/'))
    } catch (error) {
      saving.current = false
      setBusy(false)
      setTrouble(t(error instanceof StoreTrouble && error.full ? 'phoneFull' : 'notStored'))
    }
  }
  const fields = { draft, family, change }
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h2>{wordsOf(t, draft.code ?? '', 'button_')}</h2>
      {button?.neutral && <p className="notice">{t('neutralScript')}</p>}
      {button?.form === 'pay' && <PayFields {...fields} />}
      {button?.form === 'promise' && <PromiseFields {...fields} />}
      {button?.form === 'rehab' && <RehabFields {...fields} />}
      {button?.form === 'otherTime' && <HoursFields {...fields} />}
      {button?.form === 'worksAway' && <AwayFields {...fields} />}
      {button && button.form !== 'pay' && button.form !== 'promise' && (
        <SimpleFields {...fields} button={button} />
      )}
      {mayPicture(draft.code) && <Picture draft={draft} change={change} />}
      {trouble && (
        <p className="notice bad" role="alert">
          {trouble}
        </p>
      )}
      <div className="dock">
        {lacks && (
          <p className="lacks" id="lacks">
            {t(`lacks_${lacks}`)}
          </p>
        )}
        <button
          type="submit"
          className="button main tall"
          disabled={busy || lacks !== null}
          aria-describedby={lacks ? 'lacks' : undefined}
        >
          {t('store')}
        </button>
      </div>
    </form>
  )
}
