import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import type { DrawMap, Home } from '../../map/drawMap'
import type { Spot } from '../../map/spot'
import { useWords } from '../../shared/i18n'
import { Ask } from './Ask'
import { Backwards } from './Backwards'
import { Canvas } from './Canvas'
import { crewOf } from './crew'
import { DesaPanel } from './DesaPanel'
import type { Draft, State } from './draft'
import { FiguresBar } from './FiguresBar'
import { type Hand, nobody } from './fold'
import { Hands } from './Hands'
import { Help } from './Help'
import { strokeName } from './heard'
import { useKader } from './kader'
import { Lens } from './Lens'
import type { TerritoryPlan } from './model'
import { Proposed } from './Proposed'
import { cellsOf, pocketsOf } from './pockets'
import { firstFree, thinned } from './proposal'
import { Rail } from './Rail'
import { Side, type Tab } from './Side'
import { Told } from './Told'
import { Tour } from './Tour'
import { Counter, looseOf, type Sheet, summaryOf } from './tally'
import { aimed, type Tool, tools } from './tools'
import { useBenchKeys } from './useBenchKeys'
import { useLock } from './useLock'
import { usePaint } from './usePaint'
import { usePencil } from './usePencil'
import { useProposing } from './useProposing'
import { useWalk } from './useWalk'
import { Wishes } from './Wishes'
import { noWait, waited } from './wait'
import { cutBy } from './walk'

type Branch = Schemas['BranchSummary']

interface Props {
  branch: Branch
  plan: TerritoryPlan | undefined
  sheet: Sheet
  draft: Draft
  state: State
  mayDraw: boolean
  mayLock: boolean
  /** The solver's plan with the same locks, once it is known for the drawing as it is. */
  rival: Schemas['Rival'] | null
  /** What is to be said of work that others do; empty: nothing. */
  news: string
  /** What stands before the figures. */
  scenario: ReactNode
  pins: Home[]
  /** Who takes the next press on the map instead of the pencil. */
  picker: ((at: { lon: number; lat: number }) => void) | null
  /** Panels beside those of the drawing itself. */
  panels: Record<'solver' | 'scenario' | 'issues', ReactNode>
}

