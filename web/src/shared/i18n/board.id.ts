/** Words of the manager's dashboard, Indonesian. */
export const boardId = {
  // dashboard
  dashTitle: 'Tunggakan dan kader',
  heatTitle: 'Peta tunggakan',
  measure: 'Ukuran',
  legend: 'Keterangan',
  hiddenCells: '{n} petak disembunyikan (di bawah 10 KK)',
  hiddenClass: 'disembunyikan',
  noData: 'tanpa data',
  byKecamatan: 'Per kecamatan',
  kaderNeeded: 'Butuh {n} kader, ada {have}',
  heatLabel: 'Peta panas tunggakan',
  privacyNote: 'Petak dengan kurang dari 10 KK tidak ditampilkan.',
} as const
