/** By then a frame is painted, or the page is out of sight and none will be. */
const latest = 200

/** Does work once what was just said is on the screen: a slow phone says it first. */
export function afterPaint(work: () => void): void {
  let done = false
  const once = () => {
    if (done) return
    done = true
    work()
  }
  requestAnimationFrame(() => setTimeout(once))
  setTimeout(once, latest)
}
