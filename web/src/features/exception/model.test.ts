import { expect, test } from 'vitest'
import {
  actsFor,
  type Effect,
  type Exceptions,
  likelyDesa,
  pinsOf,
  placeOf,
  sections,
  turnsOf,
} from './model'

const waiting = {
  unplaced: { households: 12, arrears: 0 },
  outside: { households: 1, arrears: 0 },
  pile: { households: 21, arrears: 0 },
  excluded: { households: 0, arrears: 0 },
  refused: [{ rows: 3 }, { rows: 2 }],
  noShape: [{ desa: '99.01.01.2001', name: 'Sukasari', households: 4 }],
  pins: [
    { kind: 'pile', at: { lon: 110.8, lat: -7.5 }, desa: '', households: 21 },
    { kind: 'outside', at: { lon: 110.9, lat: -7.6 }, desa: '', households: 1 },
  ],
} as unknown as Exceptions

test('every kind of exception is listed with how much waits', () => {
  expect(Object.fromEntries(sections(waiting))).toEqual({
    outside: 1,
    pile: 21,
    unplaced: 12,
    refused: 5,
    noShape: 1,
    excluded: 0,
  })
})

test('the map has the pins of what is open alone', () => {
  expect(pinsOf(waiting, 'pile')).toEqual([{ at: [110.8, -7.5], label: '21' }])
  expect(pinsOf(waiting, 'refused')).toEqual([])
  expect(pinsOf(undefined, 'pile')).toEqual([])
})

test.each([
  ['-7.5512, 110.8203', { lat: -7.5512, lon: 110.8203 }],
  ['-7.5512,110.8203', { lat: -7.5512, lon: 110.8203 }],
  ['-7,5512; 110,8203', { lat: -7.5512, lon: 110.8203 }],
  ['-7.5512 110.8203', { lat: -7.5512, lon: 110.8203 }],
  ['110.8203, -7.5512', null], // a swapped pair is never guessed at
  ['-7.5512', null],
  ['', null],
  ['rumah, biru', null],
])('%s is read as a place', (text, want) => {
  expect(placeOf(text)).toEqual(want)
})

test('who is excluded can only be taken in again', () => {
  expect(actsFor('excluded')).toEqual(['undo'])
  expect(actsFor('pile')).toEqual(['place', 'assign', 'exclude'])
})

test('a desa is proposed where all positions lie in one', () => {
  expect(likelyDesa([{ liesIn: 'a' }, { liesIn: 'a' }])).toBe('a')
  expect(likelyDesa([{ liesIn: 'a' }, { liesIn: 'b' }])).toBe('')
  expect(likelyDesa([{ liesIn: '' }])).toBe('')
})

test('the effect tells what changes, what nobody serves last', () => {
  const sums = (eligible: number) => ({
    eligible,
    households: 0,
    members: 0,
    arrears: 0,
    expected: 0,
    later: 0,
  })
  const effect = {
    territories: [
      { territory: 3, kaderName: 'Ani', before: sums(500), after: sums(498) },
      { territory: 4, kaderName: 'Budi', before: sums(500), after: sums(500) },
    ],
    unserved: { territory: 0, kaderName: '', before: sums(10), after: sums(12) },
  } as unknown as Effect
  expect(turnsOf(effect).map(({ territory, after }) => [territory, after.eligible])).toEqual([
    [3, 498],
    [0, 12],
  ])
})
