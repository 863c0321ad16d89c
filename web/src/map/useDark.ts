import { useSyncExternalStore } from 'react'

const query = () => matchMedia('(prefers-color-scheme: dark)')

function subscribe(changed: () => void) {
  const watched = query()
  watched.addEventListener('change', changed)
  return () => watched.removeEventListener('change', changed)
}

/** Whether the page is dark; what is drawn on canvas must be drawn anew when it changes. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches)
}
