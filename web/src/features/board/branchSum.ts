import type { Schemas } from '../../api/client'

export type BranchSum = Schemas['BranchSum']

/** A number of a branch; null where it has too few families to be told of. */
export const told = (
  row: BranchSum,
  key: 'households' | 'eligible' | 'arrears' | 'expected',
): number | null => (row.few ? null : row[key])

/** What the branches that are told of add up to, and the oldest day that any of their figures are of. */
export function sumOf(rows: BranchSum[]) {
  const add = (key: 'households' | 'eligible' | 'arrears' | 'expected') =>
    rows.reduce((sum, row) => sum + (told(row, key) ?? 0), 0)
  const days = rows.flatMap(({ asOf }) => asOf ?? []).sort()
  return {
    households: add('households'),
    eligible: add('eligible'),
    arrears: add('arrears'),
    expected: add('expected'),
    oldest: days[0] ?? '',
  }
}
