import type { Pack } from './pack'

/** What the branch has its kader say at a door, with the kader's name in place of {nama}. */
export const doorWords = (pack: Pick<Pack, 'kader' | 'texts'> | null): string =>
  pack?.texts?.script?.trim().replaceAll('{nama}', pack.kader.name) ?? ''
