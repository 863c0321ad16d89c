import { useEffect, useRef } from 'react'
import { byNumber, digitPause, type Member, mayGrow } from './crew'
import type { Hand } from './fold'
import { pressing, typing } from './tools'

/** Passes keys on that nobody types with, and says while the space bar is held. */
export function usePress(press: (event: KeyboardEvent) => boolean, pan: (panning: boolean) => void) {
  const now = useRef({ press, pan })
  now.current = { press, pan }
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (typing(event) || event.defaultPrevented) return
      if (event.key === ' ') {
        if (pressing(event)) return
        event.preventDefault()
        now.current.pan(true)
      } else if (now.current.press(event)) event.preventDefault()
    }
    const up = (event: KeyboardEvent) => {
      if (event.key === ' ') now.current.pan(false)
    }
    const left = () => now.current.pan(false)
    addEventListener('keydown', down)
    addEventListener('keyup', up)
    addEventListener('blur', left)
    return () => {
      removeEventListener('keydown', down)
      removeEventListener('keyup', up)
      removeEventListener('blur', left)
    }
  }, [])
}

/** Digits choose a kader at once where no longer number can come, else after a pause or Enter. */
export function useDigits(
  typed: string,
  set: (typed: string) => void,
  crew: Map<Hand, Member>,
  chosen: (member: Member) => void,
  missing: () => void,
) {
  const most = Math.max(0, ...[...crew.values()].map((one) => one.number))
  const now = useRef({ chosen, missing, crew })
  now.current = { chosen, missing, crew }
  useEffect(() => {
    if (!typed) return
    const end = () => {
      const member = byNumber(now.current.crew, Number(typed))
      if (Number(typed) === 0) now.current.missing()
      else if (member) now.current.chosen(member)
      else now.current.missing()
      set('')
    }
    if (typed.endsWith('\n') || !mayGrow(typed, most)) return end()
    const timer = setTimeout(end, digitPause)
    return () => clearTimeout(timer)
  }, [typed, most, set])
}
