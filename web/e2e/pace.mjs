// How fast the workbench is on the full sample branch, in software WebGL: from the event of
// a stroke to the painted frame, and until the page is open. Measures; nothing is held to it.
//   node e2e/pace.mjs [strokes [households]]
//   node e2e/pace.mjs short [strokes [households]]    strokes by block alone
import { loadavg } from 'node:os'
import { launch } from './browser.mjs'
import { latencies, quantile, slowest, traced } from './latency.mjs'
import { password, startServer } from './server.mjs'

const given = process.argv.slice(2)
const short = given[0] === 'short'
if (short) given.shift()
const rounds = Number(given[0] ?? (short ? 10 : 25))
const households = Number(given[1] ?? 108_000)
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

const said = (all) =>
  `n ${all.length}, median ${quantile(all, 0.5).toFixed(0)}, p95 ${quantile(all, 0.95).toFixed(0)}, most ${Math.max(...all).toFixed(0)} ms`

/** Tells how long events took until they were shown, and where the slowest tenth of them spent it. */
function tell(what, events = []) {
  const all = events.map((one) => one.all)
  console.log(`${what}: load ${loadavg()[0].toFixed(0)}, ${said(all)}`)
  const stages = slowest(events).map(([name, ms]) => `${name} ${ms.toFixed(0)}`)
  console.log(`  the slowest tenth: ${stages.join(', ')} ms`)
}

async function enter(page, url) {
  await page.goto(url)
  await page.getByLabel('Nama masuk').fill('petugas')
  await page.getByLabel('Kata sandi').fill(password)
  await page.getByRole('button', { name: 'Masuk' }).click()
}

/** A page with a draft open, and how long its main thread has worked so far, in ms. */
async function openDraft(browser, url) {
  const page = await browser.newPage({
    viewport: desk,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    reducedMotion: 'reduce',
  })
  await page.addInitScript(watch)
  await enter(page, url)
  await page.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const worked = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'ThreadTime').value
  }
  return { page, worked }
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

/**
 * Presses, goes along, lifts; a cut is allowed with a reason that is kept. Gives how long the
 * main thread worked from the lift to the frame that shows the figures.
 */
async function stroke({ page, worked }, [first, ...more]) {
  await page.mouse.move(...first)
  await page.mouse.down()
  for (const point of more) {
    await page.mouse.move(...point)
    await page.waitForTimeout(60)
  }
  const before = await worked()
  await page.mouse.up()
  await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))))
  const work = (await worked()) - before
  await page.waitForTimeout(500)
  const ask = page.locator('.ask')
  if (await ask.isVisible()) {
    await ask.getByLabel('Alasan membolehkannya').fill('mengukur')
    await ask.getByLabel('Pakai alasan ini').check()
    await ask.getByRole('button', { name: 'Tetap gambar' }).click()
  }
  return work
}

/** Where on the page shares of the map lie. */
async function onMap(page) {
  const box = await page.locator('.canvas').boundingBox()
  return ([x, y]) => [box.x + x * box.width, box.y + y * box.height]
}

async function strokes(browser, draft, grain) {
  const { page } = draft
  await page.locator('.hand').nth(1).click()
  await page.waitForTimeout(1500)
  const at = await onMap(page)
  await page.keyboard.press('b')
  for (let i = 0; i < 4; i++) await page.keyboard.press(']')
  const work = []
  await browser.startTracing(page, { categories: traced })
  const changes = changesOf(page)
  const before = await page.evaluate(() => globalThis.pace.frames)
  for (let n = 0; n < rounds; n++) {
    await page
      .locator('.hand')
      .nth(1 + (n % 3))
      .evaluate((row) => row.click())
    await page.waitForTimeout(700)
    const y = 0.3 + 0.05 * (n % 9)
    const points = [[0.25, y]]
    for (let x = 0.3; x <= 0.75; x += 0.05) points.push([x, y + (x > 0.5 ? 0.1 : 0)])
    work.push(await stroke(draft, points.map(at)))
  }
  const frames = (await page.evaluate(() => globalThis.pace.frames)) - before
  const told = latencies(await browser.stopTracing())
  console.log(`${grain}: strokes of ${changes.join(' ')} changes; the map drew ${frames} frames in all`)
  tell(`${grain}: pointer moved to painted`, told.MOUSE_DRAGGED)
  tell(`${grain}: pointer up to painted figures`, told.MOUSE_RELEASED)
  console.log(`${grain}: work of the main thread for the figures: ${said(work)}`)
}

const wide = 200

/** Two kader of one kecamatan with a territory each, who have the most places to pass to each other. */
async function twoOfOne(page) {
  const read = (path) =>
    page.evaluate(async (url) => (await fetch(url)).json(), `/api/v1/branches/9901/${path}`)
  const { plans } = await read('territory-plans')
  const { territories } = await read(`territory-plans/${plans[0].id}`)
  const { atoms } = await read(`territory-plans/${plans[0].id}/drawing`)
  const places = new Map()
  for (const { hand } of atoms) places.set(hand, (places.get(hand) ?? 0) + 1)
  const own = territories
    .filter((one) => one.kader > 0 && !one.merangkap)
    .sort((a, b) => places.get(b.kader) - places.get(a.kader))
  const pairs = own.flatMap((one) => {
    const two = own.find((other) => other !== one && other.kecamatan === one.kecamatan)
    return two ? [[one, two]] : []
  })
  const sum = (pair) => pair.reduce((all, one) => all + places.get(one.kader), 0)
  return pairs.reduce((best, one) => (sum(one) > sum(best) ? one : best))
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
async function wideStrokes(browser, draft) {
  const { page } = draft
  const pair = await twoOfOne(page)
  await page.locator('.hand', { hasText: pair[0].kaderName }).first().click()
  await page.waitForTimeout(700)
  await page.locator('.maplibregl-ctrl-zoom-out').click() // so that the other's ground is seen too
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
  const work = []
  const round = async () => {
    await choose(page, pair[turn++ % 2].kader)
    await page.waitForTimeout(700)
    const changes = changesOfNext(page)
    work.push(await stroke(draft, way.slice(0, length).map(at)))
    return changes
  }
  await round()
  for (let n = 1; n <= 6; n++) {
    const last = (await round()) || 1
    if (Math.abs(last - wide) < wide / 10) break
    length = Math.max(2, Math.min(way.length, Math.round((length * wide) / last)))
  }
  work.splice(0)
  await browser.startTracing(page, { categories: traced })
  const own = []
  for (let n = 0; n < rounds; n++) own.push(await round())
  const told = latencies(await browser.stopTracing())
  console.log(`wide: strokes of ${own.join(' ')} changes, ${length} moves each`)
  tell('wide: pointer moved to painted', told.MOUSE_DRAGGED)
  tell('wide: pointer up to painted figures', told.MOUSE_RELEASED)
  console.log(`wide: work of the main thread for the figures: ${said(work)}`)
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
  for (const grain of short ? ['cell'] : ['cell', 'desa']) {
    server.plan('territories', '--grain', grain, '--iterations', short ? '200' : '2000')
    if (grain === 'desa') await opening(browser, server.url)
    const draft = await openDraft(browser, server.url)
    await strokes(browser, draft, grain)
    if (grain === 'cell') await wideStrokes(browser, draft)
    await draft.page.screenshot({ path: `${import.meta.dirname}/../test-results/pace-${grain}.png` })
    await draft.page.close()
  }
} finally {
  await browser.close()
  await server.stop()
}
