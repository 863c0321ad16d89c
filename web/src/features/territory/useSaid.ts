import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../shared/i18n'
import type { State } from './draft'
import { noWait, waited } from './wait'

/** What was said last: of strokes, of work that others do, and of strokes that waited and landed. */
export function useSaid(state: State, news: string) {
  const { t } = useWords()
  const [said, say] = useState('')
  const wait = useRef(noWait)
  useEffect(() => {
    if (news) say(news)
  }, [news])
  useEffect(() => {
    wait.current = waited(wait.current, state)
    if (wait.current.landed > 0) say(t('backSaved', { n: wait.current.landed }))
  }, [state, t])
  return [said, say] as const
}
