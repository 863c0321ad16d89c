import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { type Done, isPayment } from '../outbox/fold'
import { give } from '../outbox/give'
import { useHere } from '../outbox/here'
import { viewOf } from './day'
import { HousePin } from './HousePin'
import { madeOn } from './made'
import { Owed, Unsure } from './NextCard'
import { keepOwn, ownOf } from './own'
import { type Family, familiesById, type Pack, packDay } from './pack'
import { Reach } from './Reach'
import { drawSlip, slipName } from './slip'

/** One family: history, ways to reach it, and what is known better at the door. */
export function FamilyPage({ id }: { id: number }) {
  const { t } = useWords()
  const { pack, device } = useHere()
  const family = pack ? familiesById(pack).get(id) : undefined
  if (!pack || !family) return <p className="notice">{t('familyGone')}</p>
  return (
    <article className="card">
      <h1>{family.head}</h1>
      <p>
        {family.address}, RT {family.rt}/RW {family.rw}, {family.desa}
        {family.landmark && <em> “{family.landmark}”</em>}
      </p>
      <p className="soft">KK {family.kk}</p>
      <Unsure family={family} />
      <Owed family={family} />
      <Reach family={family} pack={pack} zone={device.zone} label={family.head} />
      <Link href={`/hasil/${family.id}`} className="button main tall">
        {t('record')}
      </Link>
      <VisitToday family={family} pack={pack} />
      <Link href={`/keluarga/${family.id}/rt`} className="button tall">
        {t('rtShow')}
      </Link>
      <History family={family} />
      <HousePin family={family} />
      <NewPhone family={family} />
      <DoNotVisit family={family} pack={pack} />
    </article>
  )
}

/** Puts a family into the day that is not in it, where visits are made at all. */
function VisitToday({ family, pack }: { family: Family; pack: Pack }) {
  const { t } = useWords()
  const { folded, today } = useHere()
  const [, go] = useLocation()
  const { state } = packDay(pack, today)
  const own = ownOf(today)
  const { visits } = viewOf(pack, today, madeOn(pack, folded, today), own.order, own.added)
  const there = visits.some((visit) => visit.family?.id === family.id)
  if (there || family.banned_until || (state !== 'route' && state !== 'none')) return null
  return (
    <button
      type="button"
      className="button tall"
      onClick={() => {
        keepOwn(today, { ...own, added: [...own.added, family.id] }, today)
        go('/')
      }}
    >
      + {t('visitToday')}
    </button>
  )
}

function History({ family }: { family: Family }) {
  const { t } = useWords()
  const { folded } = useHere()
  const own = folded.last.get(family.id)
  const past = [
    ...(own ? [{ day: own.day, type: own.type as string }] : []),
    ...(family.last ?? []).filter((one) => one.day !== own?.day),
  ]
  return (
    <section>
      <h2>{t('lastVisits')}</h2>
      {past.length === 0 && <p className="soft">{t('neverVisited')}</p>}
      <ul>
        {past.map((one) => (
          <li key={`${one.day} ${one.type}`}>
            {shortDay(one.day)}: {wordsOf(t, one.type)}
          </li>
        ))}
      </ul>
      {own && isPayment(own) && <ShareSlip family={family} done={own} />}
      {family.best && <p>{t('bestTime', { part: wordsOf(t, family.best, 'part_') })}</p>}
    </section>
  )
}

/** A picture of a payment that the kader noted, for the family; it says that it is no receipt. */
function ShareSlip({ family, done }: { family: Family; done: Done }) {
  const { t } = useWords()
  const { pack } = useHere()
  const [failed, setFailed] = useState(false)
  const share = async () => {
    try {
      const slip = {
        head: family.head,
        amount: done.payload.amount ?? 0,
        receipt: done.payload.receipt ?? '',
        channel: done.payload.channel ? wordsOf(t, done.payload.channel, 'channel_') : '',
        day: done.day,
        kader: pack?.kader.name ?? '',
        branch: pack?.kader.branch ?? '',
      }
      const picture = await drawSlip(slip, {
        title: t('slipTitle'),
        notReceipt: t('slipNoReceipt'),
        family: t('slipFamily'),
        day: t('day'),
        channel: t('slipThrough'),
        receipt: t('slipReceipt'),
        kader: t('slipKader'),
      })
      await give(new File([picture], slipName(slip), { type: 'image/png' }))
    } catch {
      setFailed(true)
    }
  }
  return (
    <>
      <button type="button" className="button tall" onClick={() => void share()}>
        {t('slipShare')}
      </button>
      {failed && <p className="notice bad">{t('slipFailed')}</p>}
    </>
  )
}

/** Says what became of something stored, where it was asked for; `store` whether it was. */
export function useStored() {
  const { t } = useWords()
  const { note } = useHere()
  const [said, setSaid] = useState<{ bad: boolean; text: string } | null>(null)
  const store = async (what: Parameters<typeof note>[0]) => {
    try {
      await note(what)
      setSaid({ bad: false, text: `✓ ${t('stored')}` })
      return true
    } catch {
      setSaid({ bad: true, text: t('notStored') })
      return false
    }
  }
  return {
    store,
    said: said && <p className={said.bad ? 'notice bad' : 'notice'}>{said.text}</p>,
    hush: () => setSaid(null),
  }
}

function NewPhone({ family }: { family: Family }) {
  const { t } = useWords()
  const { store, said } = useStored()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const phone = String(new FormData(event.currentTarget).get('phone')).replace(/[^0-9+]/g, '')
    void store({ type: 'TELEPON_BARU', household: family.id, payload: { phone } })
    event.currentTarget.reset()
  }
  return (
    <details>
      <summary>{t('addPhone')}</summary>
      <form onSubmit={submit} className="fields">
        <label className="field">
          {t('phoneNumber')}
          <input name="phone" type="tel" required minLength={8} maxLength={20} autoComplete="off" />
        </label>
        <button type="submit" className="button tall">
          {t('store')}
        </button>
      </form>
      <div role="status">{said}</div>
    </details>
  )
}

const bans = ['DUKA', 'SAKIT', 'KELUHAN', 'ANCAMAN'] as const

function DoNotVisit({ family, pack }: { family: Family; pack: Pack }) {
  const { t } = useWords()
  const { store, said } = useStored()
  const until = new Date(Date.parse(`${pack.today}T00:00:00Z`) + 90 * 86_400_000).toISOString().slice(0, 10)
  return (
    <details>
      <summary>{t('doNotVisit')}</summary>
      <p>{t('doNotVisitHelp', { day: shortDay(until) })}</p>
      <div className="one-of">
        {bans.map((reason) => (
          <button
            key={reason}
            type="button"
            className="button"
            onClick={() =>
              void store({ type: 'JANGAN_KUNJUNGI', household: family.id, payload: { reason, until } })
            }
          >
            {t(`reason_${reason}`)}
          </button>
        ))}
      </div>
      <div role="status">{said}</div>
    </details>
  )
}
