import { expect, test } from 'vitest'
import golden from '../../../../planner/testdata/appoint.json'
import { type Appointment, appoint, partFor, promised, type Span, type Times } from './appoint'
import type { Family, Pack } from './pack'

interface Case extends Times, Appointment {
  name: string
  day: string
  named: Span
  need: number
}

test.each(golden as unknown as Case[])('the phone says of a promise what the server does: $name', (one) => {
  expect(appoint(one, one.day, one.named, one.need)).toEqual({
    fits: one.fits,
    ...(one.why ? { why: one.why } : {}),
    ...(one.nearest ? { nearest: one.nearest } : {}),
  })
})

const family = { id: 7, place_class: 'E' } as Family
const weekday = [1, 2, 3, 4, 5].map((day) => ({ weekday: day, open: 960, close: 1200 }))
const pack = {
  kader: { id: 3, code: 'K003', name: 'Contoh', branch: 'Contoh', shifts: weekday },
  hours: { until: '2026-12-31', away: [], holidays: ['2026-12-25'], search: { E: 10 } },
  rules: {
    visit_minutes: 20,
    visiting_hours: { weekdays: [1, 2, 3, 4, 5, 6], open: 480, close: 1200, quiet: null },
  },
} as unknown as Pack

test('a promise for a morning on which the kader works in the evening is told with the time that would do', () => {
  expect(promised(pack, family, '2026-11-24', 'PAGI')).toEqual({
    fits: false,
    why: 'OUTSIDE_SHIFT',
    nearest: { day: '2026-11-24', open: 960, close: 990 },
  })
  expect(promised(pack, family, '2026-11-24', 'SORE')).toEqual({ fits: true })
  expect(promised(pack, family, '2026-11-28', 'SORE')?.why).toBe('AWAY')
})

test('the part of the day that is offered instead is one for which the kader can come', () => {
  const shifts = [...weekday, { weekday: 6, open: 540, close: 730 }] // on Saturdays until 12.10
  const short = { ...pack, kader: { ...pack.kader, shifts } }
  for (const [day, part] of [
    ['2026-11-24', 'PAGI'],
    ['2026-11-28', 'MALAM'],
    ['2026-11-29', 'PAGI'],
  ] as const) {
    const near = promised(short, family, day, part)?.nearest
    if (!near) throw new Error(`${day} ${part}: nothing would do`)
    expect(promised(short, family, near.day, partFor(short, family, near)), day).toEqual({ fits: true })
  }
})

test('a phone that was told no hours claims nothing of a promise', () => {
  expect(promised({ ...pack, hours: undefined }, family, '2026-11-24', 'PAGI')).toBeNull()
  expect(promised(pack, family, '', 'PAGI')).toBeNull()
})
