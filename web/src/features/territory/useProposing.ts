import { useMemo, useState } from 'react'
import type { Draft } from './draft'
import type { Change, Drawing, Hand } from './fold'
import { accepted, type Question } from './proposal'
import type { Counter, Tally } from './tally'
import { useProposal } from './useProposal'

/** A proposal, what of it is left as it is, and the drawing as it would be. */
export function useProposing(
  branch: string,
  plan: number,
  draft: Draft,
  drawing: Drawing,
  counter: Counter,
  sums: Map<Hand, Tally>,
) {
  const { asked, ask, forget } = useProposal(branch, plan, draft)
  const [left, setLeft] = useState<ReadonlySet<Hand>>(new Set())
  const shown = useMemo(() => {
    const changes = asked.state === 'done' ? accepted((asked.proposal.changes ?? []) as Change[], left) : []
    const after = drawing.copy()
    const fits = after.apply(changes).conflicts.length === 0
    return { changes, fits, drawing: after, sums: changes.length > 0 ? counter.count(after) : sums }
  }, [asked, left, drawing, counter, sums])
  const propose = (question: Question) => {
    setLeft(new Set())
    void ask(question)
  }
  const leave = (one: Hand, out: boolean) =>
    setLeft(new Set(out ? [...left, one] : [...left].filter((all) => all !== one)))
  return { asked, left, shown, propose, leave, forget }
}

export type Proposing = ReturnType<typeof useProposing>
