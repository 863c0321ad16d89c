import type { Schemas } from '../../api/client'

export type BranchSum = Schemas['BranchSum']

/** What a branch, or several, add up to. */
export type Numbers = Pick<
  BranchSum,
  'households' | 'eligible' | 'arrears' | 'expected' | 'later' | 'few' | 'asOf'
>
export type Counted = 'households' | 'eligible' | 'arrears' | 'expected' | 'later'

/** A kedeputian with the branches of it that somebody looks after. */
export interface Region extends Numbers {
  /** Empty: of branches of which no kedeputian is known. */
  code: string
  name: string
  branches: number
}

/** A number of a row; null where it has too few families to be told of. */
export const told = (row: Numbers, key: Counted): number | null => (row.few ? null : row[key])

/** What the branches that are told of add up to, and the oldest day that any of their figures are of. */
export function sumOf(rows: BranchSum[]) {
  const add = (key: Counted) => rows.reduce((sum, row) => sum + (told(row, key) ?? 0), 0)
  const days = rows.flatMap(({ asOf }) => asOf ?? []).sort()
  return {
    households: add('households'),
    eligible: add('eligible'),
    arrears: add('arrears'),
    expected: add('expected'),
    later: add('later'),
    oldest: days[0] ?? '',
  }
}

/** The kedeputian of branches, those of none last; none at all where none is known. */
export function regionsOf(rows: BranchSum[]): Region[] {
  if (!rows.some(({ kedeputian }) => kedeputian)) return []
  const codes = new Set(rows.map(({ kedeputian }) => kedeputian?.code ?? ''))
  return [...codes]
    .map((code) => {
      const branches = rows.filter(({ kedeputian }) => (kedeputian?.code ?? '') === code)
      const { oldest, ...numbers } = sumOf(branches)
      return {
        ...numbers,
        code,
        name: branches[0]?.kedeputian?.name ?? '',
        branches: branches.length,
        few: branches.every(({ few }) => few),
        ...(oldest && { asOf: oldest }),
      }
    })
    .sort((a, b) => Number(a.code === '') - Number(b.code === '') || a.name.localeCompare(b.name, 'id'))
}
