import { expect, test } from 'vitest'
import { type Compromise, following, frontierQuery, requestOf, typed, usualSettings } from './settings'

const usual = { split: 50, moved: 4, home: 0.05, stay: 100, even: 200000 }
const way: Compromise = {
  stay: 20,
  moved: 9,
  movedBound: 3,
  inBand: 2,
  count: 2,
  widest: 0.1,
  inertia: 5,
  expected: 1,
  later: 1,
}

test('settings left alone ask for nothing but the usual', () => {
  expect(requestOf(usualSettings)).toEqual({})
  expect(requestOf({ ...usualSettings, grain: 'cell' })).toEqual({ grain: 'cell' })
  expect(frontierQuery(usualSettings)).toBe('seconds=20')
})

test('kader roam only where a whole branch is divided by whole desa', () => {
  const roam = { ...usualSettings, roam: true }
  expect(requestOf(roam)).toEqual({ roam: true })
  expect(requestOf({ ...roam, grain: 'desa' }).roam).toBe(true)
  expect(requestOf({ ...roam, grain: 'cell' })).toEqual({ grain: 'cell' })
  expect(requestOf({ ...roam, kecamatan: '99.01.01' }).roam).toBeUndefined()
})

test('all weights zero are asked for as such', () => {
  const zero = { split: '0', moved: '0', home: '0', stay: '0', even: '0' }
  expect(requestOf({ ...usualSettings, weights: zero }).weights).toEqual({
    split: 0,
    moved: 0,
    home: 0,
    stay: 0,
    even: 0,
  })
})

test('a frontier is asked for with what is typed', () => {
  const weights = { ...typed(usualSettings, usual), home: '0.1' }
  const query = new URLSearchParams(
    frontierQuery({
      grain: '' as const,
      kecamatan: '99.01.01',
      redraw: false,
      roam: false,
      seconds: '5',
      weights,
    }),
  )
  expect(query.get('seconds')).toBe('5')
  expect(query.get('kecamatan')).toBe('99.01.01')
  expect(query.get('weights')).toBe('split=50,moved=4,home=0.1,even=200000,stay=100')
})

test('the way of a compromise is one of staying or of drawing anew', () => {
  const stays = following({ ...usualSettings, redraw: true }, way, usual)
  expect(requestOf(stays)).toEqual({ weights: { ...usual, stay: 20 } })
  expect(requestOf(following(usualSettings, { ...way, stay: 0 }, usual))).toEqual({ redraw: true })
})
