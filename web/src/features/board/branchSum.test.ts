import { expect, test } from 'vitest'
import { type BranchSum, sumOf, told } from './branchSum'

const branch = (code: string, households: number, arrears: number, asOf?: string): BranchSum => ({
  code,
  name: `Cabang ${code}`,
  households,
  eligible: households / 2,
  arrears,
  expected: arrears / 100,
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
    oldest: '2026-10-31',
  })
})

test('of no branch there is no day', () => {
  expect(sumOf([])).toEqual({ households: 0, eligible: 0, arrears: 0, expected: 0, oldest: '' })
})

test('a branch of few families has no numbers, which is not zero', () => {
  const few = { ...branch('9904', 0, 0), few: true }
  expect(told(few, 'households')).toBeNull()
  expect(told(branch('9903', 0, 0), 'households')).toBe(0)
  expect(sumOf([few, branch('9901', 60, 200)]).households).toBe(60)
})
