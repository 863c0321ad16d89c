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
  })
  await promise('a kader’s papers are found, renewed, written, and shown on paper', async () => {
    await page.getByRole('link', { name: 'Kader', exact: true }).click()
    const row = page.locator('tbody tr', { hasText: 'Catat halangan' }).first()
    const name = await row.getByRole('link').textContent()
    await page.getByLabel('Cari nama').fill('tidak ada yang begini')
    await page.getByText('Tidak ada kader yang cocok').waitFor()
    await page.getByLabel('Cari nama').fill(name)
    await page.getByLabel('Tampilkan').selectOption('letter')
    await page.getByLabel('Nama pejabat').fill('Pak Contoh')
    await page.getByRole('button', { name: 'Catat pejabat' }).click()
    await page.getByText('Ketua RT · Pak Contoh').waitFor()
    const wrong = await look(page, 'people-list')
    await page.getByRole('link', { name }).click()
    await page.getByLabel('Nomor PKS').fill('12/PKS/2027')
    await page.getByRole('button', { name: 'Catat PKS' }).click()
    await page.getByRole('cell', { name: '12/PKS/2027' }).waitFor()
    await page.getByRole('button', { name: 'Surat tugas', exact: true }).click()
    await page.getByLabel('Nomor surat').fill('7/ST/XI/2026')
    await page.getByRole('button', { name: 'Buat surat' }).click()
    const letter = page.locator('.card', { hasText: '7/ST/XI/2026' })
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      letter.getByRole('link', { name: 'Unduh PDF' }).click(),
    ])
    await file.saveAs(new URL('../test-results/letter.pdf', import.meta.url).pathname)
    wrong.push(...(await look(page, 'people-letter')))
    await letter.getByRole('button', { name: 'Cabut surat' }).click()
    await letter.getByRole('button', { name: 'Cabut surat', exact: true }).click()
    await letter.getByText('· dicabut').waitFor()
    return wrong
  })
  await promise('a photo is cut and kept, and the card is printed and taken back', async () => {
    await page.getByRole('button', { name: 'Kartu dan foto' }).click()
    await page.getByRole('img', { name: 'Kode QR kartu' }).waitFor()
    const picture = await page.locator('.id-card').screenshot({ type: 'png' })
    await page
      .getByLabel('Foto baru')
      .setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: picture })
    await page.getByLabel('Geser ke samping').fill('0.2')
    await page.getByRole('button', { name: 'Simpan foto' }).click()
    await page.getByRole('img', { name: /^Foto / }).waitFor()
    const wrong = await look(page, 'people-card')
    const code = page.getByRole('img', { name: 'Kode QR kartu' }).locator('path').last()
    const before = await code.getAttribute('d')
    await page.getByRole('button', { name: /^Cabut kartu/ }).click()
    await page.getByRole('button', { name: 'Cabut kartu', exact: true }).click()
    await page.waitForFunction(
      (old) => document.querySelector('.id-card .code-square path:last-child')?.getAttribute('d') !== old,
      before,
    )
    await page.emulateMedia({ media: 'print' })
    must(!(await page.locator('.bar').isVisible()), 'the bar is printed')
    must(await page.locator('.id-card').isVisible(), 'the card is not printed')
    await page.emulateMedia({ media: 'screen' })
    return wrong
  })
  await promise('what travels with families is seen before a kader goes', async () => {
    await page.getByRole('button', { name: 'Cuti dan berhenti' }).click()
    await page.getByText('keluarga menunggak di wilayahnya').waitFor()
    const wrong = await look(page, 'people-leave')
    await page.getByRole('button', { name: 'Evaluasi bulan' }).click()
    await page.getByText('Diminta').waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Phones' }).click()
    await page.getByRole('button', { name: 'Bahasa Indonesia' }).click()
    return wrong
  })
  await page.context().close()
}
