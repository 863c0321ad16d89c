import { describe, expect, it } from 'vitest'
import { doorWords } from './door'

describe('what a kader says at a door', () => {
  const kader = { id: 1, code: 'K001', name: 'Ani Contoh', branch: 'Cabang Contoh' }
  it('is the rule of the branch, in the name of the kader', () => {
    expect(doorWords({ kader, texts: { script: ' Saya {nama}, kader JKN. {nama} boleh masuk? ' } })).toBe(
      'Saya Ani Contoh, kader JKN. Ani Contoh boleh masuk?',
    )
  })
  it('is left to the phone where no rule says anything', () => {
    for (const texts of [undefined, {}, { script: '  ' }]) expect(doorWords({ kader, texts })).toBe('')
    expect(doorWords(null)).toBe('')
  })
})
