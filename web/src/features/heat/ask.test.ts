import { expect, test } from 'vitest'
import { filters, happened, queryOf, readAsk } from './ask'

const all = new URLSearchParams(
  'map-measure=arrears&map-membership=PBPU&map-months=12&map-status=ACTIVE&map-kader=7&map-channel=PPOB',
)

test('an address that says nothing asks for what is usual, each time anew', () => {
  const first = readAsk(new URLSearchParams())
  expect(first).toMatchObject({ measure: 'arrears', classes: 'quantile', palette: 'viridis', drawn: 'now' })
  first.measure = 'visits'
  expect(readAsk(new URLSearchParams()).measure).toBe('arrears')
})

test('the address of the board is none of the map', () => {
  expect(readAsk(new URLSearchParams('kader=-money&measure=visits'))).toEqual(readAsk(new URLSearchParams()))
})

test('a measure of the state of families is filtered by all that is chosen', () => {
  expect(queryOf(readAsk(all), '2026-11', '2026-10', '99.01')).toEqual({
    month: '2026-11',
    against: '2026-10',
    within: '99.01',
    measure: 'arrears',
    classes: 'quantile',
    membership: 'PBPU',
    months: '12',
    status: 'ACTIVE',
    kader: '7',
    channel: 'PPOB',
  })
})

test('a measure of what happened knows every filter but whether nobody came yet', () => {
  for (const measure of happened) {
    const ask = { ...readAsk(all), measure }
    for (const name of filters) expect(queryOf(ask, '2026-11', '2026-10', '')[name], measure).toBe(ask[name])
    const fresh = queryOf({ ...ask, status: 'new' }, '2026-11', '2026-10', '')
    expect(fresh.status, measure).toBe(measure === 'collected' ? 'new' : undefined)
  }
})
