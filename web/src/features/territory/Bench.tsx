import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import type { DrawMap, Home } from '../../map/drawMap'
import type { Areas, Box } from '../../map/shapes'
import { keyOf, type Spot } from '../../map/spot'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Ask } from './Ask'
import { Backwards } from './Backwards'
import { Canvas } from './Canvas'
import { crewOf } from './crew'
import { DesaPanel } from './DesaPanel'
import type { Draft, State } from './draft'
import { FiguresBar } from './FiguresBar'
import { type Change, type Hand, nobody } from './fold'
import { Hands } from './Hands'
import { Help } from './Help'
import { useKader } from './kader'
import { Lens } from './Lens'
import type { TerritoryPlan } from './model'
import { Proposed } from './Proposed'
import { cellsOf, pocketsOf } from './pockets'
import { accepted, firstFree, thinned } from './proposal'
import { Rail } from './Rail'
import { SideTabs } from './SideTabs'
import { Told } from './Told'
import { Tour } from './Tour'
import {
  Counter,
  type Cut,
  cutsOf,
  looseOf,
  passing,
  place,
  type Sheet,
  summaryOf,
  type Tally,
} from './tally'
import { aimed, type Tool, tools } from './tools'
import { useDigits, usePress } from './useKeys'
import { usePaint } from './usePaint'
import { useProposal } from './useProposal'
import { Wishes } from './Wishes'
import { noWait, waited } from './wait'

type Branch = Schemas['BranchSummary']

export type Tab = 'hands' | 'desa' | 'solver' | 'scenario' | 'issues'

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

