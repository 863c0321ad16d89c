import type { Schemas } from '../../api/client'
import type { Key } from '../../shared/i18n'

export type Import = Schemas['Import']

/** What a file may hold, in the order in which a branch begins. */
export const kinds: [string, Key][] = [
  ['areas', 'kindAreas'],
  ['kader', 'kindKader'],
  ['households', 'kindHouseholds'],
  ['visits', 'kindVisits'],
  ['payments', 'kindPayments'],
  ['roads', 'kindRoads'],
]

export const states: Record<string, Key> = {
  queued: 'stateQueued',
  running: 'stateRunning',
  done: 'stateDone',
  failed: 'stateFailed',
  cancelled: 'stateCancelled',
}

/** What became of rows: all but the first add up to the first. */
export const counts = [
  ['rows', 'importRows'],
  ['accepted', 'importAccepted'],
  ['updated', 'importUpdated'],
  ['unchanged', 'importUnchanged'],
  ['duplicate', 'importDuplicate'],
  ['rejected', 'importRejected'],
] as const satisfies [keyof Import, Key][]

export const meanings: Record<Schemas['AbsentFamily']['means'], Key> = {
  UNKNOWN: 'absenceUnknown',
  PAID_UP: 'absencePaidUp',
  MOVED_BRANCH: 'absenceMoved',
}

/** How many rows the server tells of at once; a sheet has all. */
export const told = 100

/** Imports as the page shows them: the one that is under way, those of before, and which of them may be taken back. */
export function shelved(all: Import[]) {
  const running = all.find((one) => one.state === 'queued' || one.state === 'running')
  const newest = all.find((one) => one.state === 'done' && !one.dryRun && !one.undoneAt)
  return { running, past: all.filter((one) => one !== running), undoable: newest?.kept ? newest : undefined }
}

/** A file, and how it is to be taken. */
export type Parcel = { file: File; query: Record<string, string> }

/** What a form asks to send; null without a file. */
export function parcelOf(fields: FormData): Parcel | null {
  const file = fields.get('file')
  if (!(file instanceof File) || file.size === 0) return null
  const query: Record<string, string> = { kind: String(fields.get('kind')), asOf: String(fields.get('asOf')) }
  for (const choice of ['dryRun', 'force', 'erase']) query[choice] = String(fields.get(choice) === 'on')
  return { file, query }
}

export const isDry = ({ query }: Parcel): boolean => query.dryRun === 'true'

/** The same file, now to be stored. */
export const inEarnest = (parcel: Parcel): Parcel => ({
  ...parcel,
  query: { ...parcel.query, dryRun: 'false' },
})

/** Which heading of the file was taken for what; a dash for one that was passed over. */
export function columnWords(columns: Import['columns']): string {
  return (columns ?? []).map(({ heading, field }) => `${heading} → ${field || '–'}`).join('; ')
}
