import { expect, test } from 'vitest'
import { desaIn, planIn } from './address'

test('a link names a plan and a desa, or nothing that could be mistaken for one', () => {
  expect([planIn('?rencana=7'), planIn('?rencana=x'), planIn('')]).toEqual([7, null, null])
  expect(['?desa=33.72.01.1001&rencana=7', '?desa=33.72.01', '?desa=%3Cb%3E', ''].map(desaIn)).toEqual([
    '33.72.01.1001',
    '',
    '',
    '',
  ])
})
