// The office makes a code for a kader's phone, and turns a phone away.
import { look, office, openPage } from './look.mjs'
import { hold, settleIn } from './phone.mjs'

export async function walkDevices(browser, server, { promise, must, enter }) {
  const page = await openPage(browser, office)
  await enter(page, server.url, 'petugas')
  await page.getByRole('link', { name: 'Kader', exact: true }).click()
  const panel = page.getByRole('region', { name: 'Ponsel kader' }).first()
  await promise('the office makes a code of eight letters, shown once', async () => {
    await panel.getByRole('button', { name: 'Buat kode aktivasi' }).click()
    const code = await panel.locator('.device-code').textContent()
    must(/^[A-HJKMNP-Z1-9]{8}$/.test(code), `code ${code}`)
    await panel.getByRole('img', { name: 'Kode QR ke aplikasi kader' }).waitFor()
    return look(page, 'devices')
  })
  await promise(
    'a phone that the office revokes is told so, keeps what it has and hands it over',
    async () => {
      const hand = await hold(browser, { userAgent: 'Ponsel yang hilang' })
      await settleIn(hand, server.url, 'kader')
      await hand.getByRole('heading', { name: /Hari ini/ }).waitFor()
      await page.reload()
      const row = panel.locator('tbody tr', { hasText: 'Ponsel yang hilang' })
      await row.getByRole('button', { name: /^Cabut/ }).click()
      await row.getByRole('button', { name: 'Ya, cabut ponsel' }).click()
      await row.getByText(/^dicabut/).waitFor() // the help above the list says the word too
      await hand.locator('.top a').click()
      await hand.getByRole('button', { name: 'Kirim data' }).click()
      await hand.getByText('sudah dicabut').waitFor()
      const wrong = await look(hand, 'phone-revoked')
      await hand.getByRole('link', { name: 'Hari ini', exact: true }).click()
      await hand.getByRole('link', { name: 'Catat hasil' }).click()
      await hand.getByRole('button', { name: 'Rumah kosong' }).click()
      await hand.getByRole('button', { name: 'Simpan', exact: true }).click()
      await hand.locator('.top a').getByText('Belum terkirim 1').click()
      const got = async (name) => {
        const button = hand.getByRole('button', { name })
        const [file] = await Promise.all([hand.waitForEvent('download'), button.click()])
        return file
      }
      const copy = await got('Simpan salinan terkunci')
      const file = await got('Titip data ke supervisor')
      must(copy.suggestedFilename() === file.suggestedFilename(), 'the copy is another file')
      await panel.getByLabel('Terima berkas titipan').setInputFiles(await file.path())
      await panel.getByText('1 catatan diterima, 1 di antaranya ditahan').waitFor()
      wrong.push(...(await look(page, 'devices-handed')))
      await hand.context().close()
      return wrong.filter((said) => !/40[14]|410/.test(said))
    },
  )
  await page.context().close()
}
