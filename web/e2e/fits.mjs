// What must hold of every control of the phone, at the usual size of letters and at twice
// it: large enough for a thumb, in the window, nothing of it cut off, none on another.
export async function fits(page, name) {
  const wrong = []
  for (const size of [100, 200]) {
    await page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`
    }, size)
    for (const said of await page.evaluate(measure)) wrong.push(`${name} at ${size} %: ${said}`)
  }
  await page.evaluate(() => {
    document.documentElement.style.fontSize = ''
  })
  return wrong
}

/** Runs in the page: no names from outside. */
function measure() {
  const least = 56
  const wrong = []
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > room)
    wrong.push(`${document.documentElement.scrollWidth} px wide`)
  const tell = (e) =>
    `${e.tagName.toLowerCase()} “${(e.textContent || e.name || e.type).trim().slice(0, 30)}”`
  const fixed = (e) => {
    for (let at = e; at; at = at.parentElement)
      if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return true
    return false
  }
  const scrolls = (e) => {
    for (let at = e.parentElement; at; at = at.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true
    return false
  }
  const found = [
    ...document.querySelectorAll(
      'main a[href], main button, main input, main select, main textarea, main summary',
    ),
  ]
    .filter((e) => e.checkVisibility({ checkVisibilityCSS: true }))
    // A tick and a file are touched by their label.
    .map((e) => (['checkbox', 'file', 'radio'].includes(e.type) ? (e.closest('label') ?? e) : e))
  const controls = found.map((e) => ({ e, box: e.getBoundingClientRect() }))
  for (const { e, box } of controls) {
    if (box.height < least - 0.5 || box.width < least - 0.5)
      wrong.push(`${tell(e)} is ${Math.round(box.width)} by ${Math.round(box.height)} px`)
    if (!scrolls(e) && (box.left < -0.5 || box.right > room + 0.5)) wrong.push(`${tell(e)} leaves the window`)
    if (e.scrollWidth > e.clientWidth + 1 && !['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName))
      wrong.push(`${tell(e)} is cut off: ${e.scrollWidth} px in ${e.clientWidth}`)
    if (getComputedStyle(e).transitionDuration !== '0s' || getComputedStyle(e).animationName !== 'none')
      wrong.push(`${tell(e)} moves`)
  }
  const still = controls.filter(({ e }) => !fixed(e))
  for (const [i, a] of still.entries())
    for (const b of still.slice(i + 1)) {
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
      if (wide > 1 && high > 1 && !a.e.contains(b.e) && !b.e.contains(a.e))
        wrong.push(`${tell(a.e)} lies on ${tell(b.e)}`)
    }
  for (const text of document.querySelectorAll('main h1, main h2, main p, main li, main dd'))
    if (text.checkVisibility() && text.scrollWidth > text.clientWidth + 1 && !scrolls(text))
      wrong.push(`${tell(text)} is cut off`)
  return wrong
}
