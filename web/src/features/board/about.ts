import { monthName } from '../../shared/format'
import type { Say } from '../../shared/i18n'
import type { Board } from './model'

/** What a file is of: place, time, filter and the version of the data. */
export function about(t: Say, board: Board, filter: string): [string, string | number][] {
  return [
    [t('placeName'), board.path.map(({ name }) => name).join(' › ')],
    [t('month'), `${monthName(board.month)} ${t('upTo', { day: board.upTo })}`],
    [t('comparedWith'), `${monthName(board.against)} ${t('upTo', { day: board.againstUpTo })}`],
    [t('filter'), filter || t('noFilter')],
    [t('dataVersion'), board.version],
  ]
}
