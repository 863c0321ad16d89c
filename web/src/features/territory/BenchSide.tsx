import type { ReactNode } from 'react'
import { DesaPanel } from './DesaPanel'
import { Earlier } from './Earlier'
import { Hands } from './Hands'
import { Proposed } from './Proposed'
import { Side } from './Side'
import { Tour } from './Tour'
import type { BenchOf } from './useBench'
import { Wishes } from './Wishes'

interface Props {
  bench: BenchOf
  /** How often the tour was asked for. */
  toured: number
  /** Panels beside those of the drawing itself. */
  panels: Record<'solver' | 'scenario' | 'issues', ReactNode>
  /** The map is there, which comes first. */
  drawn: boolean
}

/** The panel beside the map, with what the drawing itself shows in it. */
export function BenchSide({ bench, toured, panels, drawn }: Props) {
  const { given, counted, held, proposing, walk } = bench
  return (
    <Side
      tab={held.tab}
      choose={held.setTab}
      above={
        <>
          <Tour asked={toured} />
          <Answer bench={bench} />
        </>
      }
      made={{ hands: () => <HandList bench={bench} />, desa: () => <DesaList bench={bench} /> }}
      wishes={
        given.mayDraw && (
          <Wishes
            crew={counted.crew}
            sums={counted.sums}
            hand={held.hand}
            ask={proposing.propose}
            boxOf={walk.boxOf}
          />
        )
      }
      panels={panels}
      drawn={drawn}
    />
  )
}

/** What the solver proposes. */
function Answer({ bench: { given, counted, proposing, pencil, acts } }: { bench: BenchOf }) {
  const { asked, left, shown, propose, leave, forget } = proposing
  return (
    <Proposed
      asked={asked}
      sheet={given.sheet}
      crew={counted.crew}
      before={counted.sums}
      after={shown.sums}
      left={left}
      leave={leave}
      ask={propose}
      accept={() => void acts.accept()}
      alone={(stroke) => {
        forget()
        pencil.layOrAsk(stroke)
      }}
      forget={forget}
      nameOf={counted.nameOf}
      desaName={counted.desaName}
    />
  )
}

function HandList({ bench: { given, counted, held, paint, pencil, acts } }: { bench: BenchOf }) {
  const { branch, plan, sheet, draft, mayDraw, mayLock } = given
  return (
    <Hands
      branch={branch.code}
      month={branch.today.slice(0, 7)}
      plan={plan}
      crew={counted.crew}
      sums={counted.sums}
      band={sheet.rule}
      paints={paint.paints}
      hand={held.hand}
      choose={acts.choose}
      mayLock={mayLock}
      desaName={counted.desaName}
      lockAll={mayLock && acts.lockable ? acts.lockAll : null}
      allLocked={acts.allLocked}
      deeds={
        mayDraw && (
          <Earlier
            zone={branch.zone}
            today={branch.today}
            strokes={() => draft.of(held.hand)}
            restore={(id) => pencil.restore(held.hand, id)}
            desaName={counted.desaName}
            nameOf={counted.nameOf}
          />
        )
      }
    />
  )
}

function DesaList({ bench: { given, said, counted, held, pencil, walk } }: { bench: BenchOf }) {
  const { sheet, state, mayDraw } = given
  return (
    <DesaPanel
      sheet={sheet}
      state={state}
      crew={counted.crew}
      hand={held.hand}
      setHand={held.setHand}
      loose={counted.loose}
      give={mayDraw ? pencil.give : null}
      nameOf={counted.nameOf}
      show={walk.show}
      said={said}
      balance={held.tool === 'balance'}
      setBalance={(on) => held.setTool(on ? 'balance' : 'desa')}
    />
  )
}
