import { type Change, type Hand, nobody } from './fold'

/** Of so many kader a stroke is told aloud. */
const most = 3

/** Of whom a stroke is told, who gains first, and how many more it touches. */
export function heardOf(changes: Change[]): { hands: Hand[]; more: number } {
  const all = [...new Set(changes.flatMap(({ from, to }) => [to, from]))].filter((one) => one !== nobody)
  return { hands: all.slice(0, most), more: Math.max(0, all.length - most) }
}

/** What a stroke did, in a word. */
export function strokeName(
  { changes }: { changes: Change[] },
  desaName: (code: string) => string,
  nameOf: (hand: Hand) => string,
  several: string,
): string {
  const desa = [...new Set(changes.map((one) => one.desa))]
  const to = changes[0]?.to ?? nobody
  return `${desa.length === 1 ? desaName(desa[0] ?? '') : several.replace('{n}', String(desa.length))} → ${nameOf(to)}`
}