/** Of so many kader a stroke is told aloud. */
const heard = 3

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
  const client = useQueryClient()
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
  const [hover, setHover] = useState<{ spot: Spot; x: number; y: number } | null>(null)
  const [heat, setHeat] = useState(false)
  const [fingers, setFingers] = useState<boolean | null>(null)
  const [help, setHelp] = useState(false)
  const [toured, setToured] = useState(0)
  const [said, say] = useState('')
  const [typed, setTyped] = useState('')
  const [drawn, setDrawn] = useState(false)
  const [doubt, setDoubt] = useState<{ changes: Change[]; cuts: Cut[]; lead: string } | null>(null)
  const reason = useRef('')
  const map = useRef<DrawMap | null>(null)
  const broken = useRef(0)
  const next = useRef(0)
  const calm = typeof matchMedia !== 'undefined' && matchMedia('(prefers-reduced-motion: reduce)').matches

  const nameOf = (one: Hand) => (one === nobody ? t('unserved') : crew.get(one)?.name || t('nobody'))
  const desaName = (code: string) =>
    names.get(code)?.name ??
    (sheet.desa ?? []).find((one) => code && one.code.startsWith(code))?.kecamatan ??
    code

  useEffect(() => {
    if (news) say(news)
  }, [news])
  const wait = useRef(noWait)
  useEffect(() => {
    wait.current = waited(wait.current, state)
    if (wait.current.landed > 0) say(t('backSaved', { n: wait.current.landed }))
  }, [state, t])

  const proposal = useProposal(branch.code, plan?.id ?? 0, draft)
  const [left, setLeft] = useState<ReadonlySet<Hand>>(new Set())
  const { asked } = proposal
  const shown = useMemo(() => {
    const changes = asked.state === 'done' ? accepted((asked.proposal.changes ?? []) as Change[], left) : []
    const drawing = state.drawing.copy()
    const fits = drawing.apply(changes).conflicts.length === 0
    return { changes, fits, drawing, sums: changes.length > 0 ? counter.count(drawing) : sums }
  }, [asked, left, state.drawing, counter, sums])
  const paint = usePaint(sheet, shown.drawing, shown.sums, crew, hand, tool, shown.changes)

  const tellOf = (to: Hand, after: Map<Hand, Tally>) => {
    const sum = after.get(to)
    const kk = sum?.eligible ?? 0
    const where =
      to === nobody
        ? ''
        : kk < sheet.rule.lower
          ? t('bandLow')
          : kk > sheet.rule.upper
            ? t('bandHigh')
            : t('bandOk')
    return t('saidHand', { name: nameOf(to), kk: number(kk), where: where || t('bandOk') })
  }

  /** Lays changes on the draft, with a reason where they cut something apart. */
  const lay = (changes: Change[], lead = '', why?: string) => {
    const stroke = draft.draw(changes, why)
    if (!stroke) return
    const after = counter.count(draft.now().drawing)
    const hands = [...new Set(changes.flatMap(({ from, to }) => [to, from]))].filter((one) => one !== nobody)
    const more = hands.length > heard ? ` + ${hands.length - heard}` : ''
    const told = hands
      .slice(0, heard)
      .map((one) => tellOf(one, after))
      .join(' ')
    const what = told ? told + more : t('saidErased', { n: changes.length })
    say(`${lead} ${what}`.trim())
  }

  const give = (spots: Spot[], to: Hand) => {
    if (!mayDraw || spots.length === 0) return
    const { changes, barred } = passing(state.drawing, spots, to, crew)
    if (barred.size > 0) say([...barred].map(([bar, n]) => t(bar, { n })).join(' '))
    if (changes.length === 0) return
    if (tool === 'balance' && to !== nobody) {
      propose({ giveBack: changes })
      return
    }
    layOrAsk(changes)
  }

  /** Draws, after the reason was asked for where that cuts something apart. */
  const layOrAsk = (changes: Change[], lead = '') => {
    const after = state.drawing.copy()
    after.apply(changes)
    const cuts = cutsOf(sums, counter.count(after))
    if (cuts.length > 0 && !reason.current) setDoubt({ changes, cuts, lead })
    else lay(changes, lead, cuts.length > 0 ? reason.current : undefined)
  }

  const propose = (question: Parameters<typeof proposal.ask>[0]) => {
    setLeft(new Set())
    void proposal.ask(question)
  }

  /** Draws what is ticked of the proposal; locks that are in its way are opened first. */
  const accept = async () => {
    if (asked.state !== 'done') return
    if (!shown.fits) {
      proposal.forget()
      return say(t('proposedStale'))
    }
    for (const one of (asked.proposal.locked ?? []) as Hand[]) if (!left.has(one)) await setLock(one, false)
    proposal.forget()
    layOrAsk(shown.changes, t('proposedTaken', { n: new Set(shown.changes.map(({ desa }) => desa)).size }))
  }

  /** Asks for a cut of the chosen territory if the line crosses it, else of the one that it crosses most. */
  const cut = (points: number[][]) => {
    const crossed = new Map<Hand, number>()
    for (const [lon = 0, lat = 0] of points) {
      const spot = map.current?.spotAt(lon, lat)
      const one = spot ? (spot.cell ? state.drawing.hand(spot) : state.drawing.handsOf(spot.desa)[0]) : nobody
      if (one && !crew.get(one)?.locked) crossed.set(one, (crossed.get(one) ?? 0) + 1)
    }
    const [most] = [...crossed].sort((a, b) => b[1] - a[1])[0] ?? []
    const of = crossed.has(hand) ? hand : most
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
    give([spot], owners.length === 1 && owner === hand ? nobody : hand)
  }

  const undo = () => {
    const done = draft.undo()
    if (done) say(done.kept > 0 ? t('saidUndoneKept', { n: done.kept }) : t('saidUndone'))
  }
  const redo = () => {
    if (draft.redo()) say(t('saidRedone'))
  }

  /** About where some desa lie, also where no map can be shown. */
  const boxOf = (desa: string[]): Box | null => {
    const areas = client.getQueryData<Areas>(['areas', branch.code, 'desa'])
    const own = new Set(desa)
    const at = (areas?.features ?? [])
      .filter(({ properties }) => own.has(properties.code))
      .map(({ properties }) => properties)
    if (at.length === 0) return null
    const [lon, lat] = [at.map((one) => one.lon), at.map((one) => one.lat)]
    const around = 0.005
    return [
      Math.min(...lon) - around,
      Math.min(...lat) - around,
      Math.max(...lon) + around,
      Math.max(...lat) + around,
    ]
  }

  const goTo = (desa: string[]) => map.current?.goTo(desa, calm)

  const nextOpen = () => {
    const open = [
      ...new Set(
        (sheet.atoms ?? [])
          .filter((atom) => atom.eligible > 0 && state.drawing.hand(place(atom)) === nobody)
          .map((atom) => atom.desa),
      ),
    ]
    if (open.length === 0) return say(t('nothingOpen'))
    const desa = open[next.current++ % open.length] ?? ''
    goTo([desa])
    setHover({ spot: { desa }, x: -1, y: -1 })
    say(t('saidOpen', { name: desaName(desa), n: open.length }))
  }

  const nextBroken = () => {
    const loose = [...sums].flatMap(([one, sum]) =>
      one === nobody ? [] : sum.pieces.slice(1).map((piece) => ({ one, piece })),
    )
    if (loose.length === 0) return say(t('nothingBroken'))
    const { one, piece } = loose[broken.current++ % loose.length] as (typeof loose)[number]
    goTo(piece.desa)
    setHand(one)
    setHover({ spot: { desa: piece.desa[0] ?? '' }, x: -1, y: -1 })
    say(
      t('saidBroken', {
        name: nameOf(one),
        desa: piece.desa.map(desaName).join(', '),
        kk: number(piece.eligible),
        n: loose.length,
      }),
    )
  }

  /** Gives the chosen kader the pockets that the territory encloses. */
  const fillPockets = () => {
    const pocket = pocketsOf(sheet, state, hand)
    if (hand === nobody || pocket.length === 0) return say(t('noPocket'))
    give(
      pocket.map((desa) => ({ desa })),
      hand,
    )
  }

  /** The number of a territory that was begun since the plan was read; 0: there is none. */
  const drawnJustNow = async (one: Hand): Promise<number> => {
    if (!plan || one <= nobody || !sums.has(one)) return 0
    await draft.flush()
    const path = { branch: branch.code, id: plan.id }
    const now = await body(api.GET('/api/v1/branches/{branch}/territory-plans/{id}', { params: { path } }))
    return now.territories?.find((row) => row.kader === one && !row.merangkap)?.id ?? 0
  }

  const setLock = async (one: Hand, locked: boolean) => {
    const member = crew.get(one)
    const territory = member?.territory || (await drawnJustNow(one))
    if (!plan || !member || !territory) return say(t('chooseHand'))
    const detail = await body(
      api.PUT('/api/v1/branches/{branch}/territory-plans/{id}/territories/{territory}/lock', {
        params: { path: { branch: branch.code, id: plan.id, territory } },
        body: { locked },
      }),
    )
    client.setQueryData(['territory-plan', branch.code, plan.id], detail)
    say(t(locked ? 'saidLocked' : 'saidOpened', { name: member.name }))
  }
  const lock = () => setLock(hand, !crew.get(hand)?.locked)

  const choose = (one: Hand) => {
    setHand(one)
    say(tellOf(one, sums))
    const mine = one === nobody ? [] : (sums.get(one)?.desa ?? [])
    const near = crew.get(one)?.kecamatan ?? '-'
    goTo(
      mine.length > 0
        ? mine
        : (sheet.desa ?? []).map(({ code }) => code).filter((code) => code.startsWith(near)),
    )
  }

  useDigits(
    typed,
    setTyped,
    crew,
    (member) => choose(member.hand),
    () => say(t('noSuchNumber', { n: typed })),
  )

  const arrow = (dx: number, dy: number) => {
    const near = crew.get(hand)?.kecamatan ?? ''
    const begin = (sheet.desa ?? []).find(({ code }) => code.startsWith(near)) ?? sheet.desa?.[0]
    const from = hover?.spot.desa ?? sums.get(hand)?.desa[0] ?? begin?.code ?? ''
    const to = hover ? map.current?.beside(from, dx, dy) : from
    if (!to) return
    setHover({ spot: { desa: to }, x: -1, y: -1 })
    const [owner = nobody] = state.drawing.handsOf(to)
    say(`${desaName(to)}, ${nameOf(owner)}`)
  }

  /** Goes somewhere by a key; the keyboard follows onto the map, where Enter draws. */
  const onTheMap = (go: () => void) => {
    go()
    document.querySelector<HTMLElement>('.canvas canvas')?.focus({ preventScroll: true })
  }

  const press = (event: KeyboardEvent): boolean => {
    const key = event.key.toLowerCase()
    if ((event.ctrlKey || event.metaKey) && key === 'z') {
      if (event.shiftKey) redo()
      else undo()
      return true
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    const chosen = tools.find((one) => one.key === key)
    const arrows: Record<string, [number, number]> = {
      arrowleft: [-1, 0],
      arrowright: [1, 0],
      arrowup: [0, 1],
      arrowdown: [0, -1],
    }
    const step = arrows[key]
    if (/^\d$/.test(key)) setTyped(typed + key)
    else if (key === 'enter' && typed) setTyped(`${typed}\n`)
    else if (step && onMap(event)) arrow(...step)
    else if (key === 'enter' && onMap(event) && hover) tap(hover.spot)
    else if (chosen && (mayDraw || chosen.tool === 'inspect')) setTool(chosen.tool)
    else if (key === 'v') setTool('inspect')
    else if (key === '[') setBrush(Math.max(0, brush - 1))
    else if (key === ']') setBrush(Math.min(5, brush + 1))
    else if (key === 'n') onTheMap(nextOpen)
    else if (key === 'f') onTheMap(nextBroken)
    else if (key === 'g') fillPockets()
    else if (key === 'l' && mayLock) void lock()
    else if (key === 'h') setHeat(!heat)
    else if (key === '?') setHelp(true)
    else if (key === 'escape') {
      setDoubt(null)
      proposal.forget()
      setHover(null)
    } else return false
    return true
  }
  usePress(press, (panning) => map.current?.setPanning(panning))

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

  const tabs: [Tab, string][] = [
    ['hands', t('tabHands')],
    ['desa', t('tabDesa')],
    ['solver', t('tabSolver')],
    ['scenario', t('tabScenario')],
    ['issues', t('tabIssues')],
  ]
  return (
    <div className="bench">
      <div className="bench-top">
        {scenario}
        {mayDraw && (
          <Backwards
            undo={state.undo && strokeName(state.undo, desaName, nameOf, t('severalDesa'))}
            redo={state.redo !== undefined}
            back={undo}
            forth={redo}
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
          nextOpen,
          nextBroken,
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
            hover: (under, x, y) =>
              setHover((had) => {
                const spot = under && aimed(tool, under)
                return spot ? { spot: had && keyOf(had.spot) === keyOf(spot) ? had.spot : spot, x, y } : null
              }),
            tap,
            taken: (at) => {
              picker?.(at)
              return picker !== null
            },
            done: (spots) => {
              if (tool !== 'erase' && hand === nobody) say(t('chooseHand'))
              else give(spots, target)
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
        {doubt && (
          <Ask
            cuts={doubt.cuts}
            nameOf={nameOf}
            desaName={desaName}
            refuse={() => setDoubt(null)}
            allow={(why, keep) => {
              if (keep) reason.current = why
              setDoubt(null)
              lay(doubt.changes, doubt.lead, why)
            }}
          />
        )}
        <Told state={state} nameOf={nameOf} desaName={desaName} seen={() => draft.seen()} goTo={goTo} />
        <p className="said" role="status">
          {said}
        </p>
      </div>
      <aside className="side">
        <Tour asked={toured} />
        <Proposed
          asked={asked}
          sheet={sheet}
          crew={crew}
          before={sums}
          after={shown.sums}
          left={left}
          leave={(one, out) =>
            setLeft(new Set(out ? [...left, one] : [...left].filter((all) => all !== one)))
          }
          ask={propose}
          accept={() => void accept()}
          alone={(stroke) => {
            proposal.forget()
            layOrAsk(stroke)
          }}
          forget={proposal.forget}
          nameOf={nameOf}
          desaName={desaName}
        />
        <SideTabs tabs={tabs} tab={tab} choose={setTab} />
        <div
          role="tabpanel"
          id="side-panel"
          aria-labelledby={`tab-${tab}`}
          className="side-panel"
          tabIndex={0}
        >
          <h2 className="hidden-text">{tabs.find(([one]) => one === tab)?.[1]}</h2>
          {tab === 'hands' && (
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
          )}
          {tab === 'desa' && (
            <DesaPanel
              sheet={sheet}
              state={state}
              crew={crew}
              hand={hand}
              setHand={setHand}
              loose={loose}
              give={mayDraw ? give : null}
              nameOf={nameOf}
              show={(desa) => {
                goTo([desa])
                setHover({ spot: { desa }, x: -1, y: -1 })
              }}
              said={said}
              balance={tool === 'balance'}
              setBalance={(on) => setTool(on ? 'balance' : 'desa')}
            />
          )}
          {tab === 'solver' && mayDraw && (
            <Wishes crew={crew} sums={sums} hand={hand} ask={propose} boxOf={boxOf} />
          )}
          {(['solver', 'scenario', 'issues'] as const).map((one) => (
            <div key={one} className="kept-panel" hidden={tab !== one}>
              {(drawn || tab === one) && panels[one] /* behind the map, which comes first */}
            </div>
          ))}
        </div>
      </aside>
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

function onMap(event: KeyboardEvent): boolean {
  const { target } = event
  return target instanceof HTMLElement && target.closest('.canvas') !== null && !target.matches('button')
}

/** What a stroke did, in a word. */
function strokeName(
  stroke: { changes: Change[] },
  desaName: (code: string) => string,
  nameOf: (hand: Hand) => string,
  several: string,
): string {
  const desa = [...new Set(stroke.changes.map((one) => one.desa))]
  const to = stroke.changes[0]?.to ?? nobody
  return `${desa.length === 1 ? desaName(desa[0] ?? '') : several.replace('{n}', String(desa.length))} → ${nameOf(to)}`
}
