import type { ReactNode } from 'react'
import { useWords } from '../../shared/i18n'
import { sorted } from './model'

/** A column that says how it sorts and how it is shown. */
export interface Column<T> {
  key: string
  head: string
  /** What it sorts by; null: nothing, and last. */
  of: (row: T) => number | string | null
  show?: (row: T) => ReactNode
  words?: boolean
  /** Named at length where the heading is short. */
  title?: string
}

interface Props<T> {
  label: string
  columns: Column<T>[]
  rows: T[]
  id: (row: T) => string
  /** The column that the rows are sorted by, with - before it when down. */
  sort: string
  setSort: (sort: string) => void
  total?: ReactNode
}

/** Rows in the order that somebody asked for. */
export function ordered<T>(columns: Column<T>[], rows: T[], sort: string): T[] {
  const down = sort.startsWith('-')
  const column = columns.find(({ key }) => key === (down ? sort.slice(1) : sort))
  return column ? sorted(rows, column.of, down) : rows
}

/** A table that sorts by any column, by mouse and keyboard. */
export function Table<T>({ label, columns, rows, id, sort, setSort, total }: Props<T>) {
  const { t } = useWords()
  const turn = (column: Column<T>) => {
    const first = column.words ? column.key : `-${column.key}`
    const second = column.words ? `-${column.key}` : column.key
    setSort(sort === first ? second : first)
  }
  const stateOf = ({ key }: Column<T>) =>
    sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none'
  return (
    <div className="scroll tall" tabIndex={0} role="region" aria-label={label}>
      <table className="board-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                className={column.words ? '' : 'number'}
                aria-sort={stateOf(column)}
                scope="col"
              >
                <button type="button" className="sort" title={column.title} onClick={() => turn(column)}>
                  {column.head}
                  <span aria-hidden="true">
                    {{ ascending: ' ▲', descending: ' ▼', none: '' }[stateOf(column)]}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered(columns, rows, sort).map((row) => (
            <tr key={id(row)}>
              {columns.map((column) => (
                <td key={column.key} className={column.words ? '' : 'number'}>
                  {column.show ? column.show(row) : (column.of(row) ?? t('noneYet'))}
                </td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length}>{t('nothingFound')}</td>
            </tr>
          )}
        </tbody>
        {total && <tfoot>{total}</tfoot>}
      </table>
    </div>
  )
}
