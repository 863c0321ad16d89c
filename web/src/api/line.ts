import { Unreachable } from '../shared/trouble'

/**
 * The line to the server: whether it answers, and whether the session still holds.
 * Who only asks waits on a broken line and asks again; who changes something is told.
 */
export interface Line {
  /** The server answered last time. */
  up: boolean
  /** Nobody has said since the last login that the session is over. */
  entered: boolean
}

let line: Line = { up: true, entered: true }
const watchers = new Set<() => void>()

export const now = (): Line => line

export function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

function tell(change: Partial<Line>): void {
  const next = { ...line, ...change }
  if (next.up === line.up && next.entered === line.entered) return
  line = next
  if (!line.up) knockLater(firstKnock)
  for (const watcher of [...watchers]) watcher()
}

/** The server no longer knows who we are. */
export const sessionEnded = (): void => tell({ entered: false })

/** Somebody has logged in. */
export const sessionBegun = (): void => tell({ entered: true })

const firstKnock = 2000
const lastKnock = 30_000
let knocking: ReturnType<typeof setTimeout> | undefined

function knockLater(wait: number): void {
  clearTimeout(knocking)
  knocking = setTimeout(() => void knock(wait), wait)
}

/** Asks whether the server is back; unanswered, it asks again after twice the wait. */
export async function knock(wait = firstKnock): Promise<void> {
  clearTimeout(knocking)
  const answer = await send('/healthz')
  if (!answer) knockLater(Math.min(2 * wait, lastKnock))
}

if (typeof window !== 'undefined') window.addEventListener('online', () => void knock())

/** Sends a request once; undefined when nobody answers. A gateway that answers for the server is nobody. */
async function send(request: Request | string): Promise<Response | undefined> {
  try {
    const answer = await fetch(typeof request === 'string' ? request : request.clone())
    const up = answer.status !== 502 && answer.status !== 504
    tell({ up })
    return up ? answer : undefined
  } catch (error) {
    if (typeof request !== 'string' && request.signal.aborted) throw error
    tell({ up: false })
    return undefined
  }
}

/** fetch for the door itself, where a 401 is an answer; throws Unreachable. */
export async function sendOnce(request: Request): Promise<Response> {
  const answer = await send(request)
  if (!answer) throw new Unreachable()
  return answer
}

/**
 * fetch for everything behind the door. A session that ended is waited for, and so is
 * the server when nothing is changed by asking again.
 */
export async function reach(request: Request): Promise<Response> {
  for (let wait = 0; ; wait = Math.min(2 * wait || firstKnock, lastKnock)) {
    const answer = await send(request)
    if (answer && answer.status !== 401) return answer
    if (answer) sessionEnded()
    else if (request.method !== 'GET') throw new Unreachable()
    await whole(request.signal)
    if (!answer && wait > 0) await pause(wait, request.signal)
  }
}

/** Others may be answered while this one never is: without a pause it would be asked again at once. */
function pause(wait: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave)
      resolve()
    }, wait)
    const leave = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
  })
}

/** Waits until the server answers and the session holds, or the asker has gone. */
export function whole(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      stop()
      reject(signal?.reason)
    }
    const look = () => {
      if (!line.up || !line.entered) return
      stop()
      resolve()
    }
    const unwatch = watch(look)
    const stop = () => {
      unwatch()
      signal?.removeEventListener('abort', leave)
    }
    signal?.addEventListener('abort', leave)
    look()
  })
}
