// Visits that a supervisor may ask about, and the kader's right to say what they were.
import { look, office, openPage } from './look.mjs'
import { backToday, hold, settleIn } from './phone.mjs'

export async function walkSigns(browser, server, { promise, enter }) {
  const page = await hold(browser)
  await promise(
    'three houses at one very point are asked about, and the kader answers; a line is disputed and answered',
    async () => {
      await settleIn(page, server.url, 'kader')
      for (const family of [7, 8, 9]) {
        await page.getByRole('link', { name: 'Keluarga', exact: true }).click()
        await page.getByRole('searchbox').waitFor()
        await page.locator('.stop a').nth(family).click()
        await page.getByRole('link', { name: 'Catat hasil' }).click()
        await page.getByRole('button', { name: 'Rumah kosong' }).click()
        await page.getByText('Lokasi ✓ ±12 m').waitFor()
        const sent = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/sync') && answer.ok())
        await page.getByRole('button', { name: 'Simpan', exact: true }).click()
        await backToday(page)
        await sent
      }
      await page.getByRole('link', { name: 'Target', exact: true }).click()
      const own = page.getByRole('region', { name: 'Kunjungan yang mungkin ditanyakan' })
      const asked = own.locator('li', { hasText: 'sama persis' }).first()
      await asked.getByLabel('Penjelasan Anda').fill('Tiga rumah itu satu pekarangan')
      await asked.getByRole('button', { name: 'Kirim penjelasan' }).click()
      await asked.getByText('Penjelasan sudah sampai').waitFor()
      await page.getByRole('button', { name: 'Ada baris yang salah?' }).click()
      const lines = page.getByRole('region', { name: 'Ada baris yang salah?' })
      await lines.getByLabel('Apa yang salah?').fill('Jumlahnya kurang menurut resi')
      await lines.getByRole('button', { name: 'Kirim penjelasan' }).click()
      await lines.getByText('Menunggu jawaban kantor cabang.').waitFor()
      const wrong = await look(page, 'phone-signs')
      const officer = await openPage(browser, office)
      await enter(officer, server.url, 'petugas')
      await officer.getByRole('link', { name: 'Kader', exact: true }).click()
      const panel = officer.getByRole('region', { name: 'Kunjungan yang perlu ditanyakan' })
      await panel.getByText('Tiga rumah itu satu pekarangan').waitFor()
      wrong.push(...(await look(officer, 'signs')))
      await officer.getByRole('link', { name: 'Antrean', exact: true }).click()
      await officer.getByRole('button', { name: 'Sanggahan' }).click()
      const dispute = officer.locator('.card', { hasText: 'Jumlahnya kurang menurut resi' })
      await dispute.getByLabel('Jawaban').fill('Sesuai berkas bank')
      await dispute.getByRole('button', { name: 'Jawab' }).click()
      await dispute.getByText('“Sesuai berkas bank”').waitFor()
      await officer.context().close()
      return wrong
    },
  )
  await page.context().close()
}
