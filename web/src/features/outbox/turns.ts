/** Work that is never done twice at once: asked for while it runs, it is done once more
 * afterwards, for what came too late for the run. */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const run = async () => {
    try {
      do {
        again = false
        await work()
      } while (again)
    } finally {
      running = null
    }
  }
  return () => {
    again = true
    running ??= run()
    return running
  }
}

/**
 * After how long, in milliseconds, to come again by itself when the server was not reached
 * n times in a row: soon at first, since a line that is back says so before it carries, then
 * each time twice as long, at most so long.
 */
export function comeAgain(n: number, soon: number, most: number): number {
  return Math.min(most, soon * 2 ** Math.max(0, n - 1))
}
