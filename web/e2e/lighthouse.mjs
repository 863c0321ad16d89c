// What Lighthouse says of the kader's phone: performance (its mobile setting: a processor
// four times slower, 1.6 Mbit/s) and accessibility of the first page and of the day behind
// the PIN. Lighthouse is no dependency of Binaan: put it into a folder of its own, once,
//   npm install --prefix /tmp/lighthouse lighthouse@12.8.2
// and, after make build, by hand, on a machine that does nothing else:
//   node e2e/lighthouse.mjs /tmp/lighthouse
// It ends with 1 below 0.9 or 1.0.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launchKept } from './browser.mjs'
import { phone } from './look.mjs'
import { pin, settleIn } from './phone.mjs'
import { freePort, startServer } from './server.mjs'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: node e2e/lighthouse.mjs FOLDER, where lighthouse was installed')
const found = createRequire(join(folder, 'package.json')).resolve
const load = (name) => import(pathToFileURL(found(name)).href)
const [{ navigation, snapshot }, { default: puppeteer }] = await Promise.all([
  load('lighthouse'),
  load('puppeteer-core'),
])
const bars = { performance: 0.9, accessibility: 1 }

let missed = 0
function tell(what, { lhr }) {
  for (const [name, bar] of Object.entries(bars)) {
    const category = lhr.categories[name]
    if (!category) continue
    const wrong = category.score < bar
    if (wrong) missed++
    console.log(`${wrong ? 'MISS' : 'ok  '}  ${what}: ${name} ${category.score} of ${bar}`)
    for (const { id, weight } of category.auditRefs) {
      const { score, displayValue = '', title } = lhr.audits[id]
      if (weight > 0 && score !== null && score < 1) console.log(`      ${title}: ${score} ${displayValue}`)
    }
  }
}

/** Settings beside Lighthouse's own of a phone: what the page stores stays. */
const asked = (...onlyCategories) => ({ flags: { disableStorageReset: true, onlyCategories } })
const flags = asked(...Object.keys(bars))

const profile = mkdtempSync(join(tmpdir(), 'binaan-lighthouse-'))
const server = await startServer(3000)
const port = await freePort()
const context = await launchKept(profile, {
  args: ['--no-sandbox', `--remote-debugging-port=${port}`],
  viewport: phone,
  hasTouch: true,
  isMobile: true,
  locale: 'id-ID',
})
try {
  server.bring('areas', 'areas.geojson')
  server.bring('kader', 'kader.csv')
  server.bring('households', 'households.csv')
  server.plan('territories', '--publish', '2026-11-23', '--iterations', '500')
  server.user('kader', 'kader', '--kader', 'K001')
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null })
  const page = await browser.newPage()
  tell('first page', await navigation(page, `${server.url}/kader/`, flags))
  await settleIn(await context.newPage(), server.url, 'kader')
  tell('PIN', await navigation(page, `${server.url}/kader/`, flags))
  const day = await navigation(
    page,
    async () => {
      await page.goto(`${server.url}/kader/`)
      await page.type('input[name=pin], input[inputmode=numeric]', pin)
      await page.click('button[type=submit]')
      await page.waitForSelector('a.main[href*="/hasil/"]')
    },
    flags,
  )
  tell('PIN and the day', day)
  tell('the day as it stands', await snapshot(page, asked('accessibility')))
  await browser.disconnect()
} finally {
  await context.close()
  await server.stop()
  rmSync(profile, { recursive: true, force: true })
}
process.exitCode = missed > 0 ? 1 : 0
