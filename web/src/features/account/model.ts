import type { Schemas } from '../../api/client'

export type Row = Schemas['AccountRow']
export type Session = Schemas['Session']
export type Role = Schemas['AddAccountInputBody']['role']

/** Roles in the order in which they are offered. */
export const roles: Role[] = ['officer', 'supervisor', 'manager', 'kader', 'admin']

/** A browser's short name, from the long one it gives itself. */
export function browserOf(agent: string): string {
  const named = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['SamsungBrowser/', 'Samsung Internet'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark]) => agent.includes(mark as string))
  const system = ['Android', 'iPhone', 'Windows', 'Mac OS', 'Linux'].find((one) => agent.includes(one))
  return [named?.[1] ?? agent.slice(0, 20), system].filter(Boolean).join(' · ')
}

/** Whether an account may log in on a day. */
export function isOpen(row: Pick<Row, 'disabled' | 'until'>, today: string): boolean {
  return !row.disabled && (!row.until || row.until >= today)
}
