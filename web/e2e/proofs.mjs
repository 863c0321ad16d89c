// What the office keeps of its kader on paper, and the fields in which it writes days and files.
import { look, office, openPage } from './look.mjs'

export async function walkProofs(browser, server, { promise, must, enter }) {
  const page = await openPage(browser, office, { locale: 'en-US' })
  await enter(page, server.url, 'petugas')
  await promise('days are written d/m/y and chosen by keys, whatever the browser speaks', async () => {
    await page.getByRole('link', { name: 'Kader', exact: true }).click()
    const form = page.locator('#libur form')
    const day = form.getByLabel('Hari', { exact: true })
    await day.fill('31/2/2027')
    await form.getByLabel('Nama').focus()
    await form.getByText('Tulis sebagai hari/bulan/tahun').waitFor()
    await day.fill('1.3.27')
    await form.getByRole('button', { name: 'Buka kalender' }).focus()
    must((await day.inputValue()) === '01/03/2027', `the day reads ${await day.inputValue()}`)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '1 Maret 2027' }).and(page.locator(':focus')).waitFor()
    const wrong = await look(page, 'fields-calendar')
    for (const key of ['ArrowLeft', 'PageUp', 'End', 'Enter']) await page.keyboard.press(key)
    must((await day.inputValue()) === '31/01/2027', `the keys lead to ${await day.inputValue()}`)
    return wrong
  })
  await promise('a file is chosen in the reader’s language', async () => {
    await page.getByRole('link', { name: 'Impor', exact: true }).click()
    await page.getByText('Belum ada berkas.').waitFor()
    await page.getByLabel('Berkas', { exact: true }).setInputFiles({
      name: 'tunggakan.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('no_kk\n'),
    })
    await page.getByText('tunggakan.csv').waitFor()
    return look(page, 'fields-file')
  })
  await page.context().close()
}
