import { useState } from 'react'
import type { Member } from './crew'
import type { Hand } from './fold'
import { type Act, actOf, type Keyed, onMap } from './press'
import { useDigits, usePress } from './useKeys'

type Plain = Exclude<Act['kind'], 'digit' | 'enough' | 'step' | 'tool'>

interface Props {
  crew: Map<Hand, Member>
  now: Pick<Keyed, 'aimed' | 'mayDraw' | 'mayLock'>
  does: Record<Plain, () => void>
  step: (dx: number, dy: number) => void
  take: (tool: Extract<Act, { kind: 'tool' }>['tool']) => void
  choose: (hand: Hand) => void
  missing: (typed: string) => void
  pan: (panning: boolean) => void
}

/** The keys of the bench; gives back what has been typed of a number. */
export function useBenchKeys({ crew, now, does, step, take, choose, missing, pan }: Props): string {
  const [typed, setTyped] = useState('')
  useDigits(
    typed,
    setTyped,
    crew,
    (member) => choose(member.hand),
    () => missing(typed),
  )
  const perform = (act: Act) => {
    switch (act.kind) {
      case 'digit':
        return setTyped(typed + act.digit)
      case 'enough':
        return setTyped(`${typed}\n`)
      case 'step':
        return step(act.dx, act.dy)
      case 'tool':
        return take(act.tool)
      default:
        return does[act.kind]()
    }
  }
  usePress((event) => {
    const act = actOf(event, { ...now, numbering: typed !== '', onMap: onMap(event) })
    if (act) perform(act)
    return act !== null
  }, pan)
  return typed
}
