// How fast the workbench is on the full sample branch, in software WebGL: from the event of
// a stroke to the painted frame, and until the page is open. Measures; nothing is held to it.
//   node e2e/pace.mjs [strokes [households]]
import { loadavg } from 'node:os'
import { launch } from './browser.mjs'
import { password, startServer } from './server.mjs'

const rounds = Number(process.argv[2] ?? 25)
const households = Number(process.argv[3] ?? 108_000)
const desk = { width: 1366, height: 768 }

/** Counts the frames that the map draws, and what it hands to the graphics card. */
function watch() {
  const told = { frames: 0, draws: 0 }
  globalThis.pace = told
  const context = WebGL2RenderingContext.prototype
  for (const name of ['drawElements', 'drawArrays']) {
    const draw = context[name]
    context[name] = function (...more) {
      told.draws++
      return draw.apply(this, more)
    }
  }
  const ask = globalThis.requestAnimationFrame
  globalThis.requestAnimationFrame = (work) =>
    ask((now) => {
      const before = told.draws
      work(now)
      if (told.draws > before) told.frames++
    })
}

/** How long after each event of a kind its frame was shown, as the browser itself tells. */
function latencies(trace) {
  const begun = new Map()
  const out = {}
  for (const { name, ph, ts, id, id2, args } of JSON.parse(trace).traceEvents) {
    if (name !== 'EventLatency') continue
    const key = id2?.local ?? id
    if (ph === 'b') begun.set(key, { ts, kind: args?.event_latency?.event_type })
    const from = begun.get(key)
    if (ph !== 'e' || !from) continue
    out[from.kind] = [...(out[from.kind] ?? []), (ts - from.ts) / 1000]
    begun.delete(key)
  }
  return out
}

const quantile = (all, q) =>
  [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))] ?? Number.NaN
const said = (all) =>
  `load ${loadavg()[0].toFixed(0)}, n ${all.length}, median ${quantile(all, 0.5).toFixed(0)}, p95 ${quantile(all, 0.95).toFixed(0)}, most ${Math.max(...all).toFixed(0)} ms`

async function enter(page, url) {
  await page.goto(url)
  await page.getByLabel('Nama masuk').fill('petugas')
  await page.getByLabel('Kata sandi').fill(password)
  await page.getByRole('button', { name: 'Masuk' }).click()
}

/** Keeps how many places each stroke changed, as the server took it. */
function changesOf(page) {
  const changes = []
  page.on('response', async (response) => {
    if (response.request().method() === 'POST' && response.url().endsWith('/strokes'))
      changes.push((await response.json()).stroke?.changes.length)
  })
  return changes
}

/** Presses, goes along, lifts; a cut is allowed with a reason that is kept. Gives the frames of the map meanwhile. */
async function stroke(page, [first, ...more]) {
  const drawn = () => page.evaluate(() => globalThis.pace.frames)
  await page.mouse.move(...first)
  const before = await drawn()
  await page.mouse.down()
  for (const point of more) {
    await page.mouse.move(...point)
    await page.waitForTimeout(60)
  }
  const frames = (await drawn()) - before
  await page.mouse.up()
  await page.waitForTimeout(500)
  const ask = page.locator('.ask')
  if (await ask.isVisible()) {
    await ask.getByLabel('Alasan membolehkannya').fill('mengukur')
    await ask.getByLabel('Pakai alasan ini').check()
    await ask.getByRole('button', { name: 'Tetap gambar' }).click()
  }
  return frames
}

const traced = ['cc', 'benchmark', 'input', 'latency', 'latencyInfo']

/** Where on the page shares of the map lie. */
async function onMap(page) {
  const box = await page.locator('.canvas').boundingBox()
  return ([x, y]) => [box.x + x * box.width, box.y + y * box.height]
}

