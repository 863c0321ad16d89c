import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayByKey,
  mondayOf,
  readDay,
  readMonth,
  readShortDay,
  weeksOf,
  within,
  writeDay,
  writeMonth,
} from './day'

test('a day is read as Indonesians write it', () => {
  for (const text of ['23/11/2026', '23-11-2026', '23.11.2026', '23 11 2026', ' 23112026 ', '2026-11-23'])
    expect(readDay(text), text).toBe('2026-11-23')
  expect(readDay('3/1/2027')).toBe('2027-01-03')
})

test('a day that the calendar does not have is none', () => {
  for (const text of [
    '31/02/2026',
    '29/02/2027',
    '0/1/2026',
    '11/30/2026',
    '23/11',
    'besok',
    '',
    '2026-13-01',
  ])
    expect(readDay(text), text).toBeNull()
  expect(readDay('29/02/2028')).toBe('2028-02-29')
})

test('a year of two digits waits until nothing more is typed', () => {
  expect(readDay('1/2/20')).toBeNull()
  expect(readShortDay('1/2/27')).toBe('2027-02-01')
  expect(readShortDay('1/2/2')).toBeNull()
})

test('what is written is read as the same', () => {
  for (let day = '2026-01-01'; day < '2029-01-01'; day = addDays(day, 1)) {
    expect(readDay(writeDay(day))).toBe(day)
    expect(readMonth(writeMonth(day.slice(0, 7)))).toBe(day.slice(0, 7))
  }
  expect(writeDay('')).toBe('')
})

test('a month is read in both orders', () => {
  expect(readMonth('3/2031')).toBe('2031-03')
  expect(readMonth('2031-03')).toBe('2031-03')
  for (const text of ['13/2031', '0/2031', '2031', '']) expect(readMonth(text), text).toBeNull()
})

test('a month later ends with the month', () => {
  expect(addMonths('2027-01-31', 1)).toBe('2027-02-28')
  expect(addMonths('2028-02-29', 12)).toBe('2029-02-28')
  expect(addMonths('2026-11-30', 2)).toBe('2027-01-30')
  expect(addMonths('2027-01-31', -2)).toBe('2026-11-30')
})

test('the weeks of a month hold every day of it once, from Monday to Sunday', () => {
  for (const month of ['2026-02', '2026-11', '2027-02', '2028-02', '2026-08']) {
    const days = weeksOf(month).flat()
    const own = days.filter((day) => day.startsWith(month))
    expect(new Set(own).size).toBe(new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate())
    expect(new Date(`${days[0]}T00:00:00Z`).getUTCDay()).toBe(1)
    expect(days.length % 7).toBe(0)
  }
})

test('keys lead through a calendar', () => {
  const from = '2026-11-25' // a Wednesday
  expect(dayByKey('ArrowLeft', false, from)).toBe('2026-11-24')
  expect(dayByKey('ArrowDown', false, from)).toBe('2026-12-02')
  expect(dayByKey('Home', false, from)).toBe('2026-11-23')
  expect(dayByKey('End', false, from)).toBe('2026-11-29')
  expect(dayByKey('PageUp', false, from)).toBe('2026-10-25')
  expect(dayByKey('PageDown', true, from)).toBe('2027-11-25')
  expect(dayByKey('a', false, from)).toBeNull()
})

test('limits hold where there are some', () => {
  expect(within('2026-11-23')).toBe(true)
  expect(within('2026-11-23', '2026-11-23', '2026-11-23')).toBe(true)
  expect(within('2026-11-22', '2026-11-23')).toBe(false)
  expect(within('2026-11-24', '', '2026-11-23')).toBe(false)
})

test('days go on one by one over the ends of months and years, and back', () => {
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  let day = '2026-01-01'
  for (let year = 2026; year < 2029; year++)
    for (const [month, length] of lengths.entries())
      for (let date = 1; date <= length + (year === 2028 && month === 1 ? 1 : 0); date++) {
        const said = [year, month + 1, date].map((n) => String(n).padStart(2, '0')).join('-')
        expect(day).toBe(said)
        expect(addDays(addDays(day, 1), -1)).toBe(day)
        expect(addDays('2026-01-01', (Date.parse(day) - Date.parse('2026-01-01')) / 86_400_000)).toBe(day)
        day = addDays(day, 1)
      }
  expect(day).toBe('2029-01-01')
})

test('some months later is that month, never the one after it', () => {
  for (const day of ['2027-01-28', '2027-01-29', '2027-01-30', '2027-01-31', '2028-02-29'])
    for (let n = -30; n <= 30; n++) {
      const later = addMonths(day, n)
      const months = (iso: string) => 12 * Number(iso.slice(0, 4)) + Number(iso.slice(5, 7))
      expect(months(later) - months(day), `${day} ${n}`).toBe(n)
      expect(later.slice(8) <= day.slice(8)).toBe(true)
      if (later.slice(8) !== day.slice(8)) expect(addDays(later, 1).slice(8)).toBe('01')
    }
})

test('a week begins on one Monday for all of its days', () => {
  for (let day = '2026-12-21', n = 0; n < 400; day = addDays(day, 1), n++) {
    const monday = mondayOf(day)
    expect(new Date(`${monday}T00:00:00Z`).getUTCDay(), day).toBe(1)
    expect(monday <= day && day <= addDays(monday, 6), day).toBe(true)
  }
})
