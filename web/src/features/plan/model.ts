import type { Schemas } from '../../api/client'
import { decimal, number } from '../../shared/format'
import type { Key } from '../../shared/i18n'

type PlanHead = Schemas['PlanHead']

const isOpen = (head: PlanHead) => head.state === 'queued' || head.state === 'running'

/** Signatures of plans that no person asked for. */
const unasked = ['malam', 'peristiwa']

/** The newest plan that is waited for, one that a person asked for before others. */
export function openPlan(heads: PlanHead[]): { open: PlanHead | undefined; asked: boolean } {
  const all = heads.filter(isOpen)
  const asked = all.find((head) => !unasked.includes(head.createdBy))
  return { open: asked ?? all[0], asked: asked !== undefined }
}

/** Why a plan in the queue is not begun, as words and their values; null once it is. */
export function waiting(head: PlanHead): [words: Key, values: Record<string, string>] | null {
  const { place } = head
  if (head.state !== 'queued' || !place) return null
  if (!place.worked) return ['waitsForWorker', {}]
  return place.ahead > 0 ? ['waitsBehind', { n: number(place.ahead) }] : ['waitsNext', {}]
}

type Certificate = Pick<Schemas['RouteCertificate'], 'bound' | 'value' | 'provenDays' | 'days'> & {
  announced?: number
}

/** Whether all days stay as they were announced: nothing is claimed of those. */
const settled = (c: Certificate) => (c.announced ?? 0) > 0 && c.announced === c.days

/** How many of the days that could be planned are proven, and how many were announced. */
export function provenDays(c: Certificate): [words: Key, values: Record<string, string>] {
  const announced = c.announced ?? 0
  const values = {
    proven: number(c.provenDays),
    days: number(c.days - announced),
    announced: number(announced),
  }
  if (settled(c)) return ['allAnnounced', values]
  return [announced > 0 ? 'provenBesideAnnounced' : 'provenOf', values]
}

/** How far a month may be from the best one. */
export function gap(c: Certificate): string {
  return c.bound > 0 && !settled(c) ? `${decimal((100 * (c.bound - c.value)) / c.bound)} %` : '–'
}

/** The codes of what happened, each once, in the order they came. */
export function codesOf(upsets: Schemas['Upset'][] | null): string[] {
  return [...new Set((upsets ?? []).map((upset) => upset.code))]
}

type Outlook = Schemas['Outlook']

/** Standard deviations about a mean that hold four months of five, as the planner has it. */
const fourInFive = 1.2816

/** Whether an outlook says what its band is made of; plans of earlier versions do not. */
const told = (o: Outlook) => o.lumps > 0 || o.spread > 0 || o.band.high <= o.cash

/**
 * What two months bring together. A level that is wrong is wrong for both, payments come
 * or fail by themselves; where one does not say what its band is made of, ends are added.
 */
function plus(a: Outlook, b: Outlook): Outlook {
  const cash = a.cash + b.cash
  const lumps = a.lumps + b.lumps
  const spread = (a.spread * a.cash + b.spread * b.cash) / Math.max(1, cash)
  const half = Math.round(fourInFive * Math.sqrt(lumps + (spread * cash) ** 2))
  return {
    cash,
    later: a.later + b.later,
    lumps,
    spread,
    band:
      told(a) && told(b)
        ? { low: Math.max(0, cash - half), high: cash + half }
        : { low: a.band.low + b.band.low, high: a.band.high + b.band.high },
    version: a.version === 'prior' ? 'prior' : b.version,
  }
}

/** What all months bring together. */
export function together(months: Pick<Schemas['MonthOfKader'], 'outlook'>[]): Outlook {
  const none = { cash: 0, later: 0, lumps: 0, spread: 0, band: { low: 0, high: 0 }, version: '' }
  return months.map((month) => month.outlook).reduce(plus, none)
}
