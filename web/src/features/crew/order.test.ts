import { expect, test } from 'vitest'
import type { Crew, CrewKader } from './kept'
import { inOrder, standingOf, sumOf, takers } from './order'

const kader = (id: number, name: string, more: Partial<CrewKader> = {}): CrewKader => ({
  id,
  code: `K${id}`,
  name,
  planned: 5,
  done: 0,
  devices: 1,
  ...more,
})
const visit = (of: number) => ({
  event: `e${of}`,
  kader: of,
  name: '',
  household: 1,
  type: 'RUMAH_KOSONG',
  at: '2026-11-23T10:00:00Z',
  signs: ['JAUH'],
})
const crewOf = (...all: CrewKader[]): Crew => ({
  day: '2026-11-23',
  now: '2026-11-23T10:00:00Z',
  kader: all,
  visits: [],
})

test('who has not sent stands first, then who has visits to ask about', () => {
  const crew = crewOf(
    kader(1, 'Ani', { sent: '2026-11-23T09:00:00Z', done: 5 }),
    kader(2, 'Budi', { sent: '2026-11-23T09:00:00Z', done: 4 }),
    kader(3, 'Citra'),
    kader(4, 'Dedi', { planned: 0, away: true }),
    kader(5, 'Eko', { handedTo: { kader: 1, name: 'Ani', families: 5 } }),
    kader(6, 'Fitri', { planned: 0 }),
  )
  crew.visits = [visit(2)]
  expect(inOrder(crew).map((k) => k.name)).toEqual(['Citra', 'Budi', 'Ani', 'Eko', 'Fitri', 'Dedi'])
})

test('who only took another’s route is missed too when nothing comes in', () => {
  expect(standingOf(kader(1, 'Ani', { planned: 0 }))).toBe('noRoute')
  const took = kader(1, 'Ani', { planned: 0, takes: [{ kader: 2, name: 'Budi', families: 3 }] })
  expect(standingOf(took)).toBe('silent')
})

test('a route is offered to who works that day and keeps an own route', () => {
  const crew = crewOf(
    kader(1, 'Ani'),
    kader(2, 'Dedi'),
    kader(3, 'Budi', { away: true }),
    kader(4, 'Citra', { handedTo: { kader: 2, name: 'Dedi', families: 1 } }),
    kader(5, 'Bayu', { planned: 0 }),
  )
  expect(takers(crew, 1).map((k) => k.name)).toEqual(['Bayu', 'Dedi'])
})

test('the sum counts who has a route or has sent', () => {
  const crew = crewOf(
    kader(1, 'Ani', { done: 2, sent: '2026-11-23T09:00:00Z' }),
    kader(2, 'Budi', { planned: 0 }),
  )
  expect(sumOf(crew)).toEqual({ done: 2, planned: 5, sent: 1, all: 1 })
})
