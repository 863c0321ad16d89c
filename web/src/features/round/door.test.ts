import { describe, expect, it } from 'vitest'
import { channelWords, doorWords } from './door'

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

describe('what a channel is for', () => {
  const desk = { name: 'Loket desa', number: '', text: 'Selasa pagi.' }
  it('is told in the language of the phone where the branch says it in both', () => {
    const both = { ...desk, english: 'Tuesday mornings.' }
    expect(channelWords(both, 'en')).toEqual({ text: 'Tuesday mornings.', lang: 'en' })
    expect(channelWords(both, 'id')).toEqual({ text: 'Selasa pagi.', lang: 'id' })
  })
  it('is told in Indonesian, and as such, where the branch says it in that alone', () => {
    for (const one of [desk, { ...desk, english: '' }])
      expect(channelWords(one, 'en')).toEqual({ text: 'Selasa pagi.', lang: 'id' })
    expect(channelWords({ name: 'Loket', number: '165' }, 'en').text).toBe('')
  })
})