/** The map with tools around it, and all that is counted along. */
export function Bench({
  branch,
  plan,
  sheet,
  draft,
  state,
  mayDraw,
  mayLock,
  rival,
  news,
  scenario,
  pins,
  picker,
  panels,
}: Props) {
  const { t } = useWords()
  const kader = useKader(branch.code)
  const crew = useMemo(() => crewOf(kader, plan, branch.today), [kader, plan, branch.today])
  const counter = useMemo(() => new Counter(sheet), [sheet])
  const sums = useMemo(() => counter.count(state.drawing), [counter, state.drawing])
  const summary = useMemo(() => summaryOf(sums, sheet.rule), [sums, sheet.rule])
  const loose = useMemo(() => looseOf(sums), [sums])
  const names = useMemo(() => new Map((sheet.desa ?? []).map((one) => [one.code, one])), [sheet])
  const [tool, setTool] = useState<Tool>('desa')
  const [brush, setBrush] = useState(0)
  const [hand, setHand] = useState<Hand>(nobody)
  const [tab, setTab] = useState<Tab>('hands')
  const [heat, setHeat] = useState(false)
  const [fingers, setFingers] = useState<boolean | null>(null)
  const [help, setHelp] = useState(false)
  const [toured, setToured] = useState(0)
  const [drawn, setDrawn] = useState(false)
  const [said, say] = useSaid(state, news)
  const map = useRef<DrawMap | null>(null)

  const nameOf = (one: Hand) => (one === nobody ? t('unserved') : crew.get(one)?.name || t('nobody'))
  const desaName = (code: string) =>
    names.get(code)?.name ??
    (sheet.desa ?? []).find((one) => code && one.code.startsWith(code))?.kecamatan ??
    code

  const proposing = useProposing(branch.code, plan?.id ?? 0, draft, state.drawing, counter, sums)
  const { asked, left, shown, propose } = proposing
  const paint = usePaint(sheet, shown.drawing, shown.sums, crew, hand, tool, shown.changes)
  const pencil = usePencil({
    sheet,
    draft,
    drawing: state.drawing,
    counter,
    sums,
    crew,
    tool,
    mayDraw,
    nameOf,
    say,
    propose,
  })
  const walk = useWalk({
    branch: branch.code,
    sheet,
    drawing: state.drawing,
    sums,
    crew,
    hand,
    setHand,
    map,
    nameOf,
    desaName,
    say,
  })
  const { hover } = walk
  const setLock = useLock(branch.code, plan, draft, crew, sums, say)
  const lock = () => setLock(hand, !crew.get(hand)?.locked)

  /** Draws what is ticked of the proposal; locks that are in its way are opened first. */
  const accept = async () => {
    if (asked.state !== 'done') return
    if (!shown.fits) {
      proposing.forget()
      return say(t('proposedStale'))
    }
    for (const one of (asked.proposal.locked ?? []) as Hand[]) if (!left.has(one)) await setLock(one, false)
    proposing.forget()
    const desa = new Set(shown.changes.map((change) => change.desa))
    pencil.layOrAsk(shown.changes, t('proposedTaken', { n: desa.size }))
  }

  /** Asks for a cut along a line. */
  const cut = (points: number[][]) => {
    const line = points.map(([lon = 0, lat = 0]) => map.current?.spotAt(lon, lat))
    const of = cutBy(line, state.drawing, crew, hand)
    if (!of) return say(t('cutNowhere'))
    const to = firstFree(crew, sums, crew.get(of)?.kecamatan ?? '')
    propose({ cut: { of, to, line: thinned(points).map(([lon = 0, lat = 0]) => ({ lon, lat })) } })
  }

  const target = tool === 'erase' ? nobody : hand

  const tap = (under: Spot) => {
    const spot = aimed(tool, under)
    const owners = spot.cell ? [state.drawing.hand(spot)] : state.drawing.handsOf(spot.desa)
    const [owner = nobody] = owners
    if (tool === 'inspect' || !mayDraw || hand === nobody) {
      setHand(owner)
      setTab('hands')
      if (owner === nobody && tool !== 'inspect' && mayDraw) say(t('chooseHand'))
      return
    }
    pencil.give([spot], owners.length === 1 && owner === hand ? nobody : hand)
  }

  /** Gives the chosen kader the pockets that the territory encloses. */
  const fillPockets = () => {
    const pocket = hand === nobody ? [] : pocketsOf(sheet, state, hand)
    if (pocket.length === 0) return say(t('noPocket'))
    pencil.give(
      pocket.map((desa) => ({ desa })),
      hand,
    )
  }

  const choose = (one: Hand) => {
    setHand(one)
    say(pencil.tellOf(one, sums))
    walk.goHome(one)
  }

  const typed = useBenchKeys({
    crew,
    now: { aimed: hover !== null, mayDraw, mayLock },
    step: walk.step,
    take: setTool,
    choose,
    missing: (digits) => say(t('noSuchNumber', { n: digits })),
    pan: (panning) => map.current?.setPanning(panning),
    does: {
      undo: pencil.undo,
      redo: pencil.redo,
      draw: () => hover && tap(hover.spot),
      thinner: () => setBrush(Math.max(0, brush - 1)),
      thicker: () => setBrush(Math.min(5, brush + 1)),
      nextOpen: () => onTheMap(walk.nextOpen),
      nextBroken: () => onTheMap(walk.nextBroken),
      fill: fillPockets,
      lock: () => void lock(),
      heat: () => setHeat(!heat),
      help: () => setHelp(true),
      leave: () => {
        pencil.refuse()
        proposing.forget()
        walk.stop()
      },
    },
  })

  const way = tools.find((one) => one.tool === tool)?.way ?? 'tap'
  const homes = useMemo(
    () =>
      [...crew.values()].flatMap(({ home, label, name }) =>
        home ? [{ at: [home.lon, home.lat], label: `${label} ${name}` }] : [],
      ),
    [crew],
  )
  const cells = useMemo(() => cellsOf(sheet), [sheet])
  const kecamatan = useMemo(
    () => new Map((sheet.desa ?? []).map((one) => [one.code.slice(0, 8), one.kecamatan])),
    [sheet],
  )
  return (
    <div className="bench">
      <div className="bench-top">
        {scenario}
        {mayDraw && (
          <Backwards
            undo={state.undo && strokeName(state.undo, desaName, nameOf, t('severalDesa'))}
            redo={state.redo !== undefined}
            back={pencil.undo}
            forth={pencil.redo}
          />
        )}
        <FiguresBar
          summary={summary}
          state={state}
          mayDraw={mayDraw}
          rival={rival}
          explain={() => setTab('solver')}
        />
      </div>
      <Rail
        tool={tool}
        choose={setTool}
        brush={brush}
        setBrush={setBrush}
        mayDraw={mayDraw}
        acts={{
          nextOpen: walk.nextOpen,
          nextBroken: walk.nextBroken,
          fillPockets,
          lock: () => void lock(),
          heat: () => setHeat(!heat),
          help: () => setHelp(true),
        }}
        heat={heat}
        fingers={fingers}
        setFingers={setFingers}
      />
      <div className={picker ? 'stage picking' : 'stage'}>
        <Canvas
          branch={branch}
          cells={cells}
          kecamatan={kecamatan}
          homes={homes}
          tints={paint.tints}
          ink={paint.ink}
          painted={paint.painted}
          open={paint.open}
          hover={hover?.spot.desa ?? ''}
          heat={heat}
          pins={pins}
          way={mayDraw && !picker ? way : 'tap'}
          brush={brush}
          fingers={fingers ?? true}
          ready={(made) => {
            map.current = made
          }}
          handlers={{
            hover: (under, x, y) => walk.point(under && aimed(tool, under), x, y),
            tap,
            taken: (at) => {
              picker?.(at)
              return picker !== null
            },
            done: (spots) => {
              if (tool !== 'erase' && hand === nobody) say(t('chooseHand'))
              else pencil.give(spots, target)
            },
            cut,
            pen: () => setFingers(false),
            drawn: () => setDrawn(true),
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
            target={mayDraw && tool !== 'inspect' ? target : null}
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
      <Side
        tab={tab}
        choose={setTab}
        above={
          <>
            <Tour asked={toured} />
            <Proposed
              asked={asked}
              sheet={sheet}
              crew={crew}
              before={sums}
              after={shown.sums}
              left={left}
              leave={proposing.leave}
              ask={propose}
              accept={() => void accept()}
              alone={(stroke) => {
                proposing.forget()
                pencil.layOrAsk(stroke)
              }}
              forget={proposing.forget}
              nameOf={nameOf}
              desaName={desaName}
            />
          </>
        }
        made={{
          hands: () => (
            <Hands
              branch={branch.code}
              month={branch.today.slice(0, 7)}
              plan={plan}
              crew={crew}
              sums={sums}
              band={sheet.rule}
              paints={paint.paints}
              hand={hand}
              choose={choose}
              mayLock={mayLock}
              desaName={desaName}
            />
          ),
          desa: () => (
            <DesaPanel
              sheet={sheet}
              state={state}
              crew={crew}
              hand={hand}
              setHand={setHand}
              loose={loose}
              give={mayDraw ? pencil.give : null}
              nameOf={nameOf}
              show={walk.show}
              said={said}
              balance={tool === 'balance'}
              setBalance={(on) => setTool(on ? 'balance' : 'desa')}
            />
          ),
        }}
        wishes={mayDraw && <Wishes crew={crew} sums={sums} hand={hand} ask={propose} boxOf={walk.boxOf} />}
        panels={panels}
        drawn={drawn}
      />
      {help && (
        <Help
          close={() => setHelp(false)}
          tour={() => {
            setHelp(false)
            setTab('hands')
            setToured(toured + 1)
          }}
        />
      )}
    </div>
  )
}

/** What was said last: of strokes, of work that others do, and of strokes that waited and landed. */
function useSaid(state: State, news: string) {
  const { t } = useWords()
  const [said, say] = useState('')
  const wait = useRef(noWait)
  useEffect(() => {
    if (news) say(news)
  }, [news])
  useEffect(() => {
    wait.current = waited(wait.current, state)
    if (wait.current.landed > 0) say(t('backSaved', { n: wait.current.landed }))
  }, [state, t])
  return [said, say] as const
}

/** Goes somewhere by a key; the keyboard follows onto the map, where Enter draws. */
function onTheMap(go: () => void) {
  go()
  document.querySelector<HTMLElement>('.canvas canvas')?.focus({ preventScroll: true })
}
