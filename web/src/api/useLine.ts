import { useEffect, useRef, useSyncExternalStore } from 'react'
import { type Line, now, watch } from './line'

/** The state of the line to the server; re-renders when it changes. */
export function useLine(): Line {
  return useSyncExternalStore(watch, now)
}

/** Calls back each time the line is whole again after a break. */
export function useLineBack(back: () => void): void {
  const { up, entered } = useLine()
  const whole = up && entered
  const broke = useRef(false)
  const call = useRef(back)
  call.current = back
  useEffect(() => {
    if (!whole) broke.current = true
    else if (broke.current) {
      broke.current = false
      call.current()
    }
  }, [whole])
}
