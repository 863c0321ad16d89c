/** Whether a newer version of the pages waits, and how to take it. */
export interface Ready {
  take: (() => void) | null
}

let ready: Ready = { take: null }
const watchers = new Set<() => void>()

export const readyNow = (): Ready => ready

export function watchReady(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

function offer(worker: ServiceWorker): void {
  ready = { take: () => worker.postMessage('take over') }
  for (const watcher of [...watchers]) watcher()
}

/** How often a page that stays open asks for a newer version. */
const every = 60 * 60_000

/**
 * Keeps the pages on the phone, so that they open without a line, and asks the browser
 * not to throw the store away. A newer version waits until it is asked for: a form that
 * is half filled in stays.
 */
export function keepReady(): void {
  void navigator.storage?.persist?.().catch(() => false)
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  let mine = Boolean(navigator.serviceWorker.controller)
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (mine) location.reload()
    mine = true // the first one has only just begun to serve this page
  })
  void navigator.serviceWorker
    .register('/kader-sw.js', { scope: '/kader/', updateViaCache: 'none' })
    .then((registration) => {
      const look = () => {
        if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting)
      }
      look()
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look)
      })
      setInterval(() => void registration.update().catch(() => undefined), every)
    })
    .catch(() => undefined) // without it the page works as long as there is a line
}
