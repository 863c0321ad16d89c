import { expect, test } from 'vitest'
import { baseId } from '../../shared/i18n/base.id'
import { phoneId } from '../../shared/i18n/phone.id'
import { groups } from './codes'
import { type Draft, emptyDraft, eventOf, missing, promiseDays, quickAmounts } from './draft'

const words = { ...baseId, ...phoneId }
const draft = (more: Partial<Draft>): Draft => ({ ...emptyDraft('e', 0), ...more })

test('a payment is stored under what it was for', () => {
  const paid = draft({ code: 'BAYAR_LUNAS', amount: 480_000, channel: 'BANK', receipt: ' 77 ' })
  expect(eventOf(paid)).toEqual({
    type: 'BAYAR_LUNAS',
    payload: { amount: 480_000, channel: 'BANK', purpose: 'LUNAS', receipt: '77' },
  })
  expect(eventOf({ ...paid, purpose: 'IURAN' }).type).toBe('BAYAR_CICIL')
  expect(eventOf({ ...paid, purpose: 'CICILAN' }).type).toBe('REHAB_CICILAN')
})

test('money and promises need a sum and a day, nothing else needs anything', () => {
  expect(missing(draft({ code: 'BAYAR_LUNAS' }))).toBe('amount')
  expect(missing(draft({ code: 'JANJI_BAYAR' }))).toBe('dayAmount')
  expect(missing(draft({ code: 'JANJI_BAYAR', amount: 1 }))).toBe('day')
  expect(missing(draft({ code: 'JANJI_BAYAR', day: '2026-11-27' }))).toBe('amount')
  expect(missing(draft({ code: 'JANJI_BAYAR', amount: 1, day: '2026-11-27' }))).toBeNull()
  expect(missing(draft({ code: 'RUMAH_KOSONG' }))).toBeNull()
  expect(missing(draft({}))).toBe('code')
})

test('a promise keeps its day, part and sum', () => {
  const made = eventOf(draft({ code: 'JANJI_BAYAR', amount: 420_000, day: '2026-11-27', part: 'PAGI' }))
  expect(made.payload.promise).toEqual({ day: '2026-11-27', part: 'PAGI', amount: 420_000, channel: 'PPOB' })
})

test('a REHAB says what was calculated, and nothing where nothing was', () => {
  const made = draft({ code: 'REHAB_SETUJU', steps: 10, instalment: 126_000, first: '2026-12-23' })
  expect(eventOf(made).payload.rehab).toEqual({ steps: 10, instalment: 126_000, first: '2026-12-23' })
  expect(eventOf(draft({ code: 'REHAB_SETUJU' })).payload).toEqual({})
})

test('a family that is enrolled is told as such, with its instalments only', () => {
  const made = draft({
    code: 'REHAB_SETUJU',
    steps: 10,
    instalment: 126_000,
    first: '2026-12-23',
    enrolled: true,
  })
  expect(eventOf(made).type).toBe('REHAB_DAFTAR')
  expect(eventOf({ ...made, enrolled: false }).type).toBe('REHAB_SETUJU')
  expect(eventOf({ ...made, steps: 0 }).type).toBe('REHAB_SETUJU') // the server wants them
})

test('another time is told with its hours, a Sunday with the consent that was given', () => {
  const other = draft({ code: 'MINTA_LAIN_WAKTU', part: 'MALAM' })
  expect(eventOf(other).payload).toEqual({})
  expect(eventOf({ ...other, days: 'KERJA', consent: true }).payload.hours).toEqual({
    days: 'KERJA',
    from: '18:00',
    to: '20:00',
    consent: false,
  })
  const sunday = { ...other, days: 'MINGGU' as const, part: 'PAGI' as const }
  expect(eventOf(sunday).payload.hours?.consent).toBe(false)
  const agreed = eventOf({ ...sunday, consent: true }).payload.hours
  expect(agreed).toEqual({ days: 'MINGGU', from: '08:00', to: '12:00', consent: true })
})

test('a family that works elsewhere is left alone until it comes back, where that is known', () => {
  const away = draft({ code: 'KERJA_LUAR_KOTA', note: 'lebaran' })
  expect(eventOf(away).payload).toEqual({ note: 'lebaran' })
  expect(eventOf({ ...away, until: '2027-03-20' }).payload).toEqual({ until: '2027-03-20', note: 'lebaran' })
})

test('quick sums begin with all of it, are whole rupiah and never the same twice', () => {
  const sums = quickAmounts(1_260_000, 18, 105_000)
  expect(sums[0]).toBe(1_260_000)
  expect(sums).toContain(70_000)
  expect(new Set(sums).size).toBe(sums.length)
  expect(sums.every(Number.isInteger)).toBe(true)
  expect(quickAmounts(0, 0)).toEqual([100_000])
})

test('promises are for tomorrow, Friday or the first of the next month', () => {
  expect(promiseDays('2026-11-23').map((one) => one.day)).toEqual(['2026-11-24', '2026-11-27', '2026-12-01'])
  expect(promiseDays('2026-11-26').map((one) => one.day)).toEqual(['2026-11-27', '2026-12-01'])
  expect(promiseDays('2026-12-31')[2]).toBeUndefined()
  expect(promiseDays('2026-12-31').map((one) => one.day)).toEqual(['2027-01-01'])
})

test('every button and every reason has words', () => {
  for (const { title, buttons } of groups) {
    expect(words).toHaveProperty(title)
    for (const { code, reasons = [], topics = [] } of buttons) {
      expect(words).toHaveProperty(code)
      for (const topic of topics) expect(words).toHaveProperty(`topic_${topic}`)
      for (const reason of reasons) expect(words).toHaveProperty(`reason_${reason}`)
    }
  }
})
