import { expect, test } from 'vitest'
import rest from '../../../../planner/rest.go?raw'
import leftOut from '../../../../planner/route/left.go?raw'
import reason from '../../../../planner/route/reason.go?raw'
import { standInYear } from '../../shared/format'
import { baseEn } from '../../shared/i18n/base.en'
import { baseId } from '../../shared/i18n/base.id'
import { routeEn } from '../../shared/i18n/route.en'
import { routeId } from '../../shared/i18n/route.id'
import { type FamilyLeft, outbid, reasonsOf } from './left'

const id = { ...baseId, ...routeId }
const en = { ...baseEn, ...routeEn }

function family(left: Partial<FamilyLeft>): FamilyLeft {
  return {
    household: 1,
    headName: 'Pak Contoh',
    rt: '001',
    rw: '002',
    desa: '99.01.01.2001',
    desaName: 'Contoh',
    arrears: 1_000_000,
    code: 'OUTBID',
    short: 0,
    instead: 0,
    insteadName: '',
    ...left,
  }
}

test('who is outbid reads the Rupiah, the day and whom it would displace', () => {
  const day = '2026-12-12'
  standInYear('2026')
  const [words, values] = outbid(family({ short: 35_000, day, instead: 2, insteadName: 'Bu Contoh' }))
  expect(words).toBe('outbidInstead')
  expect(values).toEqual({ value: 'Rp35.000', who: 'Bu Contoh', day: expect.stringMatching(/^\S+ 12 Des$/) })
  expect(outbid(family({ short: 500, day }))[0]).toBe('outbidBeside')
  expect(outbid(family({ day, instead: 2, insteadName: 'Bu Contoh' }))[0]).toBe('outbidTie')
  expect(outbid(family({ day }))[0]).toBe('outbidFits')
})

test('a plan of older days, without day and family, still tells the Rupiah', () => {
  expect(outbid(family({ short: 500 }))).toEqual(['outbidBy', { value: 'Rp500' }])
  expect(outbid(family({}))).toEqual(['OUTBID', {}])
})

test('the reason of most families comes first', () => {
  const left = ['GONE', 'OUTBID', 'COOLDOWN', 'OUTBID'].map((code) => family({ code }))
  expect(reasonsOf(left)).toEqual([
    ['OUTBID', 2],
    ['COOLDOWN', 1],
    ['GONE', 1],
  ])
})

test('every reason of the planner has words in both languages', () => {
  const codes = [
    ...(rest + leftOut + reason).matchAll(/^\t(?:Rest|Left|Reason)\w+\s+(?:Reason )?= "(\w+)"/gm),
  ].map(([, code]) => code)
  expect(codes.length).toBeGreaterThanOrEqual(30)
  for (const code of codes) {
    expect(id, code).toHaveProperty(code ?? '')
    expect(en, code).toHaveProperty(code ?? '')
  }
})
