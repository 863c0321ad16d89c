// Days off that are not certain: told where routes are, decided on the page Kader.
import { look, office, openPage } from './look.mjs'

export async function walkHolidays(browser, server, { promise, must, enter }) {
  const page = await openPage(browser, office)
  await enter(page, server.url, 'petugas')
  await promise('an officer is told of estimated days off, confirms one and adds one', async () => {
    await page.getByRole('link', { name: 'Rute' }).click()
    await page.getByText('Hari libur yang belum pasti').waitFor()
    await page.getByRole('link', { name: 'Periksa hari libur' }).click()
    const rows = page.getByRole('region', { name: 'Hari libur' }).locator('tbody tr')
    const estimated = rows.filter({ hasText: 'perkiraan' })
    await estimated.first().waitFor()
    const before = await estimated.count()
    must(before > 0, 'no day off is an estimate')
    await estimated.first().getByRole('button', { name: 'Benar libur' }).click()
    await rows.filter({ hasText: 'dipastikan cabang' }).first().waitFor()
    must((await estimated.count()) === before - 1, 'the day confirmed is still an estimate')
    const form = page.locator('#libur form')
    await form.getByLabel('Hari', { exact: true }).fill('2027-02-19')
    await form.getByLabel('Nama').fill('Hari Jadi Contoh')
    await form.getByRole('button', { name: 'Tambah hari libur' }).click()
    await rows.filter({ hasText: 'Hari Jadi Contoh' }).waitFor()
    return look(page, 'holidays')
  })
  await page.context().close()
}
