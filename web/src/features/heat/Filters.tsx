import { useSyncExternalStore } from 'react'
import { monthName } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { type Ask, filters, type Heat, happened, sayable } from './ask'

const measures: [string, Key][] = [
  ['arrears', 'arrears'],
  ['households', 'household'],
  ['months', 'measureMonths'],
  ['expected', 'expected'],
  ['uncovered', 'uncovered'],
  ['visits', 'measureVisits'],
  ['contact', 'contactCard'],
  ['kept', 'keptCard'],
  ['collected', 'collectedCard'],
]
const scales: [string, Key][] = [
  ['quantile', 'scaleQuantile'],
  ['equal', 'scaleEqual'],
  ['log', 'scaleLog'],
  ['fixed', 'scaleFixed'],
]
const bands = ['1-2', '3-11', '12-24']
const stands: [string, Key][] = [
  ['new', 'standNew'],
  ['visited', 'standVisited'],
  ['promised', 'standPromised'],
  ['rehab', 'standRehab'],
]

interface Props {
  ask: Ask
  change: (of: Partial<Ask>) => void
  answer: Heat | undefined
  kader: { id: number; name: string; code: string }[]
}

/** What the map shows and of whom: in sight, on a phone behind a line that counts what is set. */
export function Filters({ ask, change, answer, kader }: Props) {
  const { t } = useWords()
  const set = filters.some((name) => ask[name] !== '')
  const wide = useWide()
  return (
    <details className="filter-sheet" open={wide}>
      <summary>{t('filterSheet', { n: filters.filter((name) => ask[name] !== '').length })}</summary>
      <div className="map-filters">
        <Choice name="measure" of={ask.measure} all={measures} set={(measure) => change({ measure })} />
        <Choice name="scale" of={ask.classes} all={scales} set={(classes) => change({ classes })} />
        <label className="field">
          {t('palette')}
          <select value={ask.palette} onChange={(event) => change({ palette: event.target.value })}>
            {['viridis', 'cividis', 'blues'].map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t('drawnMonth')}
          <select value={ask.drawn} onChange={(event) => change({ drawn: event.target.value })}>
            <option value="now">{answer ? monthName(answer.month) : t('month')}</option>
            <option value="before">{answer?.against ? monthName(answer.against) : t('comparedMonth')}</option>
            <option value="difference">{t('differenceMap')}</option>
          </select>
        </label>
        <fieldset className="field-set">
          <legend>{t('filter')}</legend>
          <label className="field">
            {t('careClass')}
            <select value={ask.membership} onChange={(event) => change({ membership: event.target.value })}>
              <option value="">{t('flagAll')}</option>
              {['I', 'II', 'III', 'I,II'].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {t('monthsUnpaid')}
            <select value={ask.months} onChange={(event) => change({ months: event.target.value })}>
              <option value="">{t('flagAll')}</option>
              {bands.map((name) => (
                <option key={name} value={name}>
                  {name === '12-24' ? t('twelveAndMore') : name}
                </option>
              ))}
            </select>
          </label>
          <Choice
            name="status"
            of={ask.status}
            all={[['', 'flagAll'], ...stands.filter(([name]) => sayable(ask.measure, name))]}
            set={(status) => change({ status })}
          />
          <label className="field">
            {t('kader')}
            <select value={ask.kader} onChange={(event) => change({ kader: event.target.value })}>
              <option value="">{t('flagAll')}</option>
              {kader.map(({ id, name, code }) => (
                <option key={id} value={id}>
                  {code} {name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {t('channel')}
            <select value={ask.channel} onChange={(event) => change({ channel: event.target.value })}>
              <option value="">{t('flagAll')}</option>
              <option value="none">{t('noChannel')}</option>
              {(answer?.channels ?? []).map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {set && (
            <button
              type="button"
              className="button"
              onClick={() => change({ membership: '', months: '', status: '', kader: '', channel: '' })}
            >
              {t('clearFilter')}
            </button>
          )}
        </fieldset>
        {happened.includes(ask.measure) && <p className="soft">{t('filterOfUnits')}</p>}
      </div>
    </details>
  )
}

/** Whether there is room for filters beside the map; it changes when a phone is turned. */
function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const narrow = matchMedia('(max-width: 640px)')
      narrow.addEventListener('change', changed)
      return () => narrow.removeEventListener('change', changed)
    },
    () => !matchMedia('(max-width: 640px)').matches,
  )
}

interface ChoiceProps {
  name: Key
  of: string
  all: [string, Key][]
  set: (value: string) => void
}

function Choice({ name, of, all, set }: ChoiceProps) {
  const { t } = useWords()
  return (
    <label className="field">
      {t(name)}
      <select value={of} onChange={(event) => set(event.target.value)}>
        {all.map(([value, words]) => (
          <option key={value} value={value}>
            {t(words)}
          </option>
        ))}
      </select>
    </label>
  )
}
