import { expect, test, vi } from 'vitest'
import { type Heat, type Part, queryOf, readAsk } from './ask'
import { byLook, classOf, colourOf, differenceOf, lookOf, palettes } from './classes'
import { drawingOfParts } from './parts'
import { say } from './values'

vi.stubGlobal('location', { origin: 'https://binaan.contoh' })

const part = (of: Partial<Part>): Part =>
  ({ id: 1, kind: 'cell', resolution: 9, desa: '99.01.01.2001', more: [], kecamatan: '99.01.01', households: 12, status: 'value', value: 5, ...of }) // biome-ignore format: one line
const heat = (parts: Part[], breaks = [0, 10, 20, 31]) =>
  ({ breaks, parts, layer: 'parts', quarter: '2026-Q4' }) as unknown as Heat

test('a value on the edge of two classes is in the upper one, in no case in both', () => {
  expect([0, 9, 10, 19, 20, 30, 99, -5].map((v) => classOf([0, 10, 20, 31], v))).toEqual([
    0, 0, 1, 1, 2, 2, 2, 0,
  ])
  expect(classOf([], 7)).toBe(0)
})

test('hidden, nothing and zero are three things', () => {
  const answer = heat([
    part({ id: 1, value: 0 }),
    part({ id: 2, status: 'hidden' }),
    part({ id: 3, status: 'none' }),
  ])
  expect(answer.parts?.map((p) => lookOf(answer, p, 'now').state)).toEqual(['value', 'hidden', 'none'])
  expect(byLook(answer, 'now')).toEqual({ classes: [[1], [], []], hidden: [2], none: [3] })
  expect(lookOf(answer, part({ before: undefined }), 'before').state).toBe('hidden')
  expect(lookOf(answer, part({ before: 25 }), 'before')).toEqual({ state: 'value', at: 2 })
})

test('every part is drawn in the colour of its class, whatever is filtered', () => {
  const answer = heat([
    part({ id: 4, value: 10 }),
    part({ id: 7, value: 30 }),
    part({ id: 9, status: 'hidden' }),
  ])
  const fill = drawingOfParts('9901', answer, 'viridis', 'now', [], [], false).layers.find(
    ({ id }) => id === 'parts',
  )
  const colour = JSON.stringify(fill?.paint)
  expect(colour).toContain(`[4],"${colourOf('viridis', 1, 3)}"`)
  expect(colour).toContain(`[7],"${colourOf('viridis', 2, 3)}"`)
  expect(colour).not.toContain('[9]')
})

test('palettes have five stops and keep their ends', () => {
  for (const [name, stops] of Object.entries(palettes)) {
    expect(stops).toHaveLength(5)
    expect([colourOf(name, 0, 3), colourOf(name, 2, 3)]).toEqual([stops[0], stops[4]])
  }
})

test('what happened is asked for with filters, as what is owed is', () => {
  const ask = readAsk(new URLSearchParams('map-membership=III&map-months=12-24&map-measure=arrears'))
  expect(queryOf(ask, '2026-11', '2026-10', '99.01')).toEqual({
    month: '2026-11', against: '2026-10', measure: 'arrears', classes: 'quantile', within: '99.01', membership: 'III', months: '12-24',
  }) // biome-ignore format: one line
  expect(queryOf({ ...ask, measure: 'contact' }, '2026-11', '2026-10', '')).toMatchObject({
    membership: 'III',
    months: '12-24',
  })
})

test('two months compared are a map about zero; a part of which one is not told has no change', () => {
  const answer = heat([
    part({ id: 1, value: 30, before: 10 }),
    part({ id: 2, value: 5, before: 25 }),
    part({ id: 3, value: 7, before: 7 }),
    part({ id: 4, value: 9 }),
    part({ id: 5, status: 'hidden', before: 4 }),
  ])
  const change = differenceOf({ ...answer, unit: 'rupiah', total: { num: 51, den: 0 } } as Heat)
  expect(change.parts?.map(({ value }) => value).slice(0, 3)).toEqual([20, -20, 0])
  expect(change.breaks).toEqual([-21, -20, 0, 1, 21, 22]) // as on paper; never "-0"
  expect(change.total).toEqual({ num: 0, den: 0 })
  const { classes, hidden, none } = byLook(change, 'now')
  expect([hidden, none]).toEqual([[5], [4]])
  expect(classes[2]).toEqual([3])
  const at = (id: number) => classes.findIndex((ids) => ids.includes(id))
  expect(at(1) - 2).toBe(2 - at(2)) // as wide below as above
  const breaks = change.breaks ?? []
  expect([...breaks].sort((a, b) => a - b)).toEqual(breaks)
  expect(breaks.map((b, i) => (breaks[breaks.length - 1 - i] ?? 0) + b)).toEqual([1, 1, 1, 1, 1, 1])
  expect(say('rupiah', -2_900_000)).toBe('−Rp2,9 juta')
})
