import type { Schemas } from '../../api/client'
import { rupiah, shortDay } from '../../shared/format'
import type { Key } from '../../shared/i18n'

export type FamilyLeft = Schemas['FamilyLeft']

/** Codes with how many families each leaves out, the most first. */
export function reasonsOf(left: FamilyLeft[]): [code: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { code } of left) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}

/** What it would take to visit a family that was outbid, as words and their values. */
export function outbid(left: FamilyLeft): [words: Key, values: Record<string, string>] {
  const value = rupiah(left.short)
  if (!left.day) return left.short > 0 ? ['outbidBy', { value }] : ['OUTBID', {}]
  const day = shortDay(left.day)
  if (left.instead > 0) {
    const who = left.insteadName
    return left.short > 0 ? ['outbidInstead', { value, who, day }] : ['outbidTie', { who, day }]
  }
  return left.short > 0 ? ['outbidBeside', { value, day }] : ['outbidFits', { day }]
}
