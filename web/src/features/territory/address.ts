/** The plan that a link to the page of territories names. */
export function planIn(search: string): number | null {
  return Number(new URLSearchParams(search).get('rencana')) || null
}

/** The code of the desa that a link to the page of territories asks for; empty: none. */
export function desaIn(search: string): string {
  const asked = new URLSearchParams(search).get('desa') ?? ''
  return /^\d{2}(\.\d{2}){2}\.\d{4}$/.test(asked) ? asked : ''
}
