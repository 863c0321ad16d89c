import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Draft } from './draft'
import type { Stroke } from './fold'
import { serverOf } from './strokes'
import type { Sheet } from './tally'

vi.hoisted(() => {
  const Plain = globalThis.Request
  globalThis.Request = class extends Plain {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? `http://binaan.test${input}` : input, init) // as a page does
    }
  }
})

const desa = '99.01.01.2001'
const sheet = {
  revision: 0,
  grain: 'desa',
  published: false,
  rule: { lower: 450, target: 500, upper: 550 },
  desa: [{ code: desa, name: 'Desa', kecamatan: 'Contoh', near: [] }],
  atoms: [{ desa, hand: 0, eligible: 500 }],
} as unknown as Sheet

/** What a server has; the first requests of a kind are taken and never answered. */
const server = { log: [] as Stroke[], sent: [] as string[], deaf: { POST: 0, GET: 0 } }

/** The patience of who asks ends as soon as nothing comes. */
let patience = new AbortController()
const until = () => {
  patience = new AbortController()
  return patience.signal
}

/** As fetch does with a line that is half dead: nothing comes until who asked gives up. */
const silence = ({ signal }: Request) =>
  new Promise<Response>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    patience.abort()
  })

beforeEach(() => {
  Object.assign(server, { log: [], sent: [], deaf: { POST: 0, GET: 0 } })
  vi.stubGlobal('document', { documentElement: { lang: 'id' } })
  vi.stubGlobal('fetch', async (request: Request) => {
    const method = request.method as 'POST' | 'GET'
    if (method === 'GET') {
      if (server.deaf.GET-- > 0) return silence(request)
      return Response.json({ strokes: server.log })
    }
    const stroke = (await request.json()) as Stroke
    server.sent.push(stroke.id)
    let landed = server.log.find((one) => one.id === stroke.id)
    if (!landed) {
      landed = { ...stroke, by: 'petugas', revision: server.log.length + 1 }
      server.log.push(landed)
    }
    if (server.deaf.POST-- > 0) return silence(request)
    return Response.json({ stroke: landed, revision: server.log.length })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a stroke whose answer never comes waits, goes again under its id, and lands once', async () => {
  server.deaf.POST = 1
  const kept: Stroke[][] = []
  const shelf = { load: () => [], save: (strokes: Stroke[]) => kept.push([...strokes]) }
  const draft = new Draft(sheet, [], 'petugas', serverOf('9901', 1, until), shelf)
  draft.draw([{ desa, from: 0, to: 1 }])
  await draft.flush()
  expect([draft.now().pending, draft.now().lost, kept.at(-1)?.length]).toEqual([1, true, 1])
  await draft.flush()
  expect([draft.now().pending, draft.now().lost, kept.at(-1)?.length]).toEqual([0, false, 0])
  expect([server.sent.length, new Set(server.sent).size, server.log.length]).toEqual([2, 1, 1])
})

test('reading what others drew gives up as well, and is asked again', async () => {
  server.deaf.GET = 1
  const line = serverOf('9901', 1, until)
  expect(await line.since(0)).toBeNull()
  expect(await line.since(0)).toEqual([])
})
