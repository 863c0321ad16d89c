// Days off that are not certain: told where routes are, decided on the page Kader; candidates and engagements there.
import { look, office, openPage } from './look.mjs'

export async function walkHolidays(browser, server, { promise, must, enter, ask }) {
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
    const day = form.getByLabel('Hari', { exact: true })
    must((await day.inputValue()) === '', 'the form is not empty for the next day off')
    must((await day.getAttribute('aria-invalid')) === 'false', 'what was just emptied is called wrong')
    return look(page, 'holidays')
  })
  await promise('a candidate is proposed, heard, trained and then chosen, never before', async () => {
    const panel = page.getByRole('region', { name: 'Calon kader' })
    await panel.getByLabel('Nama calon').fill('Calon Kader Contoh')
    await panel.getByLabel('Telepon').fill('0899 0000 2222')
    await panel.getByRole('button', { name: 'Usulkan', exact: true }).click()
    const row = panel.locator('tbody tr', { hasText: 'Calon Kader Contoh' })
    const step = (name) => row.getByRole('button', { name: `${name}: Calon Kader Contoh`, exact: true })
    for (const name of ['Wawancara', 'Latih']) {
      await step(name).waitFor()
      must((await step('Pilih').count()) === 0, `may be chosen before ${name}`)
      await step(name).click()
    }
    await step('Pilih').waitFor()
    const wrong = await look(page, 'candidates')
    await step('Pilih').click()
    await panel.getByText('di antaranya dipilih 1').waitFor()
    const { candidates } = await ask(page, 'candidates')
    const one = candidates.find(({ name }) => name === 'Calon Kader Contoh')
    must(one?.stage === 'DIPILIH', `the API says ${JSON.stringify(candidates)}`)
    return wrong
  })
  await promise(
    'a meeting is written down on a page of a kader, refused at the same hour, called off',
    async () => {
      const { kader } = await ask(page, 'paperwork')
      await page.goto(`${server.url}/kader-cabang/${kader[0].kader}?bagian=acara`)
      const tab = page.getByRole('region', { name: 'Acara' })
      const choice = tab.getByRole('combobox', { name: 'Desa', exact: true })
      await choice.selectOption({ index: 1 })
      const desa = await choice.locator('option:checked').textContent()
      const add = async (from) => {
        await tab.getByLabel('Jam mulai').fill(from)
        await tab.getByLabel('Tempat').fill('Balai RW 3')
        await tab.getByRole('button', { name: 'Tambah acara' }).click()
      }
      await add('17.00')
      const row = tab.getByRole('listitem').filter({ hasText: '17.00–18.00' })
      await row.getByText(`Penyuluhan · Balai RW 3 · ${desa.split(' · ')[0]}`).waitFor()
      await add('17.30')
      await tab.getByText('Kader sudah punya acara dari 17.00 sampai 18.00').waitFor()
      page.trouble.splice(0) // the browser's own word on the refusal
      const wrong = await look(page, 'engaged')
      await row.getByRole('button', { name: 'Batalkan acara' }).click()
      await tab.getByText('Belum ada acara.').waitFor()
      return wrong
    },
  )
  await page.context().close()
}
