import type { Language } from '../../shared/i18n'
import type { Channel, Pack } from './pack'

/** What the branch has its kader say at a door, with the kader's name in place of {nama}. */
export const doorWords = (pack: Pick<Pack, 'kader' | 'texts'> | null): string =>
  pack?.texts?.script?.trim().replaceAll('{nama}', pack.kader.name) ?? ''

/** What a channel is for, in a language or, where nobody has said it in that, in Indonesian. */
export const channelWords = (
  { text = '', english }: Channel,
  language: Language,
): { text: string; lang: Language } =>
  language === 'en' && english ? { text: english, lang: 'en' } : { text, lang: 'id' }
