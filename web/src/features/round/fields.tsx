import { rupiah, shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { partFor, promised } from './appoint'
import type { Button } from './codes'
import { type Draft, promiseDays, quickAmounts } from './draft'
import { Hindered } from './Hindered'
import type { Family } from './pack'

interface Props {
  draft: Draft
  family: Family
  change: (draft: Draft) => void
}

interface ChoiceProps<T extends string> {
  legend: string
  options: { value: T; text: string }[]
  value: T
  choose: (value: T) => void
}

/** A few large buttons of which one holds. */
export function OneOf<T extends string>({ legend, options, value, choose }: ChoiceProps<T>) {
  return (
    <fieldset className="one-of">
      <legend>{legend}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="button"
          aria-pressed={option.value === value}
          onClick={() => choose(option.value)}
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  )
}

const channels = ['PPOB', 'MOBILE_JKN', 'BANK', 'AUTODEBIT'] as const

export function PayFields({ draft, family, change }: Props) {
  const { t } = useWords()
  const sums = { LUNAS: family.arrears, CICILAN: family.rehab?.instalment ?? 0, IURAN: 0 }
  const purposes = (['LUNAS', 'CICILAN', 'IURAN'] as const).filter((one) => one !== 'CICILAN' || family.rehab)
  return (
    <>
      <OneOf
        legend={t('payFor')}
        options={purposes.map((value) => ({ value, text: t(`purpose_${value}`) }))}
        value={draft.purpose}
        choose={(purpose) => change({ ...draft, purpose, amount: sums[purpose] })}
      />
      <Amount draft={draft} family={family} change={change} />
      <OneOf
        legend={t('payThrough')}
        options={channels.map((value) => ({ value, text: t(`channel_${value}`) }))}
        value={draft.channel}
        choose={(channel) => change({ ...draft, channel })}
      />
      <label className="field">
        {t('receiptNo')}
        <input
          value={draft.receipt}
          maxLength={40}
          autoCapitalize="characters"
          onChange={(event) => change({ ...draft, receipt: event.target.value })}
        />
      </label>
    </>
  )
}

/** A sum by a tap or by the pad of figures. */
function Amount({ draft, family, change }: Props) {
  const { t } = useWords()
  const sums = quickAmounts(family.arrears, family.months, family.rehab?.instalment)
  return (
    <fieldset className="one-of">
      <legend>{t('howMuch')}</legend>
      <label className="field amount">
        <span className="hidden-text">{t('amountRupiah')}</span>
        <span aria-hidden="true">Rp</span>
        <input
          inputMode="numeric"
          autoComplete="off"
          value={draft.amount ? draft.amount.toLocaleString('id-ID') : ''}
          onChange={(event) =>
            change({ ...draft, amount: Number(event.target.value.replace(/\D/g, '').slice(0, 10)) })
          }
        />
      </label>
      {sums.map((sum) => (
        <button
          key={sum}
          type="button"
          className="button"
          aria-pressed={draft.amount === sum}
          onClick={() => change({ ...draft, amount: sum })}
        >
          {sum === family.arrears ? t('allOfIt', { sum: rupiah(sum) }) : rupiah(sum)}
        </button>
      ))}
    </fieldset>
  )
}

const parts = ['PAGI', 'SIANG', 'SORE', 'MALAM'] as const

export function PromiseFields({ draft, family, change }: Props) {
  const { t } = useWords()
  const { pack, today } = useHere()
  const days = promiseDays(today)
  const known = days.some((one) => one.day === draft.day)
  const at = pack && promised(pack, family, draft.day, draft.part)
  const nearest = at && !at.fits && at.nearest
  return (
    <>
      <OneOf
        legend={t('promiseWhen')}
        options={days.map(({ key, day }) => ({ value: day, text: t(`day_${key}`, { day: shortDay(day) }) }))}
        value={draft.day}
        choose={(day) => change({ ...draft, day })}
      />
      <label className="field">
        {t('otherDay')}
        <input
          type="date"
          min={today}
          value={known ? '' : draft.day}
          onChange={(event) => change({ ...draft, day: event.target.value })}
        />
      </label>
      <OneOf
        legend={t('promisePart')}
        options={parts.map((value) => ({ value, text: t(`part_${value}`) }))}
        value={draft.part}
        choose={(part) => change({ ...draft, part })}
      />
      <div role="status">
        {at && !at.fits && (
          <p className="notice warn">
            <Hindered at={at} /> {t('hinderedStored')}
          </p>
        )}
      </div>
      {nearest && (
        <button
          type="button"
          className="button tall"
          onClick={() => change({ ...draft, day: nearest.day, part: partFor(pack, family, nearest) })}
        >
          {t('hinderedTake', {
            day: shortDay(nearest.day),
            part: t(`part_${partFor(pack, family, nearest)}`).toLocaleLowerCase(),
          })}
        </button>
      )}
      <Amount draft={draft} family={family} change={change} />
    </>
  )
}

const kindsOfDay = ['KERJA', 'SABTU', 'MINGGU'] as const

/** When the family wants to be visited instead; a Sunday only where it agreed to one. */
export function HoursFields({ draft, change }: Props) {
  const { t } = useWords()
  return (
    <>
      <OneOf
        legend={t('hoursDays')}
        options={kindsOfDay.map((value) => ({ value: value as string, text: t(`days_${value}`) }))}
        value={draft.days ?? ''}
        choose={(days) => change({ ...draft, days: days as Draft['days'] })}
      />
      {draft.days && (
        <OneOf
          legend={t('promisePart')}
          options={parts.map((value) => ({ value, text: t(`part_${value}`) }))}
          value={draft.part}
          choose={(part) => change({ ...draft, part })}
        />
      )}
      {draft.days === 'MINGGU' && (
        <label className="tick">
          <input
            type="checkbox"
            checked={draft.consent === true}
            onChange={(event) => change({ ...draft, consent: event.target.checked })}
          />
          {t('hoursConsent')}
        </label>
      )}
    </>
  )
}

/** When a family that works elsewhere comes back, where somebody knows. */
export function AwayFields({ draft, change }: Props) {
  const { t } = useWords()
  const { today } = useHere()
  return (
    <label className="field">
      {t('awayUntil')}
      <input
        type="date"
        min={today}
        value={draft.until ?? ''}
        onChange={(event) => change({ ...draft, until: event.target.value })}
      />
    </label>
  )
}

export function SimpleFields({ draft, change, button }: Props & { button: Button }) {
  const { t } = useWords()
  return (
    <>
      {button.reasons && (
        <OneOf
          legend={t('reasonAsked')}
          options={button.reasons.map((value) => ({ value, text: wordsOf(t, value, 'reason_') }))}
          value={draft.reason}
          choose={(reason) => change({ ...draft, reason })}
        />
      )}
      {button.topics && (
        <OneOf
          legend={t('topicAsked')}
          options={button.topics.map((value) => ({ value, text: wordsOf(t, value, 'topic_') }))}
          value={draft.reason}
          choose={(reason) => change({ ...draft, reason })}
        />
      )}
      <label className="field">
        {t('noteOptional')}
        <input
          value={draft.note}
          maxLength={140}
          onChange={(event) => change({ ...draft, note: event.target.value })}
        />
      </label>
    </>
  )
}
