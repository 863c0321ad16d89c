import { expect, test } from 'vitest'
import { codesOf } from './model'

test('what happened is told once', () => {
  const upset = (code: string) => ({ day: '2026-12-01', code })
  expect(codesOf([upset('PAID'), upset('AWAY'), upset('PAID')])).toEqual(['PAID', 'AWAY'])
})
