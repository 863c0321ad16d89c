import { expect, test } from 'vitest'
import type { Family } from './pack'
import { nearest, placeOf, search } from './search'

const family = (id: number, more: Partial<Family>): Family => ({
  id,
  head: `Keluarga ${id}`,
  kk: '',
  address: 'Jl Melati 12',
  rt: '02',
  rw: '05',
  desa: 'Gilingan',
  members: 1,
  months: 1,
  arrears: 1,
  as_of: '2026-11-01',
  place_class: 'A',
  ...more,
})

test('a search asks for every word, in whatever case and order', () => {
  const all = [family(1, { head: 'Bu Sumarni' }), family(2, { head: 'Pak Harjo', address: 'Jl Mawar 3' })]
  expect(search(all, 'melati SUMAR').map((one) => one.id)).toEqual([1])
  expect(search(all, 'rw05').length).toBe(2)
  expect(search(all, '').length).toBe(2)
  expect(search(all, 'tidak ada')).toEqual([])
})

test('the nearest come first, those of no known place last', () => {
  const all = [family(1, {}), family(2, { lat: -7.5, lng: 110.9 }), family(3, { lat: -7.5, lng: 110.81 })]
  expect(nearest(all, { lat: -7.5, lng: 110.8 }).map((one) => one.id)).toEqual([3, 2, 1])
  expect(nearest(all, null)).toEqual(all)
  expect(all.map(placeOf)).toEqual([null, { lat: -7.5, lng: 110.9 }, { lat: -7.5, lng: 110.81 }])
  expect(placeOf(undefined)).toBe(null)
  expect(placeOf(family(4, { lat: 0, lng: 110 }))).toEqual({ lat: 0, lng: 110 })
})
