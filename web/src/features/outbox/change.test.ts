import { expect, test } from 'vitest'
import { type Change, changed } from './change'

const change: Change = {
  server_time: '2026-11-23T10:00:00Z',
  version: 'b',
  parts: { statement: { visits: 3 } },
  families: [{ id: 35 }],
  stay: [...Array(32).keys()].filter((part) => part !== 3),
}

test('what stays stays, what came takes its place, and who left a part is gone', () => {
  const had = {
    version: 'a',
    days: ['Senin'],
    statement: { visits: 2 },
    families: [{ id: 2 }, { id: 3 }, { id: 34, head: 'Bu Sumarni' }, { id: 35, head: 'before' }],
  }
  expect(changed(had, change)).toEqual({
    server_time: '2026-11-23T10:00:00Z',
    version: 'b',
    days: ['Senin'],
    statement: { visits: 3 },
    families: [{ id: 2 }, { id: 34, head: 'Bu Sumarni' }, { id: 35 }],
  })
})

test('a phone that had none has what came', () => {
  const all = { ...change, parts: { days: [] }, stay: [] }
  expect(changed<{ families: { id: number }[] }>(null, all)).toEqual({
    server_time: change.server_time,
    version: 'b',
    days: [],
    families: [{ id: 35 }],
  })
})
