import { describe, expect, test } from 'vitest'
import { longDay, shortDay } from '../../shared/format'
import { periodName } from './period'

const t = (key: string, values?: Record<string, unknown>) => `${key} ${JSON.stringify(values)}`

describe('the name of a period', () => {
  test.each([
    ['2026', '2026-01-01', '2026-12-31', 'yearOf {"year":"2026"}'],
    ['2026-Q3', '2026-07-01', '2026-09-30', 'quarterOf {"n":"3","year":"2026"}'],
    ['2026-10', '2026-10-01', '2026-10-31', 'Oktober 2026'],
    ['2026-11-W2', '2026-11-01', '2026-11-14', `${shortDay('2026-11-01')} – ${longDay('2026-11-14')}`],
    ['2028-02-W4', '2028-02-15', '2028-02-28', `${shortDay('2028-02-15')} – ${longDay('2028-02-28')}`],
  ])('%s', (period, first, last, want) => {
    expect(periodName(t as never, { period, first, last })).toBe(want)
  })
})