async function strokes(browser, page, grain) {
  await page.locator('.hand').nth(1).click()
  await page.waitForTimeout(1500)
  const at = await onMap(page)
  await page.keyboard.press('b')
  for (let i = 0; i < 4; i++) await page.keyboard.press(']')
  let frames = 0
  await browser.startTracing(page, { categories: traced })
  const changes = changesOf(page)
  for (let n = 0; n < rounds; n++) {
    await page
      .locator('.hand')
      .nth(1 + (n % 3))
      .evaluate((row) => row.click())
    await page.waitForTimeout(700)
    const y = 0.3 + 0.05 * (n % 9)
    const points = [[0.25, y]]
    for (let x = 0.3; x <= 0.75; x += 0.05) points.push([x, y + (x > 0.5 ? 0.1 : 0)])
    frames += await stroke(page, points.map(at))
  }
  const told = latencies(await browser.stopTracing())
  console.log(
    `${grain}: strokes of ${changes.join(' ')} changes; the map drew ${frames} frames during ${rounds}`,
  )
  console.log(`${grain}: pointer moved to painted: ${said(told.MOUSE_DRAGGED ?? [])}`)
  console.log(`${grain}: pointer up to painted figures: ${said(told.MOUSE_RELEASED ?? [])}`)
}

const wide = 200

/** Two kader of one kecamatan with a territory each, whose places may pass from one to the other. */
async function twoOfOne(page) {
  const read = (path) =>
    page.evaluate(async (url) => (await fetch(url)).json(), `/api/v1/branches/9901/${path}`)
  const { plans } = await read('territory-plans')
  const { territories } = await read(`territory-plans/${plans[0].id}`)
  const own = territories.filter((one) => one.kader > 0 && !one.merangkap)
  const first = own.find((one) => own.some((two) => two !== one && two.kecamatan === one.kecamatan))
  return own.filter((one) => one.kecamatan === first.kecamatan).slice(0, 2)
}

/** Chooses a kader while the map stays where it is. */
async function choose(page, kader) {
  await page.getByRole('tab', { name: 'Desa', exact: true }).click()
  await page.getByLabel('Untuk kader').selectOption(String(kader))
  await page.getByRole('tab', { name: 'Wilayah', exact: true }).click()
}

/** How many places the next stroke changes, as the server takes it; 0 where none is sent. */
const changesOfNext = (page) =>
  page
    .waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/strokes'))
    .then(
      async (answer) => (await answer.json()).stroke?.changes.length ?? 0,
      () => 0,
    )

/**
 * Strokes of about 200 cells: two kader of a kecamatan take the same ground from each other,
 * along a way to and fro that is first made as long as it takes.
 */
async function wideStrokes(browser, page) {
  const pair = await twoOfOne(page)
  await page.locator('.hand', { hasText: pair[0].kaderName }).first().click()
  await page.waitForTimeout(1500)
  const at = await onMap(page)
  await page.keyboard.press('b')
  for (let i = 0; i < 5; i++) await page.keyboard.press(']')
  const way = Array.from({ length: 120 }, (_, i) => {
    const [pass, along] = [Math.floor(i / 12), i % 12]
    return [0.1 + 0.07 * (pass % 2 === 0 ? along : 11 - along), 0.1 + 0.075 * pass]
  })
  let length = 40
  let turn = 0
  const round = async () => {
    await choose(page, pair[turn++ % 2].kader)
    await page.waitForTimeout(700)
    const changes = changesOfNext(page)
    await stroke(page, way.slice(0, length).map(at))
    return changes
  }
  await round()
  for (let n = 1; n <= 6; n++) {
    const last = (await round()) || 1
    if (Math.abs(last - wide) < wide / 10) break
    length = Math.max(2, Math.min(way.length, Math.round((length * wide) / last)))
  }
  await browser.startTracing(page, { categories: traced })
  const own = []
  for (let n = 0; n < rounds; n++) own.push(await round())
  const told = latencies(await browser.stopTracing())
  console.log(`wide: strokes of ${own.join(' ')} changes, ${length} moves each`)
  console.log(`wide: pointer moved to painted: ${said(told.MOUSE_DRAGGED ?? [])}`)
  console.log(`wide: pointer up to painted figures: ${said(told.MOUSE_RELEASED ?? [])}`)
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
    await strokes(browser, page, grain)
    if (grain === 'cell') await wideStrokes(browser, page)
    await page.screenshot({ path: `${import.meta.dirname}/../test-results/pace-${grain}.png` })
    await page.close()
  }
} finally {
  await browser.close()
  await server.stop()
}
