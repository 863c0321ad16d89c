/**
 * The rest of a day, planned anew on the phone: the server's rule (planner/route/again_rule_test.go),
 * held to the golden cases that it writes. Times are minutes.
 */

/** A visit that may still be made on a day that has begun. */
export interface Errand {
  household: number
  /** The visit begins no earlier than open and no later than close. */
  open: number
  close: number
  minutes: number
  worth: number
  /** Promised or due: goes before any worth. */
  kept: boolean
}

/** rides[0] are from where the kader stands, rides[i + 1] from errand i, to each errand. */
export interface Rest {
  now: number
  most: number
  errands: Errand[]
  rides: number[][]
}

const mostErrands = 12

/**
 * As many kept errands as can be reached, then the most worth, then the earliest end,
 * ties are cut as the server cuts them. Positions in errands.
 */
export function again(rest: Rest): number[] {
  const some = weighed(rest)
  const n = some.length
  const end = new Int32Array(2 ** n * Math.max(n, 1))
  const from = new Int8Array(end.length)
  let best = { set: 0, last: -1, kept: 0, worth: 0, end: 0 }
  for (let set = 1; set < 2 ** n; set++) {
    if (ones(set) > rest.most) continue
    const { kept, worth } = sum(rest, some, set)
    for (let j = 0; j < n; j++) {
      reach(rest, some, end, from, set, j)
      const done = end[set * n + j] ?? 0
      if (done === 0) continue
      const more = kept - best.kept || worth - best.worth || best.end - done
      if (best.last < 0 || more > 0) best = { set, last: j, kept, worth, end: done }
    }
  }
  const order: number[] = []
  for (let set = best.set, j = best.last; set > 0; ) {
    order.unshift(some[j] ?? 0)
    const before = from[set * n + j] ?? -1
    set &= ~(1 << j)
    j = before
  }
  return order
}

/** The errands to choose from: kept ones first, then by worth. */
function weighed({ errands }: Rest): number[] {
  return errands
    .map((errand, i) => ({ ...errand, i }))
    .sort((a, b) => Number(b.kept) - Number(a.kept) || b.worth - a.worth || a.i - b.i)
    .slice(0, mostErrands)
    .map(({ i }) => i)
    .sort((a, b) => a - b)
}

/** Finds the earliest end of visiting a set with j as the last. */
function reach(rest: Rest, some: number[], end: Int32Array, from: Int8Array, set: number, j: number): void {
  const to = some[j]
  const errand = to === undefined ? undefined : rest.errands[to]
  if (to === undefined || !errand || (set & (1 << j)) === 0) return
  const n = some.length
  const at = set * n + j
  const before = set & ~(1 << j)
  for (let i = -1; i < n; i++) {
    if (i < 0 !== (before === 0)) continue
    const start = i < 0 ? rest.now : (end[before * n + i] ?? 0)
    if (start === 0) continue
    const ride = rest.rides[i < 0 ? 0 : (some[i] ?? 0) + 1]?.[to] ?? 0
    const begin = Math.max(start + ride, errand.open)
    const done = begin + errand.minutes
    if (begin <= errand.close && (end[at] === 0 || done < (end[at] ?? 0))) {
      end[at] = done
      from[at] = i
    }
  }
}

function sum(rest: Rest, some: number[], set: number): { kept: number; worth: number } {
  let kept = 0
  let worth = 0
  some.forEach((i, k) => {
    const errand = rest.errands[i]
    if (!errand || (set & (1 << k)) === 0) return
    kept += Number(errand.kept)
    worth += errand.worth
  })
  return { kept, worth }
}

function ones(set: number): number {
  let n = 0
  for (let left = set; left > 0; left &= left - 1) n++
  return n
}
