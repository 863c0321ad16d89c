import { useEffect, useState } from 'react'
import { api, body } from '../../api/client'

const refusedWait = 2000

/**
 * Follows a stream of events while url is set: told of each state and once more
 * when the work has ended. The browser itself reconnects after a break, unless lost
 * is given: then a break ends it.
 */
export function useEvents<T>(
  url: string | null,
  tell: (state: T, ended: boolean) => void,
  lost?: () => void,
): void {
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stream belongs to the url alone
  useEffect(() => {
    if (!url) return
    const stream = new EventSource(url)
    stream.addEventListener('progress', (event) => tell(JSON.parse(event.data), false))
    stream.addEventListener('done', (event) => {
      stream.close()
      tell(JSON.parse(event.data), true)
    })
    let again: ReturnType<typeof setTimeout> | undefined
    let gone = false
    stream.onerror = () => {
      if (lost) {
        stream.close()
        return lost()
      }
      if (stream.readyState !== EventSource.CLOSED) return
      // Refused: perhaps the session ended. Asking who we are waits for the login.
      void body(api.GET('/api/v1/session')).finally(() => {
        if (!gone) again = setTimeout(() => setTurn(turn + 1), refusedWait)
      })
    }
    return () => {
      gone = true
      clearTimeout(again)
      stream.close()
    }
  }, [url, turn])
}
