// How fast the workbench is on the full sample branch, in software WebGL: from the event of
// a stroke to the painted frame, and until the page is open. Measures; nothing is held to it.
//   node e2e/pace.mjs [strokes]
import { launch } from './browser.mjs'
import { password, startServer } from './server.mjs'

const rounds = Number(process.argv[2] ?? 25)
const households = 108_000
const desk = { width: 1366, height: 768 }

/**
 * Watches events of the pointer from within the page. An event is painted when the hues that
 * it changed were handed to the graphics card, or the words about it stand, and the frame
 * after that is drawn to its last pixel.
 */
function watch() {
  const told = { moves: [], ends: [], cells: [] }
  globalThis.pace = told
  let gl = null
  let open = []
  const changed = () => {
    const of = open.filter((one) => !one.seen)
    if (of.length === 0) return
    for (const one of of) one.seen = true
    requestAnimationFrame(() => {
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
      const now = performance.now()
      for (const one of of) told[one.kind].push(now - one.at)
      open = open.filter((one) => !one.seen)
    })
  }
  const context = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    const made = context.call(this, kind, ...more)
    if (kind === 'webgl2') gl = made
    return made
  }
  const upload = WebGL2RenderingContext.prototype.bufferSubData
  WebGL2RenderingContext.prototype.bufferSubData = function (...more) {
    if (open.some((one) => one.kind === 'moves')) changed()
    return upload.apply(this, more)
  }
  addEventListener('DOMContentLoaded', () =>
    new MutationObserver((all) => {
      if (
        all.some(({ target }) =>
          (target instanceof Element ? target : target.parentElement)?.closest('.said'),
        )
      )
        changed()
    }).observe(document.documentElement, { childList: true, characterData: true, subtree: true }),
  )
  addEventListener(
    'pointermove',
    (event) => {
      if (event.buttons & 1) open = [{ kind: 'moves', at: event.timeStamp }]
    },
    true,
  )
  addEventListener(
    'pointerup',
    (event) => {
      open = [{ kind: 'ends', at: event.timeStamp }]
    },
    true,
  )
}

const quantile = (all, q) =>
  [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))] ?? Number.NaN
const said = (all) =>
  `n ${all.length}, median ${quantile(all, 0.5).toFixed(0)}, p95 ${quantile(all, 0.95).toFixed(0)}, most ${Math.max(...all).toFixed(0)} ms`

async function enter(page, url) {
  await page.goto(url)
  await page.getByLabel('Nama masuk').fill('petugas')
  await page.getByLabel('Kata sandi').fill(password)
  await page.getByRole('button', { name: 'Masuk' }).click()
}

async function strokes(page, grain) {
  const canvas = page.locator('.canvas')
  await page.locator('.hand').nth(1).click()
  await page.waitForTimeout(1500)
  const box = await canvas.boundingBox()
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height]
  await page.keyboard.press('b')
  for (let i = 0; i < 4; i++) await page.keyboard.press(']')
  await page.evaluate(() => {
    for (const list of Object.values(globalThis.pace)) list.length = 0
  })
  const changes = []
  page.on('response', async (response) => {
    if (response.request().method() === 'POST' && response.url().endsWith('/strokes'))
      changes.push((await response.json()).stroke?.changes.length)
  })
  for (let n = 0; n < rounds; n++) {
    await page
      .locator('.hand')
      .nth(1 + (n % 3))
      .evaluate((row) => row.click())
    await page.waitForTimeout(700)
    const y = 0.3 + 0.05 * (n % 9)
    await page.mouse.move(...at(0.25, y))
    await page.mouse.down()
    for (let x = 0.3; x <= 0.75; x += 0.05) {
      await page.mouse.move(...at(x, y + (x > 0.5 ? 0.1 : 0)))
      await page.waitForTimeout(60)
    }
    await page.mouse.up()
    await page.waitForTimeout(500)
    const ask = page.locator('.ask')
    if (await ask.isVisible()) {
      await ask.getByLabel('Alasan membolehkannya').fill('mengukur')
      await ask.getByLabel('Pakai alasan ini').check()
      await ask.getByRole('button', { name: 'Tetap gambar' }).click()
    }
  }
  const { moves, ends } = await page.evaluate(() => globalThis.pace)
  console.log(`${grain}: strokes of ${changes.join(' ')} changes`)
  console.log(`${grain}: pointer moved to painted: ${said(moves)}`)
  console.log(`${grain}: pointer up to painted figures: ${said(ends)}`)
}

/** Opens the page as somebody does for the first time, and who was here before. */
async function opening(browser, url) {
  const context = await browser.newContext({ viewport: desk, locale: 'id-ID', timezoneId: 'Asia/Jakarta' })
  for (const what of ['first', 'again']) {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    let bytes = 0
    const files = []
    const names = new Map()
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, request.url))
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes += encodedDataLength
      files.push([encodedDataLength, names.get(requestId)?.slice(url.length)])
    })
    const begin = Date.now()
    if (what === 'first') await enter(page, url)
    else await page.goto(url)
    const read = Date.now()
    await page.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
    console.log(
      `opening, ${what}: ${Date.now() - begin} ms until the map is drawn` +
        (what === 'first' ? `, of it ${read - begin} ms for reading the page and typing the password` : '') +
        `; ${(bytes / 1e6).toFixed(2)} MB transferred`,
    )
    for (const [size, name] of files.sort((a, b) => b[0] - a[0]).slice(0, 7))
      console.log(`  ${(size / 1000).toFixed(0)} kB ${name}`)
    await page.close()
  }
  await context.close()
}

const server = await startServer(households)
const browser = await launch()
try {
  for (const kind of ['areas', 'kader', 'households'])
    server.bring(kind, kind === 'areas' ? 'areas.geojson' : `${kind}.csv`)
  for (const grain of ['cell', 'desa']) {
    server.plan('territories', '--grain', grain, '--iterations', '2000')
    if (grain === 'desa') await opening(browser, server.url)
    const page = await browser.newPage({
      viewport: desk,
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      reducedMotion: 'reduce',
    })
    await page.addInitScript(watch)
    await enter(page, server.url)
    await page.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
    await strokes(page, grain)
    await page.screenshot({ path: `${import.meta.dirname}/../test-results/pace-${grain}.png` })
    await page.close()
  }
} finally {
  await browser.close()
  await server.stop()
}
