// New versions of the pages under a phone that has them open: a stand-in between phone
// and server changes what is deployed, as an upgrade of the server does.
import { createServer, request } from 'node:http'
import { look } from './look.mjs'
import { hold, settleIn, unlock } from './phone.mjs'

/** A way to the server that shows the pages of the nth deployment. */
class Deployed {
  nth = 1
  broken = '' // what fails to come, by a part of its path
  asked = []

  async start(url) {
    const page = await (await fetch(`${url}/kader-sw.js`)).text()
    this.part = /\/assets\/(Square-[^"]+)\.js/.exec(page)[1]
    this.server = createServer((from, to) => this.pass(new URL(url), from, to))
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${this.server.address().port}`
  }

  /** The name of the part that each deployment calls otherwise. */
  get name() {
    return `${this.part}-${this.nth}`
  }

  pass(url, from, to) {
    this.asked.push(from.url)
    const part = from.url.startsWith('/assets/Square-')
    if ((part && !from.url.includes(`${this.name}.js`)) || (this.broken && from.url.includes(this.broken))) {
      to.writeHead(part ? 404 : 503).end()
      return
    }
    const path = part ? `/assets/${this.part}.js` : from.url
    const headers = { ...from.headers, 'accept-encoding': 'identity' }
    delete headers['if-none-match']
    delete headers['if-modified-since']
    const on = request({ ...address(url), method: from.method, path, headers }, (answer) => {
      const pieces = []
      answer.on('data', (piece) => pieces.push(piece))
      answer.on('end', () => this.answer(from.url, answer, Buffer.concat(pieces), to))
    })
    on.on('error', () => to.destroy())
    from.pipe(on)
  }

  answer(path, { statusCode, headers }, body, to) {
    let out = body
    if (/^\/(assets|kader)/.test(path) && /javascript|html/.test(headers['content-type'] ?? '')) {
      out = body.toString('utf8').replaceAll(`${this.part}.js`, `${this.name}.js`)
      out = Buffer.from(out.replace(/(const version = ')(\w+)/, `$1$2${this.nth}`))
    }
    delete headers['transfer-encoding']
    to.writeHead(statusCode, { ...headers, 'content-length': out.length })
    to.end(out)
  }

  async stop() {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

const address = ({ hostname, port }) => ({ hostname, port })

/**
 * Has the browser look for a new version, and tells what came of it. The browser looks by
 * itself too, when a page opens: what it found already is told as well.
 */
const update = (page) =>
  page.evaluate(async () => {
    const registration = await (await navigator.serviceWorker.ready).update()
    const worker = registration.installing
    if (!worker) return registration.waiting ? 'installed' : 'redundant'
    await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }))
    return worker.state
  })

export async function walkDeployments(browser, server, { promise, must }) {
  const way = new Deployed()
  const url = await way.start(server.url)
  const page = await hold(browser)
  const amount = page.getByLabel('Jumlah rupiah')
  try {
    await promise(
      'a version that comes half is none, and the one before goes on without a line',
      async () => {
        way.broken = '/assets/Face-'
        await settleIn(page, url, 'kader')
        await page.getByText('Terjadi gangguan pada halaman ini').waitFor()
        page.trouble.splice(0) // the browser's own word on the file that did not come
        way.broken = ''
        await page.getByRole('button', { name: 'Coba lagi' }).click()
        await unlock(page)
        await page.getByRole('link', { name: 'Catat hasil' }).waitFor()
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
        await page.reload()
        await unlock(page)
        await page.getByRole('link', { name: 'Catat hasil' }).waitFor()
        way.nth = 2
        way.broken = '/icon-192.png'
        must((await update(page)) === 'redundant', 'half a version was taken')
        const kept = await page.evaluate(() => caches.keys())
        must(kept.length === 1 && kept[0].endsWith('1'), `kept: ${kept}`)
        await page.context().setOffline(true)
        await page.reload()
        await unlock(page)
        await page.getByRole('link', { name: 'Bantuan', exact: true }).click()
        await page.getByRole('link', { name: 'Kartu kader saya' }).click()
        await page.getByRole('img', { name: 'Kode QR' }).waitFor()
        await page.context().setOffline(false)
        page.trouble.splice(0)
      },
    )
    await promise('two deployments under an open form leave it its files and what was tapped', async () => {
      await page.getByRole('link', { name: 'Hari ini', exact: true }).click()
      await page.getByRole('link', { name: 'Catat hasil' }).click()
      await page.getByRole('button', { name: 'Bayar', exact: true }).click()
      await page.getByRole('button', { name: 'Iuran atau sebagian' }).click()
      await page.getByRole('button', { name: 'Rp100.000', exact: true }).click()
      way.broken = ''
      must((await update(page)) === 'installed', 'the second version is not taken')
      await page.getByRole('button', { name: 'Pakai sekarang' }).waitFor()
      way.nth = 3
      must((await update(page)) === 'installed', 'the third version is not taken')
      must((await amount.inputValue()) === '100.000', 'the form is gone')
      const wrong = await look(page, 'phone-new-version')
      way.asked.splice(0)
      await page.getByRole('link', { name: 'Bantuan', exact: true }).click()
      await page.getByRole('link', { name: 'Kartu kader saya' }).click()
      await page.getByRole('img', { name: 'Kode QR' }).waitFor()
      must(!way.asked.some((path) => path.includes('Square')), 'files of the old version are asked for')
      await page.goBack()
      await page.goBack()
      await amount.waitFor()
      const other = await page.context().newPage()
      await other.goto(`${url}/kader/`)
      await Promise.all([
        page.waitForEvent('load'),
        other.waitForEvent('load'),
        page.getByRole('button', { name: 'Pakai sekarang' }).click(),
      ])
      await other.close()
      await unlock(page)
      await amount.waitFor()
      must((await amount.inputValue()) === '100.000', 'the draft is gone with the version')
      const kept = await page.evaluate(() => caches.keys())
      must(kept.length === 1 && kept[0].endsWith('3'), `kept: ${kept}`)
      return wrong
    })
  } finally {
    await page.context().close()
    await way.stop()
  }
}
