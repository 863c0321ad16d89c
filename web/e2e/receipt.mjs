// Receipts: a photo follows its record by itself, and a payment is shared as what it is.
import { look, office, openPage } from './look.mjs'
import { backToday, hold, settleIn } from './phone.mjs'

export async function walkReceipts(browser, server, { promise, must, enter }) {
  const page = await hold(browser)
  const sent = []
  let paying = ''
  page.on('request', (request) => {
    if (/\/api\/v1\/(sync|photos)/.test(request.url()) && request.method() !== 'GET')
      sent.push(new URL(request.url()).pathname.split('/')[3])
  })
  await promise('a photo of the receipt is made small and follows the facts', async () => {
    await settleIn(page, server.url, 'kader')
    const picture = await page.screenshot({ type: 'png' })
    const next = page.getByRole('link', { name: 'Catat hasil' })
    paying = (await next.getAttribute('href')).split('/').pop()
    await next.click()
    await page.getByRole('button', { name: 'Bayar', exact: true }).click()
    await page.getByRole('button', { name: 'Iuran atau sebagian' }).click()
    await page.getByRole('button', { name: 'Rp100.000', exact: true }).click()
    await page
      .getByLabel('Ambil foto')
      .setInputFiles({ name: 'r.png', mimeType: 'image/png', buffer: picture })
    await page.getByText('1 foto menyusul').waitFor()
    const wrong = await look(page, 'phone-photo')
    await page.getByLabel('No. resi').fill('R-77')
    const done = page.waitForResponse(async (answer) => {
      if (!answer.url().includes('/photos/')) return false
      const { done } = await answer.json()
      return done
    })
    await page.getByRole('button', { name: 'Simpan', exact: true }).click()
    await backToday(page)
    const url = new URL((await done).url())
    must(sent.indexOf('sync') >= 0 && sent.indexOf('sync') < sent.indexOf('photos'), `order ${sent}`)
    const officer = await openPage(browser, office)
    await enter(officer, server.url, 'petugas')
    const seen = await officer.evaluate(
      async (path) => {
        const answer = await fetch(`/api/v1/branches/9901${path}`)
        return [answer.status, answer.headers.get('Content-Type'), (await answer.blob()).size]
      },
      url.pathname.replace('/api/v1', ''),
    )
    must(seen[0] === 200 && seen[1] === 'image/jpeg' && seen[2] < 120 * 1024, `the office sees ${seen}`)
    await officer.context().close()
    return wrong
  })
  await promise('a payment is shared as a note that says that it is no receipt', async () => {
    await page.locator(`.stop.done a[href$="/${paying}"]`).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Bagikan catatan pembayaran' }).click(),
    ])
    await file.saveAs(new URL('../test-results/phone-slip.png', import.meta.url).pathname)
    await page.locator('.top a').click()
    await page.getByText('Data yang dipakai Binaan bulan ini').waitFor()
    return look(page, 'phone-send-traffic')
  })
  await page.context().close()
}
