import { expect, test } from 'vitest'
import type { Schemas } from '../../api/client'
import { codesOf, gap, openPlan, provenDays, together, waiting } from './model'

test('what happened is told once', () => {
  const upset = (code: string) => ({ day: '2026-12-01', code })
  expect(codesOf([upset('PAID'), upset('AWAY'), upset('PAID')])).toEqual(['PAID', 'AWAY'])
})

test('of days that stay as announced nothing is claimed', () => {
  const month = { value: 90, bound: 100, provenDays: 3, days: 5 }
  expect([gap(month), provenDays(month)[0]]).toEqual(['10,0 %', 'provenOf'])
  expect(provenDays({ ...month, announced: 1 })).toEqual([
    'provenBesideAnnounced',
    { proven: '3', days: '4', announced: '1' },
  ])
  const alone = { value: 100, bound: 100, provenDays: 0, announced: 1, days: 1 }
  expect([gap(alone), provenDays(alone)[0]]).toEqual(['–', 'allAnnounced'])
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

const month = (lumps: number, spread: number) => {
  const half = Math.round(1.2816 * Math.sqrt(lumps + (spread * 5e7) ** 2))
  return {
    outlook: {
      cash: 5e7,
      later: 1,
      lumps,
      spread,
      band: { low: 5e7 - half, high: 5e7 + half },
      version: 'prior',
    },
  }
}

test('payments even out over many kader, a wrong level does not', () => {
  const width = (months: ReturnType<typeof month>[]) => {
    const { band } = together(months)
    return band.high - band.low
  }
  const lumps = month(1e14, 0)
  const level = month(0, 0.2)
  expect(width(Array(40).fill(lumps)) / width([lumps])).toBeCloseTo(Math.sqrt(40), 4)
  expect(width(Array(40).fill(level)) / width([level])).toBeCloseTo(40, 4)
  expect(together([])).toMatchObject({ cash: 0, version: '' })
})

test('bands of which nobody knows what they are made of add up by their ends', () => {
  const old = { outlook: { ...month(1e14, 0.2).outlook, lumps: 0, spread: 0 } }
  const fresh = month(1e14, 0.2)
  expect(together([old, fresh]).band.high).toBe(old.outlook.band.high + fresh.outlook.band.high)
})
