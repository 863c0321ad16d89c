import { kecamatanOf } from './desa'
import type { Sheet } from './tally'

/** Says a desa by its name, a kecamatan by that of its desa, and what nobody knows by its code. */
export function placeNames(sheet: Sheet): (code: string) => string {
  const names = new Map<string, string>()
  for (const { code, name, kecamatan } of sheet.desa ?? []) {
    names.set(code, name)
    names.set(kecamatanOf(code), kecamatan)
  }
  return (code) => names.get(code) ?? code
}

/** Names of kecamatan by their codes. */
export function kecamatanNames(sheet: Sheet): Map<string, string> {
  return new Map((sheet.desa ?? []).map((one) => [kecamatanOf(one.code), one.kecamatan]))
}
