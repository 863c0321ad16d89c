import { expect, test } from 'vitest'
import { type BranchSum, regionsOf, sumOf, told } from './branchSum'

const branch = (code: string, households: number, arrears: number, asOf?: string): BranchSum => ({
  code,
  name: `Cabang ${code}`,
  households,
  eligible: households / 2,
  arrears,
  expected: arrears / 100,
  later: arrears / 50,
  few: false,
  ...(asOf && { asOf }),
})

test('branches add up, and the sum is as old as the oldest of them', () => {
  const rows = [
    branch('9902', 40, 800, '2026-11-20'),
    branch('9901', 60, 200, '2026-10-31'),
    branch('9903', 0, 0),
  ]
  expect(sumOf(rows)).toEqual({
    households: 100,
    eligible: 50,
    arrears: 1000,
    expected: 10,
    later: 20,
    oldest: '2026-10-31',
  })
})

test('of no branch there is no day', () => {
  expect(sumOf([])).toEqual({ households: 0, eligible: 0, arrears: 0, expected: 0, later: 0, oldest: '' })
})

test('a branch of few families has no numbers, which is not zero', () => {
  const few = { ...branch('9904', 0, 0), few: true }
  expect(told(few, 'households')).toBeNull()
  expect(told(branch('9903', 0, 0), 'households')).toBe(0)
  expect(sumOf([few, branch('9901', 60, 200)]).households).toBe(60)
})

test('branches are summed by their kedeputian, those of none apart and last', () => {
  const of = (code: string, row: BranchSum) => ({ ...row, kedeputian: { code, name: `Wilayah ${code}` } })
  const rows = [
    branch('9905', 7, 70),
    of('VII', branch('9902', 40, 800, '2026-11-20')),
    of('VI', branch('9901', 60, 200, '2026-10-31')),
    of('VII', branch('9903', 10, 100, '2026-11-19')),
    of('VII', { ...branch('9904', 0, 0), few: true }),
  ]
  const regions = regionsOf(rows)
  expect(regions.map(({ code, branches, households, asOf }) => [code, branches, households, asOf])).toEqual([
    ['VI', 1, 60, '2026-10-31'],
    ['VII', 3, 50, '2026-11-19'],
    ['', 1, 7, undefined],
  ])
  const all = sumOf(rows)
  for (const key of ['households', 'eligible', 'arrears', 'expected', 'later'] as const)
    expect(regions.reduce((sum, region) => sum + region[key], 0)).toBe(all[key])
})

test('a kedeputian of which no branch may be told has no numbers; where none is known there are none', () => {
  const few = { ...branch('9904', 0, 0), few: true }
  const [region] = regionsOf([{ ...few, kedeputian: { code: 'VI', name: 'Wilayah VI' } }])
  expect(region && told(region, 'households')).toBeNull()
  expect(regionsOf([branch('9901', 60, 200), few])).toEqual([])
})
