// From an event to the frame that shows what came of it, as the browser itself traces it.

export const traced = ['cc', 'benchmark', 'input', 'latency', 'latencyInfo']

/** What the browser traced of each kind of event: how long in all, and how long in which stage, in ms. */
export function latencies(trace) {
  const begun = new Map()
  const out = {}
  for (const { name, ph, ts, id, id2, args } of JSON.parse(trace).traceEvents) {
    if (ph !== 'b' && ph !== 'e') continue
    const key = id2?.local ?? id
    const one = begun.get(key)
    if (name !== 'EventLatency') {
      if (one && ph === 'b') one.open.set(name, ts)
      else if (one?.open.has(name)) one.stages[name] = (ts - one.open.get(name)) / 1000
    } else if (ph === 'b')
      begun.set(key, { ts, kind: args?.event_latency?.event_type, open: new Map(), stages: {} })
    else if (one) {
      begun.delete(key)
      out[one.kind] = [...(out[one.kind] ?? []), { all: (ts - one.ts) / 1000, stages: one.stages }]
    }
  }
  return out
}

export const quantile = (all, q) =>
  [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))] ?? Number.NaN

/** The stages that took most of the slowest tenth of events, the longest first. */
export function slowest(events) {
  const from = quantile(
    events.map(({ all }) => all),
    0.9,
  )
  const slow = events.filter(({ all }) => all >= from)
  const sums = new Map()
  for (const { stages } of slow)
    for (const [name, ms] of Object.entries(stages)) sums.set(name, (sums.get(name) ?? 0) + ms / slow.length)
  return [...sums].sort((a, b) => b[1] - a[1]).slice(0, 6)
}
