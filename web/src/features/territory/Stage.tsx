import type { Home } from '../../map/drawMap'
import { Ask } from './Ask'
import { Canvas } from './Canvas'
import { Lens } from './Lens'
import { Told } from './Told'
import { aimed, targetOf, wayOf } from './tools'
import type { BenchOf } from './useBench'

interface Props {
  bench: BenchOf
  pins: Home[]
  /** Who takes the next press on the map instead of the pencil. */
  picker: ((at: { lon: number; lat: number }) => void) | null
  /** Told when the map is there. */
  drawn: () => void
}

/** The map that is drawn on, with what is said over it. */
export function Stage({ bench, pins, picker, drawn }: Props) {
  const { given, map, said, counted, held, paint, pencil, walk, acts, typed } = bench
  const { sheet, state, draft, mayDraw } = given
  const { crew, counter, sums, nameOf, desaName } = counted
  const { tool, hand } = held
  const { hover } = walk
  return (
    <div className={picker ? 'stage picking' : 'stage'}>
      <Canvas
        branch={given.branch}
        cells={counted.cells}
        kecamatan={counted.kecamatan}
        homes={counted.homes}
        tints={paint.tints}
        ink={paint.ink}
        painted={paint.painted}
        open={paint.open}
        hover={hover?.spot.desa ?? ''}
        heat={held.heat}
        pins={pins}
        way={mayDraw && !picker ? wayOf(tool) : 'tap'}
        brush={held.brush}
        fingers={held.fingers ?? true}
        ready={(made) => {
          map.current = made
        }}
        handlers={{
          hover: (under, x, y) => walk.point(under && aimed(tool, under), x, y),
          tap: acts.tap,
          taken: (at) => {
            picker?.(at)
            return picker !== null
          },
          done: acts.brushed,
          cut: acts.cut,
          pen: () => held.setFingers(false),
          drawn,
        }}
      />
      {hover && (
        <Lens
          at={hover}
          sheet={sheet}
          state={state}
          sums={sums}
          counter={counter}
          crew={crew}
          target={mayDraw && tool !== 'inspect' ? targetOf(tool, hand) : null}
          nameOf={nameOf}
          desaName={desaName}
        />
      )}
      {typed && <p className="typed">{typed}</p>}
      {pencil.doubt && (
        <Ask
          cuts={pencil.doubt.cuts}
          nameOf={nameOf}
          desaName={desaName}
          refuse={pencil.refuse}
          allow={pencil.allow}
        />
      )}
      <Told state={state} nameOf={nameOf} desaName={desaName} seen={() => draft.seen()} goTo={walk.goTo} />
      <p className="said" role="status">
        {said}
      </p>
    </div>
  )
}
