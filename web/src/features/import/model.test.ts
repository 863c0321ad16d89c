import { expect, test } from 'vitest'
import { columnWords, counts, type Import, inEarnest, isDry, parcelOf, shelved } from './model'

const one = (id: number, state: string, more: Partial<Import> = {}) =>
  ({ id, state, dryRun: false, kept: true, ...more }) as Import

/** Ids of what the page shows: under way, of before, and what may be taken back. */
function shown(...all: Import[]) {
  const { running, past, undoable } = shelved(all)
  return [running?.id, past.map(({ id }) => id), undoable?.id]
}

test('what is under way stands apart from what has ended', () => {
  expect(shown()).toEqual([undefined, [], undefined])
  for (const state of ['queued', 'running'])
    expect(shown(one(3, 'failed'), one(2, state), one(1, 'done'))).toEqual([2, [3, 1], 1])
})

test('only the newest import that stored something may be taken back', () => {
  const [newest, older] = [one(8, 'done'), one(5, 'done')]
  expect(shown(newest, older)[2]).toBe(8)
  for (const passed of [
    one(9, 'done', { dryRun: true }),
    one(9, 'failed'),
    one(9, 'cancelled'),
    one(9, 'done', { undoneAt: '2026-11-23T10:00:00+07:00' }),
  ])
    expect(shown(passed, newest, older)[2]).toBe(8)
})

test('an older import is not offered where the newest cannot be taken back', () => {
  expect(shown(one(8, 'done', { kept: false }), one(5, 'done'))[2]).toBeUndefined()
})

const form = (fields: Record<string, string | File>) => {
  const out = new FormData()
  for (const [name, value] of Object.entries(fields)) out.append(name, value)
  return out
}
const file = new File(['a;b'], 'kk.csv')

test('a form says the file and how it is to be taken', () => {
  const parcel = parcelOf(form({ file, kind: 'households', asOf: '2026-11-23', dryRun: 'on' }))
  expect(parcel?.file.name).toBe('kk.csv')
  expect(parcel?.query).toEqual({
    kind: 'households',
    asOf: '2026-11-23',
    dryRun: 'true',
    force: 'false',
    erase: 'false',
  })
})

test('a form without a file, or with an empty one, sends nothing', () => {
  expect(parcelOf(form({ kind: 'kader', asOf: '2026-11-23' }))).toBeNull()
  expect(parcelOf(form({ kind: 'kader', asOf: '2026-11-23', file: new File([], 'kosong.csv') }))).toBeNull()
})

test('a file that was checked is stored as it was checked', () => {
  const fields = { file, kind: 'areas', asOf: '2026-11-23', dryRun: 'on', erase: 'on' }
  const checked = parcelOf(form(fields))
  if (!checked) throw new Error('no parcel')
  const stored = inEarnest(checked)
  expect([isDry(checked), isDry(stored)]).toEqual([true, false])
  expect(stored).toEqual({ file: checked.file, query: { ...checked.query, dryRun: 'false' } })
})

test('rows are told as a sum and its parts, each once', () => {
  const fields = counts.map(([field]) => field)
  expect(fields[0]).toBe('rows')
  expect(new Set(fields).size).toBe(6)
})

test('headings that were passed over are seen', () => {
  expect(
    columnWords([
      { heading: 'No KK', field: 'no_kk' },
      { heading: 'Warna', field: '' },
    ] as Import['columns']),
  ).toBe('No KK → no_kk; Warna → –')
  expect(columnWords(null)).toBe('')
})
