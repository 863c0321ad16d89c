/** What of a pack is not as the phone has it; names as on the wire. */
export interface Change {
  server_time: string
  version: string
  /** Fields of a pack that changed. */
  parts: Record<string, unknown>
  /** All families of the parts that changed. */
  families: { id: number }[]
  /** Of which remainders of ids no family changed. */
  stay: number[]
}

/** In how many parts the server names a phone's families. */
const parts = 32

/** The pack that a phone has after a change of the one that it had; null: it had none. */
export function changed<Had extends { families: { id: number }[] }>(had: Had | null, change: Change): Had {
  const stay = new Set(change.stay)
  const kept = (had?.families ?? []).filter(({ id }) => stay.has(id % parts))
  const families = [...kept, ...change.families].sort((a, b) => a.id - b.id)
  const { server_time, version } = change
  return { ...had, ...change.parts, families, server_time, version } as unknown as Had
}
