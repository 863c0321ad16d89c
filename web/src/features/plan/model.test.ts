import { expect, test } from 'vitest'
import type { Schemas } from '../../api/client'
import { codesOf, openPlan, waiting } from './model'

test('what happened is told once', () => {
  const upset = (code: string) => ({ day: '2026-12-01', code })
  expect(codesOf([upset('PAID'), upset('AWAY'), upset('PAID')])).toEqual(['PAID', 'AWAY'])
})

function head(part: Partial<Schemas['PlanHead']>): Schemas['PlanHead'] {
  return {
    id: 1,
    kind: 'route',
    name: 'Rute',
    state: 'queued',
    request: { day: '2026-11-23', seed: 1 },
    createdBy: 'petugas',
    createdAt: '2026-11-23T03:00:00Z',
    units: 2,
    unitsDone: 0,
    progress: 0,
    ...part,
  }
}

test("a plan that a person asked for is shown before the night's", () => {
  const night = head({ id: 9, createdBy: 'malam', state: 'running' })
  const ours = head({ id: 7 })
  expect(openPlan([night, ours, head({ id: 3, state: 'done' })])).toEqual({ open: ours, asked: true })
  expect(openPlan([night])).toEqual({ open: night, asked: false })
  expect(openPlan([head({ state: 'failed' })])).toEqual({ open: undefined, asked: false })
})

test('a plan in the queue says what it waits for', () => {
  expect(waiting(head({ place: { ahead: 1200, worked: true } }))).toEqual(['waitsBehind', { n: '1.200' }])
  expect(waiting(head({ place: { ahead: 0, worked: true } }))).toEqual(['waitsNext', {}])
  expect(waiting(head({ place: { ahead: 3, worked: false } }))).toEqual(['waitsForWorker', {}])
  expect(waiting(head({ state: 'running' }))).toBe(null)
})
