import { useRef, useState } from 'react'
import type { Spot } from '../../map/spot'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { standing } from './band'
import type { Member } from './crew'
import type { Draft } from './draft'
import { type Change, type Drawing, type Hand, nobody } from './fold'
import { heardOf } from './heard'
import type { Question } from './proposal'
import { type Counter, type Cut, cutsOf, passing, permitted, type Sheet, type Tally } from './tally'
import type { Tool } from './tools'

interface Props {
  sheet: Sheet
  draft: Draft
  drawing: Drawing
  counter: Counter
  sums: Map<Hand, Tally>
  crew: Map<Hand, Member>
  tool: Tool
  mayDraw: boolean
  nameOf: (hand: Hand) => string
  say: (words: string) => void
  propose: (question: Question) => void
}

/** A stroke that would cut something apart, until there is a reason. */
interface Doubt {
  changes: Change[]
  cuts: Cut[]
  lead: string
}

/** Lays strokes on the draft, tells what they did, and asks first where they cut something apart. */
export function usePencil({
  sheet,
  draft,
  drawing,
  counter,
  sums,
  crew,
  tool,
  mayDraw,
  nameOf,
  say,
  propose,
}: Props) {
  const { t } = useWords()
  const [doubt, setDoubt] = useState<Doubt | null>(null)
  const reason = useRef('')

  const tellOf = (to: Hand, after: Map<Hand, Tally>) => {
    const kk = after.get(to)?.eligible ?? 0
    const where = t(to === nobody ? 'bandOk' : standing(kk, sheet.rule))
    return t('saidHand', { name: nameOf(to), kk: number(kk), where })
  }

  const lay = (changes: Change[], lead = '', why?: string) => {
    if (!draft.draw(changes, why)) return
    const after = counter.count(draft.now().drawing)
    const { hands, more } = heardOf(changes)
    const told = hands.map((one) => tellOf(one, after)).join(' ')
    const what = told ? told + (more > 0 ? ` + ${more}` : '') : t('saidErased', { n: changes.length })
    say(`${lead} ${what}`.trim())
  }

  /** Draws, after the reason was asked for where that cuts something apart. */
  const layOrAsk = (changes: Change[], lead = '') => {
    const after = drawing.copy()
    after.apply(changes)
    const cuts = cutsOf(sums, counter.count(after))
    if (cuts.length > 0 && !reason.current) setDoubt({ changes, cuts, lead })
    else lay(changes, lead, cuts.length > 0 ? reason.current : undefined)
  }

  /** Says what stayed as it is, and why. */
  const skips = (barred: ReturnType<typeof passing>['barred']) =>
    [...barred].map(([bar, n]) => t(bar, { n })).join(' ')

  const layOrSay = (changes: Change[], lead: string, otherwise: string) => {
    if (changes.length > 0) layOrAsk(changes, lead)
    else if (otherwise) say(otherwise)
  }

  const give = (spots: Spot[], to: Hand) => {
    if (!mayDraw || spots.length === 0) return
    const { changes, barred } = passing(drawing, spots, to, crew)
    const skipped = skips(barred)
    if (tool !== 'balance' || to === nobody || changes.length === 0)
      return layOrSay(changes, skipped, skipped)
    if (skipped) say(skipped)
    propose({ giveBack: changes })
  }

  /** Gives a hand again what it held before a stroke; what was drawn elsewhere since stays. */
  const restore = (hand: Hand, id: string) => {
    if (!mayDraw) return
    const { changes, barred } = permitted(drawing.restoring(hand, draft.before(id)), crew)
    const restored = t('saidRestored', { name: nameOf(hand) })
    layOrSay(changes, `${skips(barred)} ${restored}`, skips(barred) || t('restoredSame'))
  }

  const refuse = () => setDoubt(null)
  const allow = (why: string, keep: boolean) => {
    if (!doubt) return
    if (keep) reason.current = why
    setDoubt(null)
    lay(doubt.changes, doubt.lead, why)
  }

  const undo = () => {
    const done = draft.undo()
    if (done) say(done.kept > 0 ? t('saidUndoneKept', { n: done.kept }) : t('saidUndone'))
  }
  const redo = () => {
    if (draft.redo()) say(t('saidRedone'))
  }
  return { tellOf, give, layOrAsk, restore, doubt, refuse, allow, undo, redo }
}
