import { expect, test } from 'vitest'
import { Refusal, Unreachable } from '../../shared/trouble'
import { type Account, codeAsked, faceOf, zoneOf } from './session'

const account = (role: string, zones: string[] = []) =>
  ({ role, branches: zones.map((zone) => ({ zone })) }) as unknown as Account

test('a code is asked for only where the server says that it lacks', () => {
  expect(codeAsked(new Refusal(401, 'Tulis kode.', 'urn:binaan:code'))).toBe(true)
  expect(codeAsked(new Refusal(401, 'Kata sandi salah.'))).toBe(false)
  expect(codeAsked(new Refusal(429, 'Terlalu sering.', 'urn:binaan:later'))).toBe(false)
  expect(codeAsked(new Unreachable())).toBe(false)
  expect(codeAsked({ kind: 'urn:binaan:code' })).toBe(false)
})

test('everybody is led to the page of their work', () => {
  const paths = ['kader', 'manager', 'officer', 'supervisor', 'admin'].map(
    (role) => faceOf(account(role)).path,
  )
  expect(paths).toEqual(['/kader/', '/manager/', '/', '/', '/'])
})

test('days are those of the first branch; of nobody’s branch those of Jakarta', () => {
  expect(zoneOf(account('officer', ['WITA', 'WIB']))).toBe('WITA')
  expect(zoneOf(account('admin'))).toBe('WIB')
  expect(zoneOf({ role: 'admin' } as Account)).toBe('WIB')
})
