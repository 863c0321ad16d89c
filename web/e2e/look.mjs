// What must hold on every screen: axe finds nothing, in light and dark; nothing
// runs out of the window sideways; nothing was asked of another origin. Each look
// leaves a screenshot in test-results for human eyes.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = join(import.meta.dirname, '../test-results')
mkdirSync(shots, { recursive: true })

export const office = { width: 1366, height: 768 }
export const phone = { width: 360, height: 640 }

/** Where the picture of a screen lies. */
export const shot = (name) => join(shots, `${name}.png`)

/** A page that remembers requests to others and errors of scripts. */
export async function openPage(browser, viewport, options = {}) {
  const context = await browser.newContext({
    viewport,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    bypassCSP: true,
    ...options,
  })
  const page = await context.newPage()
  const trouble = []
  page.on('pageerror', (error) => trouble.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401'))
      trouble.push(`console: ${message.text()}`)
  })
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== page.ownHost)
      trouble.push(`foreign request: ${request.url()}`)
  })
  page.trouble = trouble
  return page
}

/** Waits until what is loading is there and what moves has come to rest, and a map has had time to take the other colours. */
async function rest(page) {
  const whole = () =>
    ![...document.querySelectorAll('p')].some((one) => /^(Memuat|Loading)…$/.test(one.textContent))
  await page.waitForFunction(whole, null, { timeout: 300 }).catch(() => undefined)
  const map = await page.evaluate(async () => {
    await document.fonts.ready
    const moves = document
      .getAnimations()
      .filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime < 2000)
    await Promise.all(moves.map((one) => one.finished.catch(() => undefined)))
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return document.querySelector('canvas') !== null
  })
  if (map) await page.waitForTimeout(300)
}

/** Looks at the screen in both schemes and gives what is wrong with it. */
export async function look(page, name) {
  const wrong = []
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await rest(page)
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`), fullPage: true })
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
    const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
    for (const found of violations)
      wrong.push(
        `${name} ${colorScheme}: axe ${found.id}: ${found.nodes
          .map((node) => node.html)
          .join(' | ')
          .slice(0, 400)}`,
      )
  }
  await page.emulateMedia({ colorScheme: 'light' })
  const [content, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  if (content > room) wrong.push(`${name}: ${content} px wide in ${room} px`)
  wrong.push(...page.trouble.splice(0))
  return wrong
}
