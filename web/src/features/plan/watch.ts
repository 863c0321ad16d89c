import { useEffect } from 'react'

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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stream belongs to the url alone
  useEffect(() => {
    if (!url) return
    const stream = new EventSource(url)
    stream.addEventListener('progress', (event) => tell(JSON.parse(event.data), false))
    stream.addEventListener('done', (event) => {
      stream.close()
      tell(JSON.parse(event.data), true)
    })
    if (lost)
      stream.onerror = () => {
        stream.close()
        lost()
      }
    return () => stream.close()
  }, [url])
}
