import { expect, test } from 'vitest'
import events from '../../../../docs/events.md?raw'
import { isPayment, isVisit } from '../outbox/fold'
import { buttonOf, groups } from './codes'

const words = Object.assign(
  {},
  ...Object.values(
    import.meta.glob<Record<string, Record<string, string>>>('/src/shared/i18n/*.id.ts', { eager: true }),
  ).flatMap((module) => Object.values(module)),
) as Record<string, string>
const buttons = groups.flatMap((group) => group.buttons)

test('every outcome has one button, by which it is found', () => {
  expect(new Set(buttons.map(({ code }) => code)).size).toBe(buttons.length)
  for (const button of buttons) expect(buttonOf(button.code)).toBe(button)
  for (const none of ['', 'BATAL', 'bayar_lunas', 'constructor']) expect(buttonOf(none)).toBeUndefined()
})

test('every outcome and contact that the server knows has a button, or follows from one', () => {
  const rows = [...events.matchAll(/^\| `([A-Z_]+)` \|[^|]*\| ([^|]*)\|/gm)]
  const asked = rows.filter(([, , kind]) => /door|contact/.test(kind ?? '')).map(([, code]) => code)
  // What was paid for, and whether the family is enrolled, is chosen on the form.
  const chosen = ['BAYAR_CICIL', 'REHAB_CICILAN', 'REHAB_DAFTAR']
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.sort()).toEqual([...buttons.map(({ code }) => code as string), ...chosen].sort())
  expect(buttons.filter(({ code }) => !isVisit(code)).map(({ code }) => code)).toEqual(['TELEPON_SAJA', 'WA'])
})

test('money is asked for just where it counts as paid', () => {
  for (const { code, form } of buttons) expect(isPayment({ type: code }), code).toBe(form === 'pay')
})

test('to whoever is not of the family no form speaks of money', () => {
  for (const { code, form, neutral } of buttons) if (neutral) expect(form, code).toBe('simple')
  expect(buttonOf('BERTEMU_LAIN')?.neutral).toBe(true)
})

test('every title, reason and topic has words', () => {
  for (const { title } of groups) expect(words[title], title).toBeTruthy()
  for (const { code, reasons = [], topics = [] } of buttons) {
    for (const reason of reasons) expect(words[`reason_${reason}`], `${code} ${reason}`).toBeTruthy()
    for (const topic of topics) expect(words[`topic_${topic}`], `${code} ${topic}`).toBeTruthy()
    expect(new Set([...reasons, ...topics]).size, code).toBe(reasons.length + topics.length)
  }
})
