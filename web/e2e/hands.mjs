// The two ways to use a page: with a pointer, and with keys alone. A story told once is
// walked with either. Keys go where a person's would: Tab from stop to stop, arrows within.

/** No more stops than this lie between two things that are used one after the other. */
const patience = 40

/** Counts every event of a pointer that reaches the page, so that none can hide. */
export function countPointers() {
  globalThis.pointers = 0
  for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'touchstart', 'wheel'])
    addEventListener(kind, () => globalThis.pointers++, { capture: true, passive: true })
}

/** Uses a page with a mouse. */
export function pointer(page) {
  return {
    name: 'pointer',
    press: (what) => what.click(),
    write: (field, text) => field.fill(text),
    choose: (list, value) => list.selectOption(value),
    tick: (box) => box.click(),
    open: (tab) => page.getByRole('tab', { name: tab, exact: true }).click(),
    reached: () => 'by pointer',
  }
}

/** Uses a page with keys alone; tells how far things lay apart. */
export function keyboard(page) {
  const key = (name) => page.keyboard.press(name)
  let longest = { stops: 0, to: '' }
  let stops = 0
  let all = 0
  /** Goes to something by Tab, forwards or back, as its place on the page says. */
  const go = async (what) => {
    await what.waitFor()
    const target = await what.elementHandle()
    let n = 0
    for (; ; n++) {
      const way = await target.evaluate((one) => {
        const now = document.activeElement
        if (now === one || (now && one.contains(now) && one.matches('[role="application"]'))) return ''
        const before = now && now !== document.body && one.compareDocumentPosition(now) & 4
        return before ? 'Shift+Tab' : 'Tab'
      })
      if (!way) break
      if (n > patience)
        throw new Error(
          `more than ${patience} stops to ${await target.evaluate((one) => one.outerHTML.slice(0, 160))}, at ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160))}`,
        )
      await key(way)
    }
    stops += n
    all++
    if (n > longest.stops)
      longest = {
        stops: n,
        to: await target.evaluate((one) =>
          (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40),
        ),
      }
  }
  /** From one tab to another by arrows. */
  const open = async (tab) => {
    const chosen = page.locator('[role="tab"][aria-selected="true"]')
    await go(chosen)
    for (let i = 0; i < 5 && (await chosen.textContent()) !== tab; i++) await key('ArrowRight')
    if ((await chosen.textContent()) !== tab) throw new Error(`arrows do not lead to the tab ${tab}`)
  }
  /** To one choice of a list by arrows, as a list is read. */
  const choose = async (list, value) => {
    await go(list)
    const options = await list.locator('option').evaluateAll((those) => those.map((one) => one.value))
    const wanted = options.indexOf(String(value))
    if (wanted < 0) throw new Error(`no choice ${value}`)
    for (let i = 0; i <= options.length && (await list.inputValue()) !== options[wanted]; i++) {
      const now = options.indexOf(await list.inputValue())
      await key(now < wanted ? 'ArrowDown' : 'ArrowUp')
    }
    if ((await list.inputValue()) !== options[wanted]) throw new Error(`arrows do not choose ${value}`)
  }
  return {
    name: 'keyboard',
    go,
    open,
    choose,
    press: async (what) => {
      await go(what)
      await key('Enter')
    },
    write: async (field, text) => {
      await go(field)
      await key('Control+a')
      await page.keyboard.type(text)
    },
    tick: async (box) => {
      await go(box)
      await key('Space')
    },
    reached: () => `${stops} stops to ${all} things; the longest way ${longest.stops} to “${longest.to}”`,
  }
}
