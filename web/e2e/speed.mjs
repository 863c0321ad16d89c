// How fast the kader's phone is: the processor six times slower, the line 400 kbit/s, a
// kader with a whole territory. Prints each figure beside its bar; with a bar missed it
// ends with 1. By hand:
//   node e2e/speed.mjs [clock|cpu] [household rows of the branch] [screens]
// screens changes screens only: with 8000 rows a minute instead of five.
// clock is for a machine that does nothing else. Beside others cpu counts the processor
// time of the page's main thread, unthrottled, six times: what waits for others is not in
// it, neither is what waits for the disk, the line or another thread. Both count to the end
// of the frame that shows what was tapped for, as the browser's own trace tells it.
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchKept } from './browser.mjs'
import { phone } from './look.mjs'
import { backToday, pin, settleIn, unlock } from './phone.mjs'
import { moment, startServer } from './server.mjs'

const [by = 'clock', rows = '20000', only] = process.argv.slice(2)
const households = Number(rows)
const slower = 6
const kader = 'K003'
/** 400 kbit/s in bytes a second, and a round trip of a poor mobile line. */
const line = { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const noLine = { ...line, offline: true }

let missed = 0
/** Twenty figures and more are judged by the one that a twentieth of them exceed, fewer by the worst. */
function tell(what, figures, bar, unit) {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (share) => sorted[Math.ceil(share * sorted.length) - 1]
  const worst = figures.length < 20 ? at(1) : at(0.95)
  if (worst > bar) missed++
  const all = [`median ${at(0.5).toFixed(0)}`, `p95 ${at(0.95).toFixed(0)}`, `most ${at(1).toFixed(0)}`]
  const said = figures.length > 1 ? `${all.join(', ')} of ${figures.length}` : worst.toFixed(0)
  console.log(
    `${worst > bar ? 'MISS' : 'ok  '}  ${what}: ${said} ${unit}, bar ${bar} (load ${loadavg()[0].toFixed(1)})`,
  )
}

/** Stands between phone and server and counts what goes over the line, both ways. */
async function counted(url) {
  const far = new URL(url)
  const told = { bytes: 0 }
  const server = createServer((near) => {
    const on = connect(Number(far.port), far.hostname)
    for (const [from, to] of [
      [near, on],
      [on, near],
    ]) {
      from.on('data', (some) => {
        told.bytes += some.length
      })
      from.on('error', () => to.destroy())
      from.pipe(to)
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return { told, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

/** A phone with what its folder holds, its browser begun anew. */
async function take(folder, network) {
  const context = await launchKept(folder, {
    viewport: phone,
    hasTouch: true,
    isMobile: true,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    permissions: ['geolocation'],
    geolocation: { latitude: -7.5561, longitude: 110.8316, accuracy: 12 },
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', network)
  await context.setOffline(network.offline)
  if (by === 'clock') await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await cdp.send('Performance.enable')
  return { context, page, cdp }
}

/** Milliseconds that the page's main thread has worked. */
async function worked({ cdp }) {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return 1000 * metrics.find(({ name }) => name === 'ThreadTime').value
}

/** The page itself marks the tap, and the frame that first shows a sign: to be asked would cost it. */
const watch = (page, sign) =>
  page.evaluate((selector) => {
    let tapped = false
    const tap = ({ timeStamp }) => {
      tapped = true
      performance.mark('tapped', { startTime: timeStamp })
    }
    addEventListener('click', tap, { capture: true, once: true })
    globalThis.shown = new Promise((done) => {
      const look = () => {
        if (!tapped || !document.querySelector(selector)) return
        watching.disconnect()
        requestAnimationFrame(() => {
          performance.mark('shown')
          setTimeout(done)
        })
      }
      const watching = new MutationObserver(look)
      watching.observe(document, { childList: true, subtree: true, attributes: true })
    })
  }, sign)

/** What the browser tells of its work while something is done. */
async function traced({ cdp }, work) {
  const events = []
  const collect = ({ value }) => events.push(...value)
  cdp.on('Tracing.dataCollected', collect)
  await cdp.send('Tracing.start', { categories: 'toplevel,blink.user_timing', transferMode: 'ReportEvents' })
  await work()
  const told = new Promise((done) => cdp.once('Tracing.tracingComplete', done))
  await cdp.send('Tracing.end')
  await told
  cdp.off('Tracing.dataCollected', collect)
  return events
}

/** Milliseconds between the marks of a trace, to the end of the frame that shows. */
function between(events) {
  const shown = events.find(({ name }) => name === 'shown')
  const tapped = events.find(({ name }) => name === 'tapped')
  const tasks = events.filter(
    ({ name, pid, tid }) =>
      name === 'ThreadControllerImpl::RunTask' && pid === shown.pid && tid === shown.tid,
  )
  const frame = tasks.find(({ ts, dur }) => ts <= shown.ts && shown.ts <= ts + dur)
  if (by === 'clock') return (frame.ts + frame.dur - tapped.ts) / 1000
  const ours = tasks.filter(({ ts, dur }) => ts + dur >= tapped.ts && ts <= frame.ts)
  return (slower * ours.reduce((sum, { tdur = 0 }) => sum + tdur, 0)) / 1000
}

/** Milliseconds from the tap on a control until what it leads to is painted. */
async function painted(hand, control, sign) {
  const { page } = hand
  await control.waitFor()
  await control.evaluate((one) => one.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await page.waitForTimeout(300)
  const { x, y, width, height } = await control.boundingBox()
  await watch(page, sign)
  return between(
    await traced(hand, async () => {
      await page.touchscreen.tap(x + width / 2, y + height / 2)
      await page.evaluate(() => globalThis.shown)
    }),
  )
}

const link = (page, name) => page.getByRole('link', { name, exact: true })
const button = (page, name) => page.getByRole('button', { name, exact: true })
const main = 'a.main[href*="/hasil/"]'

async function coldStart(folder, url) {
  const hand = await take(folder, noLine)
  const { context, page } = hand
  const begun = await worked(hand)
  await page.goto(`${url}/kader/`, { waitUntil: 'commit' })
  const field = page.getByLabel('PIN (6 angka)')
  await field.waitFor()
  const clock = await page.evaluate(() => performance.now())
  const shut = by === 'clock' ? clock : slower * Math.abs((await worked(hand)) - begun)
  await field.fill(pin)
  const open = await painted(hand, button(page, 'Buka'), main)
  await context.close()
  return { shut, open }
}

async function screens(hand) {
  const { page } = hand
  const all = {}
  const go = async (what, control, sign) => {
    const took = await painted(hand, control, sign)
    all[what] = [...(all[what] ?? []), took]
  }
  for (let i = 0; i < 3; i++) {
    await go('families', link(page, 'Keluarga'), 'main input')
    await go('family', page.locator('.stop a').first(), 'main article')
    await go('target', link(page, 'Target'), 'a[href$="/target"][aria-current]')
    await go('help', link(page, 'Bantuan'), 'main a[href$="/lain"]')
    await go('card', page.locator('main a[href$="/kartu"]'), 'main svg')
    await go('today', link(page, 'Hari ini'), main)
    await go('near', page.locator('a[href*="/dekat/"]').first(), '.stop')
    await page.goBack()
    await page.locator(main).waitFor()
    await go('outcomes', page.locator(main), 'fieldset.codes')
    await go('one outcome', button(page, 'Bayar'), 'form.fields')
    await go('send', page.locator('.top a'), 'main h1')
    await go('today', link(page, 'Hari ini'), main)
  }
  for (const [what, took] of Object.entries(all)) tell(`screen change, ${what}`, took, 200, 'ms')
}

/** The outcomes of a day, and what each asks for. */
const day = [
  ['Rumah kosong'],
  ['Orang lain'],
  ['Bayar', 'Iuran atau sebagian', 'Rp100.000', 'PPOB'],
  ['Menolak'],
  ['Janji bayar', 'Besok', 'Sore', 'Rp100.000'],
]

/** Records an outcome of the family that is open; milliseconds from the tap to "Tersimpan". */
async function outcome(hand, [code, ...more]) {
  const { page } = hand
  await button(page, code).tap()
  for (const choice of more) await page.locator('.record').getByRole('button', { name: choice }).first().tap()
  const took = await painted(hand, button(page, 'Simpan'), '.saved')
  await backToday(page)
  await page.locator('.saved').waitFor({ state: 'detached', timeout: 15_000 })
  return took
}

async function outcomes(hand) {
  const { page } = hand
  const took = []
  for (const one of day) {
    await page.locator(main).tap()
    took.push(await outcome(hand, one))
  }
  return took
}

/** Records more at families that are looked up, so that there are twenty figures. */
async function moreOutcomes(hand) {
  const { page } = hand
  const took = []
  for (let i = 0; i < 15; i++) {
    await link(page, 'Keluarga').tap()
    await page.locator('.stop a').nth(i).tap()
    await link(page, 'Catat hasil').tap()
    took.push(await outcome(hand, day[i % day.length]))
  }
  return took
}

/** A day's outcomes, sent; opened: bytes that the line had carried before. */
async function dayOf(hand, opened) {
  const took = await outcomes(hand)
  await hand.page.locator('.top a').tap()
  await button(hand.page, 'Kirim data').tap()
  await hand.page.locator('.top').getByText('✓ Terkirim').waitFor()
  await hand.page.waitForTimeout(2000)
  console.log(`      of it to open: ${(opened / 1000).toFixed(0)} kB`)
  tell(`a day: opened, ${day.length} outcomes, sent`, [proxy.told.bytes / 1000], 300, 'kB')
  took.push(...(await moreOutcomes(hand)))
  tell('outcome stored, tap to "Tersimpan"', took, 100, 'ms')
}

const folder = mkdtempSync(join(tmpdir(), 'binaan-speed-'))
const server = await startServer(households)
const proxy = await counted(server.url)
try {
  for (const [kind, file] of [
    ['areas', 'areas.geojson'],
    ['kader', 'kader.csv'],
    ['households', 'households.csv'],
    ['visits', 'visits.csv'],
  ])
    server.bring(kind, file)
  server.plan('territories', '--publish', moment.slice(0, 10), '--iterations', '2000')
  server.plan('routes', '--month', moment.slice(0, 7), '--kader', kader, '--seconds', '5')
  server.user('kader', 'kader', '--kader', kader)

  const first = await take(folder, line)
  const { context, page, cdp } = first
  const files = new Map()
  cdp.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, response.url))
  let script = 0
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.get(requestId)?.endsWith('.js')) script += encodedDataLength
  })
  const begun = Date.now()
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(1)
  await page.goto(`${proxy.url}/kader/`)
  await page.getByLabel('Kode aktivasi').waitFor()
  console.log(`      first start over the line, by the clock: the form after ${seconds()} s`)
  tell('first JavaScript, with headers', [script / 1000], 120, 'kB')
  await settleIn(page, proxy.url, 'kader', { asItIs: true })
  await page.locator(main).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForTimeout(2000)
  console.log(`      installed and first pack: ${(proxy.told.bytes / 1000).toFixed(0)} kB over the line`)
  const kept = await page.evaluate(() => navigator.storage.estimate())
  console.log(`      storage: ${JSON.stringify(kept.usageDetails)}`)
  tell('stored, families and app', [kept.usage / 1000], 5000, 'kB')
  await context.close()

  const starts = []
  for (let i = 0; i < (only ? 1 : 5); i++) starts.push(await coldStart(folder, proxy.url))
  tell(
    'offline cold start to the PIN',
    starts.map((one) => one.shut),
    2000,
    'ms',
  )
  tell(
    'PIN to the day',
    starts.map((one) => one.open),
    2000,
    'ms',
  )
  tell(
    'both',
    starts.map((one) => one.shut + one.open),
    2000,
    'ms',
  )

  proxy.told.bytes = 0
  const hand = await take(folder, line)
  await hand.page.goto(`${proxy.url}/kader/`)
  await unlock(hand.page)
  await hand.page.locator(main).waitFor()
  const opened = proxy.told.bytes
  await screens(hand)
  if (!only) await dayOf(hand, opened)
  await hand.context.close()
} finally {
  proxy.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed > 0 ? 1 : 0
