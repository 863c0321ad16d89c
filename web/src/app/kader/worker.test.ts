import { expect, test } from 'vitest'
import worker from '../../../sw/kader-sw.js?raw'

const text = worker
  .replace('__VERSION__', '7')
  .replace("'__FILES__'", "'/assets/kader-7.js', '/assets/card-7.js'")

/** Installs the worker where the server has some pages; what is kept of which version afterwards. */
async function install(pages: Record<string, string>) {
  const kept = new Map<string, Map<string, Response>>([['binaan-kader-6', new Map()]])
  const open = async (name: string) => {
    const cache = kept.get(name) ?? new Map<string, Response>()
    kept.set(name, cache)
    return { put: async (path: string, answer: Response) => cache.set(path, answer) }
  }
  let ended: Promise<unknown> = Promise.resolve()
  const self = {
    addEventListener: (
      kind: string,
      hear: (event: { waitUntil: (work: Promise<unknown>) => void }) => void,
    ) => {
      if (kind === 'install') hear({ waitUntil: (work) => (ended = work) })
    },
  }
  const fetched = async (path: string) => new Response(pages[path], { status: path in pages ? 200 : 404 })
  new Function('self', 'caches', 'fetch', text)(
    self,
    { open, delete: async (name: string) => kept.delete(name) },
    fetched,
  )
  const taken = await ended.then(
    () => true,
    () => false,
  )
  return {
    taken,
    kept: [...kept.keys()],
    files: [...(kept.get('binaan-kader-7') ?? new Map()).keys()].sort(),
  }
}

const page = '<script src="/assets/kader-7.js">'

test('a version is kept whole', async () => {
  const got = await install({ '/kader/': page, '/assets/kader-7.js': 'a', '/assets/card-7.js': 'b' })
  expect(got).toEqual({
    taken: true,
    kept: ['binaan-kader-6', 'binaan-kader-7'],
    files: ['/assets/card-7.js', '/assets/kader-7.js', '/kader/'],
  })
})

test('a version that comes half leaves nothing, and the one before stays', async () => {
  const got = await install({ '/kader/': page, '/assets/kader-7.js': 'a' })
  expect(got).toEqual({ taken: false, kept: ['binaan-kader-6'], files: [] })
})

test('a page of another version than its parts is not kept', async () => {
  const newer = page.replace('kader-7', 'kader-8')
  const got = await install({ '/kader/': newer, '/assets/kader-7.js': 'a', '/assets/card-7.js': 'b' })
  expect(got).toEqual({ taken: false, kept: ['binaan-kader-6'], files: [] })
})
