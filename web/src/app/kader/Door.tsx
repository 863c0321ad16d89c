import { type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { askClock, clockIsOff, instant, nowIn, standIn, trustDay } from '../../api/clock'
import { kept } from '../../features/crew/kept'
import { DrillNotice } from '../../features/login/DrillNotice'
import { deviceOf, storeWasLost } from '../../features/outbox/enter'
import type { Entry } from '../../features/outbox/line'
import { expire, type Phone } from '../../features/outbox/outbox'
import { type Device, Store } from '../../features/outbox/store'
import { longDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Drawn, Later } from '../../shared/later'
import { afterPaint } from '../../shared/paint'
import { Activate } from './Activate'
import { Halt, Whole } from './Halt'
import { NewPin, Pin } from './Pin'

const crew = new Later(() => import('./CrewFace'))
const rescue = new Later(() => import('./Rescue'))
/** What lies behind the PIN: of no use to the first page, which need not wait for it. */
const face = new Later(() => import('./Face'))

type State =
  | { at: 'opening' | 'trouble' | 'crew' }
  | { at: 'strange'; lost: boolean }
  | { at: 'pin'; entry: Entry }
  | { at: 'shut'; device: Device; fresh?: boolean }
  | { at: 'rescue'; device: Device; why: 'forgotten' | 'tries' }
  | { at: 'open'; device: Device; phone: Phone }

/** After how long out of sight the phone shuts itself, in milliseconds. */
const unseen = 10 * 60_000

/** From a strange phone to an open one: activation, PIN, and what to do without. */
export function Door() {
  const { t } = useWords()
  const store = useMemo(() => new Store(), [])
  const [state, setState] = useState<State>({ at: 'opening' })
  const look = useMemo(
    () => async (fresh?: boolean) => {
      try {
        const device = await deviceOf(store)
        if (!device && kept(instant())) return setState({ at: 'crew' })
        if (!device) return setState({ at: 'strange', lost: storeWasLost(device) })
        standIn(device.zone)
        // A clock that was moved decides nothing: the day is asked for first.
        if (!clockIsOff()) await expire(store, instant())
        setState({ at: 'shut', device, fresh })
      } catch {
        setState({ at: 'trouble' })
      }
    },
    [store],
  )
  useEffect(() => {
    void askClock()
    void look()
  }, [look])
  useShutUnseen(state.at === 'open', look)
  const asked = state.at === 'pin' || state.at === 'shut'
  useEffect(() => {
    if (asked) afterPaint(() => void face.fetch().catch(() => undefined)) // Whole says so, when it is wanted
  }, [asked])
  const zone = 'device' in state ? state.device.zone : 'WIB'
  return (
    <>
      {state.at !== 'opening' && <DrillNotice zone={zone} />}
      {state.at === 'opening' && <p className="login">{t('loading')}</p>}
      {state.at === 'trouble' && <Halt text={t('storeShut')} />}
      {state.at === 'strange' && (
        <Activate
          lost={state.lost}
          entered={(entry) => setState({ at: 'pin', entry })}
          leads={() => setState({ at: 'crew' })}
        />
      )}
      {state.at === 'crew' && (
        <Behind>
          <Drawn what={crew} with={{ left: () => void look() }} />
        </Behind>
      )}
      {state.at === 'pin' && <NewPin store={store} entry={state.entry} made={() => void look(true)} />}
      {state.at === 'shut' && (
        <Pin
          store={store}
          device={state.device}
          fresh={state.fresh}
          open={(phone) => setState({ at: 'open', device: state.device, phone })}
          rescue={(why) => setState({ at: 'rescue', device: state.device, why })}
        />
      )}
      {state.at === 'rescue' && (
        <Behind>
          <Drawn
            what={rescue}
            with={{ store, device: state.device, why: state.why, back: () => void look() }}
          />
        </Behind>
      )}
      {state.at === 'open' && (
        <RightDay zone={state.device.zone}>
          <Behind>
            <Drawn what={face} with={{ phone: state.phone, device: state.device, shut: () => void look() }} />
          </Behind>
        </RightDay>
      )}
    </>
  )
}

/** Pages that come after the first. */
function Behind({ children }: { children: ReactNode }) {
  const { t } = useWords()
  return (
    <Whole>
      <Suspense fallback={<p className="login">{t('loading')}</p>}>{children}</Suspense>
    </Whole>
  )
}

/** A phone that lay unused in a pocket or on a table asks for its PIN again. */
function useShutUnseen(open: boolean, shut: () => void): void {
  useEffect(() => {
    if (!open) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'hidden') timer = setTimeout(shut, unseen)
    }
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [open, shut])
}

/** Where the phone's clock was moved, its day is confirmed before anything is stored under it. */
function RightDay({ zone, children }: { zone: string; children: ReactNode }) {
  const { t } = useWords()
  const [off, setOff] = useState(clockIsOff)
  const [day, setDay] = useState(() => nowIn(zone).day)
  if (!off) return children
  return (
    <main className="kader">
      <h1>{t('clockOff')}</h1>
      <p>{t('clockOffHelp', { day: longDay(nowIn(zone).day) })}</p>
      <label className="field">
        {t('clockWhichDay')}
        <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      <button
        type="button"
        className="button main tall"
        onClick={() => {
          trustDay(day, zone)
          setOff(false)
        }}
      >
        {t('clockRight')}
      </button>
    </main>
  )
}
