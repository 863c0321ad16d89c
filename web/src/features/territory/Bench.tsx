import { type ComponentProps, type ReactNode, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { desaIn } from './address'
import { Backwards } from './Backwards'
import { BenchSide } from './BenchSide'
import { FiguresBar } from './FiguresBar'
import { Help } from './Help'
import { strokeName } from './heard'
import { Rail } from './Rail'
import { Stage } from './Stage'
import { type BenchOf, type Given, useBench } from './useBench'

interface Props
  extends Given,
    Pick<ComponentProps<typeof Stage>, 'pins' | 'picker'>,
    Pick<ComponentProps<typeof BenchSide>, 'panels'> {
  /** The solver's plan with the same locks, once it is known for the drawing as it is. */
  rival: Schemas['Rival'] | null
  /** What stands before the figures. */
  scenario: ReactNode
}

/** The map with tools around it: figures above, the rail, the stage and the side. */
export function Bench({ rival, scenario, pins, picker, panels, ...given }: Props) {
  const bench = useBench(given)
  const { counted, held, walk, acts } = bench
  const { state, mayDraw } = given
  const [toured, setToured] = useState(0)
  const [drawn, setDrawn] = useState(false)
  const begin = () => {
    setDrawn(true)
    const asked = desaIn(location.search)
    if (asked) bench.walk.show(asked)
  }
  return (
    <div className="bench">
      <div className="bench-top">
        {scenario}
        {mayDraw && <Undoing bench={bench} />}
        <FiguresBar
          summary={counted.summary}
          state={state}
          mayDraw={mayDraw}
          rival={rival}
          explain={() => held.setTab('solver')}
        />
      </div>
      <Rail
        tool={held.tool}
        choose={held.setTool}
        brush={held.brush}
        setBrush={held.setBrush}
        mayDraw={mayDraw}
        acts={{ ...acts.pressed, nextOpen: walk.nextOpen, nextBroken: walk.nextBroken }}
        heat={held.heat}
        fingers={held.fingers}
        setFingers={held.setFingers}
      />
      <Stage bench={bench} pins={pins} picker={picker} drawn={begin} />
      <BenchSide bench={bench} toured={toured} panels={panels} drawn={drawn} />
      {held.help && (
        <Help
          close={() => held.setHelp(false)}
          tour={() => {
            held.setHelp(false)
            held.setTab('hands')
            setToured(toured + 1)
          }}
        />
      )}
    </div>
  )
}

function Undoing({ bench: { given, counted, pencil } }: { bench: BenchOf }) {
  const { t } = useWords()
  const { undo, redo } = given.state
  return (
    <Backwards
      undo={undo && strokeName(undo, counted.desaName, counted.nameOf, t('severalDesa'))}
      redo={redo !== undefined}
      back={pencil.undo}
      forth={pencil.redo}
    />
  )
}
