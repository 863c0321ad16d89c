// How fast the kader's phone is: the processor six times slower, the line 400 kbit/s, a
// kader with a whole territory. Prints each figure beside its bar; with a bar missed it
// ends with 1. By hand:
//   node e2e/speed.mjs [clock|cpu] [household rows of the branch]
// clock is for a machine that does nothing else. Beside others cpu counts the processor
// time of the page's main thread, unthrottled, six times: what waits for others is not in
// it, neither is what waits for the disk, the line or another thread.
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchKept } from './browser.mjs'
import { phone } from './look.mjs'
import { backToday, pin, settleIn, unlock } from './phone.mjs'
import { moment, startServer } from './server.mjs'

const [by = 'clock', rows = '20000'] = process.argv.slice(2)
const households = Number(rows)
const slower = 6
const kader = 'K003'
/** 400 kbit/s in bytes a second, and a round trip of a poor mobile line. */
const line = { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const noLine = { ...line, offline: true }

let missed = 0
function tell(what, figures, bar, unit) {
  const most = Math.max(...figures)
  const median = [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]
  if (most > bar) missed++
  const said = figures.length > 1 ? `median ${median.toFixed(0)}, most ${most.toFixed(0)}` : most.toFixed(0)
  console.log(
    `${most > bar ? 'MISS' : 'ok  '}  ${what}: ${said} ${unit} of ${bar} (load ${loadavg()[0].toFixed(1)})`,
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

/** The page itself tells when a sign is painted: to be asked again and again would cost it. */
const watch = (page, sign) =>
  page.evaluate((selector) => {
    let tapped = 0
    addEventListener('click', ({ timeStamp }) => (tapped = timeStamp), { capture: true, once: true })
    globalThis.took = new Promise((done) => {
      const look = () =>
        tapped && document.querySelector(selector)
          ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - tapped)))
          : requestAnimationFrame(look)
      look()
    })
  }, sign)

/** Milliseconds from the tap on a control until what it leads to is painted. */
async function painted(hand, control, sign) {
  const { page } = hand
  await control.waitFor()
  await control.evaluate((one) => one.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await page.waitForTimeout(300)
  const { x, y, width, height } = await control.boundingBox()
  await watch(page, sign)
  const before = await worked(hand)
  await page.touchscreen.tap(x + width / 2, y + height / 2)
  const took = await page.evaluate(() => globalThis.took)
  return by === 'clock' ? took : slower * ((await worked(hand)) - before)
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

async function outcomes(hand) {
  const { page } = hand
  const took = []
  for (const [code, ...more] of day) {
    await page.locator(main).tap()
    await button(page, code).tap()
    for (const choice of more)
      await page.locator('.record').getByRole('button', { name: choice }).first().tap()
    took.push(await painted(hand, button(page, 'Simpan'), '.saved'))
    await backToday(page)
    await page.locator('.saved').waitFor({ state: 'detached', timeout: 15_000 })
  }
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
  await page.goto(`${proxy.url}/kader/`)
  await page.getByLabel('Kode aktivasi').waitFor()
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
  for (let i = 0; i < 5; i++) starts.push(await coldStart(folder, proxy.url))
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
  await outcomes(hand)
  await hand.page.locator('.top a').tap()
  await button(hand.page, 'Kirim data').tap()
  await hand.page.locator('.top').getByText('✓ Terkirim').waitFor()
  await hand.page.waitForTimeout(2000)
  console.log(`      of it to open: ${(opened / 1000).toFixed(0)} kB`)
  tell(`a day: opened, ${day.length} outcomes, sent`, [proxy.told.bytes / 1000], 300, 'kB')
  await hand.context.close()
} finally {
  proxy.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed > 0 ? 1 : 0
