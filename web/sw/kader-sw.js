// Keeps the kader's pages on the phone, so that they open without a line. The build
// puts in what belongs to the pages and a name that changes with it (scripts/pack.mjs).
const version = '__VERSION__'
const files = ['__FILES__']
const page = '/kader/'
const prefix = 'binaan-kader-'

// All or nothing: a file that fails to come leaves the version before in charge, what
// came goes, and the browser tries again.
self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(prefix + version)
      .then((cache) => Promise.all([page, ...files].map((path) => keep(cache, path))))
      .catch(async (error) => {
        await caches.delete(prefix + version)
        throw error
      }),
  )
})

async function keep(cache, path) {
  const answer = await fetch(path, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  // Where the server was upgraded in between, the page begins with another part.
  if (path === page && !(await answer.clone().text()).includes(files[0]))
    throw new Error('the page is of another version')
  await cache.put(path, answer)
}

// A newer version waits until the page asks for it: a form half filled in stays.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith(prefix) && name !== prefix + version) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  const path = request.mode === 'navigate' && pathname.startsWith(page) ? page : pathname
  if (path !== page && !files.includes(path)) return // the API, and what belongs to other pages
  event.respondWith(
    caches.open(prefix + version).then(async (cache) => (await cache.match(path)) ?? fetch(request)),
  )
})
