import type { Schemas } from '../../api/client'
import { when } from '../../api/clock'
import { longDay, monthName, number, shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { type Address, elsewhere, type Go } from './address'
import { type Board, monthsTo } from './model'

interface Props {
  board: Board
  today: string
  zone: string
  branch: string
  kedeputian: Schemas['Kedeputian'] | undefined
  go: Go
  address: Address
}

/** Where one is, when, and how fresh what is shown is. */
export function Head({ board, today, zone, branch, kedeputian, go, address }: Props) {
  return (
    <header className="board-head">
      <Path board={board} kedeputian={kedeputian} go={go} />
      <Months board={board} today={today} go={go} address={address} />
      <Freshness board={board} zone={zone} />
      <Pack board={board} branch={branch} />
    </header>
  )
}

function Path({ board, kedeputian, go }: Pick<Props, 'board' | 'kedeputian' | 'go'>) {
  const { t } = useWords()
  const path = board.path
  return (
    <nav aria-label={t('pathLabel')}>
      <ol className="path">
        {kedeputian && (
          <li>
            <button
              type="button"
              className="link"
              onClick={() => go({ ...elsewhere, kedeputian: kedeputian.code })}
            >
              {kedeputian.name}
            </button>
          </li>
        )}
        {path.map(({ area, name }, i) => (
          <li key={area}>
            {i === path.length - 1 ? (
              <h2 aria-current="page">{name}</h2>
            ) : (
              <button
                type="button"
                className="link"
                onClick={() => go({ within: area, level: '', search: '', flag: '' })}
              >
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** The evaluation of the month as it is handed on. */
function Pack({ board, branch }: { board: Board; branch: string }) {
  const { t } = useWords()
  const file = (format: string) =>
    `/api/v1/branches/${branch}/evaluation/export?period=${board.month}&format=${format}`
  return (
    <div className="toolbar">
      <span>{t('evaluationPack')}</span>
      <a className="button" href={file('xlsx')} download>
        XLSX
      </a>
      <a className="button" href={file('pdf')} download>
        PDF
      </a>
    </div>
  )
}

function Months({ board, today, go, address }: Omit<Props, 'zone' | 'branch' | 'kedeputian'>) {
  const { t } = useWords()
  const months = monthsTo(today.slice(0, 7))
  const at = Math.max(0, months.indexOf(board.month))
  const oldest = months.length - 1
  const show = (i: number, replace = false) => go({ month: i === 0 ? '' : (months[i] ?? '') }, { replace })
  return (
    <div className="months">
      <button
        type="button"
        className="button"
        aria-label={t('monthBack')}
        disabled={at >= oldest}
        onClick={() => show(at + 1)}
      >
        ◀
      </button>
      <label className="slider">
        <span>
          <strong>{monthName(board.month)}</strong>
          {board.partial && ` ${t('upTo', { day: shortDay(board.upTo) })}`}
        </span>
        <input
          type="range"
          min={0}
          max={oldest}
          value={oldest - at}
          aria-label={t('monthSlider')}
          aria-valuetext={monthName(board.month)}
          onChange={(event) => show(oldest - Number(event.target.value), true)}
        />
      </label>
      <button
        type="button"
        className="button"
        aria-label={t('monthOn')}
        disabled={at === 0}
        onClick={() => show(at - 1)}
      >
        ▶
      </button>
      <label className="field">
        {t('comparedWith')}
        <select
          value={address.against || board.against}
          onChange={(event) => go({ against: event.target.value })}
        >
          {monthsTo(today.slice(0, 7), 36).map((month) => (
            <option key={month} value={month}>
              {monthName(month)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function Freshness({ board, zone }: { board: Board; zone: string }) {
  const { t } = useWords()
  const { age, workdays } = board
  return (
    <p className="soft freshness">
      {t('dataAge', { sent: number(age.sent), kader: number(age.kader) })}
      {age.at && ` ${t('dataAt', { at: when(zone, age.at) })}`}
      {' · '}
      {board.covered ? t('moneyUpTo', { day: longDay(board.covered) }) : t('noMoneyFile')}
      {' · '}
      {board.partial
        ? t('equalDays', {
            done: number(workdays.done),
            all: number(workdays.all),
            month: monthName(board.against),
            day: shortDay(board.againstUpTo),
          })
        : t('wholeMonths', {
            all: number(workdays.all),
            month: monthName(board.against),
            against: number(workdays.against),
          })}
    </p>
  )
}
