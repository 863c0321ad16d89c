import type { Family } from './pack'

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9 ]/g, '')

/** Families whose name, address or place holds every word that was typed. */
export function search(families: Family[], text: string): Family[] {
  const words = plain(text).split(' ').filter(Boolean)
  return families.filter((one) => {
    const all = plain(`${one.head} ${one.address} ${one.desa} rt${one.rt} rw${one.rw} ${one.landmark ?? ''}`)
    return words.every((word) => all.includes(word))
  })
}

const metresPerDegree = 111_195

/** Where a family lives, as far as that is known. */
export function placeOf(family: Family | undefined): { lat: number; lng: number } | null {
  return family?.lat !== undefined && family.lng !== undefined ? { lat: family.lat, lng: family.lng } : null
}

/** Families by how far they live from a place; those of no known place last. */
export function nearest(families: Family[], at: { lat: number; lng: number } | null): Family[] {
  if (!at) return families
  const far = ({ lat, lng }: Family) => {
    if (lat === undefined || lng === undefined) return Number.POSITIVE_INFINITY
    const east = (lng - at.lng) * Math.cos((at.lat * Math.PI) / 180)
    return Math.hypot(lat - at.lat, east) * metresPerDegree
  }
  return families
    .map((family) => ({ family, far: far(family) }))
    .sort((a, b) => a.far - b.far)
    .map(({ family }) => family)
}
