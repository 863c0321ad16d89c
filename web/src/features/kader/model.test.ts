import { expect, test } from 'vitest'
import { speakDays } from '../../shared/format'
import { shiftWords } from './model'

const shift = (weekday: number, open = 960, close = 1200) => ({ weekday, open, close })

test('days in a row with the same hours are told as one', () => {
  const week = [shift(6, 540, 780), ...[1, 2, 3, 4, 5].map((day) => shift(day))]
  expect(shiftWords(week)).toBe('Sen–Jum 16.00–20.00, Sab 09.00–13.00')
  expect(shiftWords([shift(0), shift(1), shift(3)])).toBe('Sen 16.00–20.00, Rab 16.00–20.00, Min 16.00–20.00')
  expect(shiftWords([])).toBe('')
})

test('shifts speak the language chosen', () => {
  speakDays('en')
  expect(shiftWords([shift(1), shift(2)])).toBe('Mon–Tue 16.00–20.00')
  speakDays('id')
})
