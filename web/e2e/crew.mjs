// A supervisor's phone: who has not sent, what to ask about, a route that another makes,
// a file of a phone that cannot send, a note; and the last list without a line.
import { look } from './look.mjs'
import { backToday, hold, settleIn } from './phone.mjs'
import { password } from './server.mjs'

export async function walkCrew(browser, server, { promise, must, kader: whose }) {
  server.user('penyelia', 'supervisor')
  const kader = await hold(browser)
  await settleIn(kader, server.url, 'kader', { asItIs: true })
  await kader.route('**/api/v1/sync', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await kader.getByRole('link', { name: 'Catat hasil' }).click()
  await kader.getByRole('button', { name: 'Rumah kosong' }).click()
  await kader.getByRole('button', { name: 'Simpan', exact: true }).click()
  await backToday(kader)
  await kader.locator('.top a').click()
  const [file] = await Promise.all([
    kader.waitForEvent('download'),
    kader.getByRole('button', { name: 'Titip data ke supervisor' }).click(),
  ])
  const page = await hold(browser)
  page.ownHost = new URL(server.url).host
  const list = page.getByRole('list', { name: 'Kader saya' })
  const own = list.locator('li', { has: page.locator(`a[href$="/orang/${whose}"]`) })
  await promise('a supervisor logs in on the phone and sees who has not sent', async () => {
    await page.goto(`${server.url}/kader/`)
    await page.getByRole('button', { name: 'Masuk dengan kata sandi' }).click()
    await page.getByLabel('Nama masuk').fill('penyelia')
    await page.getByLabel('Kata sandi').fill(password)
    await page.getByRole('button', { name: 'Masuk', exact: true }).click()
    await own.getByText('belum mengirim hari ini').waitFor()
    return look(page, 'crew')
  })
  await promise('a file of a phone that cannot send is taken, and the kader has sent', async () => {
    await page.getByLabel('Pilih berkas titipan').setInputFiles(await file.path())
    await page.getByText('1 catatan diterima server').waitFor()
    await page.getByRole('button', { name: 'Perbarui daftar' }).click()
    await own.getByText('terkirim').waitFor()
  })
  await promise('what is left of a day goes to another kader, and comes back', async () => {
    await own.getByRole('link').click()
    const panel = page.getByRole('region', { name: 'Serahkan rute' })
    const wrong = await look(page, 'crew-kader')
    await panel.getByLabel('Kepada').selectOption({ index: 1 })
    await panel.getByRole('button', { name: 'Serahkan sisa kunjungan' }).click()
    await panel.getByText(/keluarga dikunjungi/).waitFor()
    await kader.unroute('**/api/v1/sync')
    await kader.getByRole('button', { name: 'Kirim data' }).click()
    await kader.getByRole('link', { name: 'Hari ini', exact: true }).click()
    await kader.getByText(/Kunjungan hari ini dijalankan/).waitFor()
    wrong.push(...(await look(kader, 'phone-handed')).filter((said) => !said.includes('ERR_FAILED')))
    await panel.getByRole('button', { name: 'Ambil kembali rutenya' }).click()
    await panel.getByLabel('Kepada').waitFor()
    return wrong
  })
  await promise('a note of going along is kept, and the list is read without a line', async () => {
    const notes = page.getByRole('region', { name: 'Catatan pendampingan' })
    await notes.getByLabel('Yang saya lihat hari ini').fill('Menyapa RT dahulu, bahasanya halus')
    await notes.getByRole('button', { name: 'Simpan catatan' }).click()
    await notes.getByText('Catatan tersimpan di server').waitFor()
    await page.goto(`${server.url}/kader/`)
    await own.waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('Ini daftar terakhir').waitFor()
    await own.getByText('terkirim').waitFor()
    const wrong = await look(page, 'crew-offline')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Keluar dari ponsel ini' }).click()
    await page.getByLabel('Kode aktivasi').waitFor()
    must(
      (await page.evaluate(() => localStorage.getItem('binaan.crew'))) === null,
      'the list is kept after leaving',
    )
    return wrong.filter((said) => !said.includes('ERR_INTERNET'))
  })
  await page.context().close()
  await kader.context().close()
}
