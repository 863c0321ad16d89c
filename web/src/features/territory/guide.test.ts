import { expect, test, vi } from 'vitest'
import { guideId } from '../../shared/i18n/guide.id'
import { hasToured, needsOf, rememberTour, tour } from './guide'

const totals = (desa: number, kader: number, households: number, unlocated = 0) =>
  ({ desa, kader, households, unlocated }) as Parameters<typeof needsOf>[0]

test.each([
  ['a new branch', totals(0, 0, 0), 0, ['areas', 'kader', 'households', 'plan']],
  ['families before the map', totals(0, 2, 0, 50), 0, ['areas', 'plan']],
  ['no kader', totals(9, 0, 500), 0, ['kader', 'plan']],
  ['no plan', totals(9, 2, 500), 0, ['plan']],
  ['all there', totals(9, 2, 500), 1, []],
])('%s lacks what it lacks', (_, have, plans, want) => {
  const lacks = needsOf(have, plans).filter(([, n]) => n === 0)
  expect(lacks.map(([need]) => need)).toEqual(want)
})

test('every need says what there is and what to do without it', () => {
  for (const [need] of needsOf(totals(0, 0, 0), 0))
    for (const key of [`guide_${need}`, `guideHas_${need}`, `guideLacks_${need}`] as const)
      expect(guideId[key]).toBeTruthy()
})

test('the tour has five steps and is offered once', () => {
  expect(tour.length).toBe(5)
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  expect(hasToured()).toBe(false)
  rememberTour()
  expect(hasToured()).toBe(true)
})
