import { monthName, number, rupiah, shortDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { OwnDisputes } from './OwnDisputes'
import { OwnSigns } from './OwnSigns'
import { familiesById, lineName, type Pack, type Statement } from './pack'

/** What the month has brought so far, as the server's ledger says; the phone only shows it. */
export function TargetPage() {
  const { t } = useWords()
  const { pack, waiting } = useHere()
  const statement = pack?.statement
  return (
    <section>
      <h1>{t('tabTarget')}</h1>
      {pack && statement ? (
        <Month pack={pack} statement={statement} />
      ) : (
        <p className="notice">{t('noStatement')}</p>
      )}
      <OwnSigns />
      {waiting.unsent > 0 && <p className="notice warn">{t('statementWaits', { n: waiting.unsent })}</p>}
    </section>
  )
}

function Month({ pack, statement }: { pack: Pack; statement: Statement }) {
  const { t } = useWords()
  const families = familiesById(pack)
  const state = (code: string) => wordsOf(t, code, 'fee_')
  return (
    <>
      <p className="soft">{monthName(statement.month)}</p>
      <label className="field">
        {t('visits')}{' '}
        <strong>{t('nOfM', { n: number(statement.visits), m: number(statement.target) })}</strong>
        <progress value={statement.visits} max={Math.max(1, statement.target)} />
      </label>
      {statement.promises !== undefined && (
        <label className="field">
          {t('promisesKept')}{' '}
          <strong>{t('nOfM', { n: number(statement.kept ?? 0), m: number(statement.promises) })}</strong>
          <progress value={statement.kept ?? 0} max={Math.max(1, statement.promises)} />
        </label>
      )}
      <dl className="figures">
        <Figure name={t('cashConfirmed')} value={statement.cash} />
        <Figure name={t('feeVerified')} value={statement.verified} />
        <Figure name={t('feeWaiting')} value={statement.waiting} />
        <Figure name={t('feeEstimate')} value={statement.estimate} />
      </dl>
      <h2>{t('feeLines')}</h2>
      {(statement.lines ?? []).length === 0 && <p className="soft">{t('noFeeLines')}</p>}
      <ul className="stops">
        {(statement.lines ?? []).map((line) => (
          <li key={`${line.day} ${line.household} ${line.amount}`} className="stop">
            <span className="stop-name">{lineName(families, line.household, t('familyElsewhere'))}</span>
            <span>
              {rupiah(line.amount)} → {rupiah(line.fee)}
            </span>
            <span className="soft">
              {shortDay(line.day)} · {state(line.state)}
              {line.reason && ` · ${state(line.reason)}`}
            </span>
          </li>
        ))}
      </ul>
      <OwnDisputes month={statement.month} families={families} />
    </>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{rupiah(value)}</dd>
    </div>
  )
}
