import type { boardId } from './board.id'

/** Words of the manager's dashboard, English. */
export const boardEn: Record<keyof typeof boardId, string> = {
  dashTitle: 'Arrears and kader',
  heatTitle: 'Map of arrears',
  measure: 'Measure',
  legend: 'Legend',
  hiddenCells: '{n} cells hidden (fewer than 10 KK)',
  hiddenClass: 'hidden',
  noData: 'no data',
  byKecamatan: 'By kecamatan',
  kaderNeeded: '{n} kader needed, {have} there',
  heatLabel: 'Heat map of arrears',
  privacyNote: 'Cells with fewer than 10 KK are not shown.',
}
