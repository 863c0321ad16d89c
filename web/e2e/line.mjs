// What a face does when its session ends under it and when the server is gone.
import { look, office, openPage } from './look.mjs'
import { password } from './server.mjs'

/** Whether the face can be used with the keyboard and the pointer: nothing modal above it. */
const free = (page) => page.locator('dialog[open]').count()

/** What only a living server answers; the page's own files may be in the browser already. */
const answered = /\/(api|tiles|healthz)/

/** All but the browser's own word on each request that was refused. */
const unlessRefused = (said) => !said.includes('ERR_CONNECTION_REFUSED')

export async function walkLine(browser, server, { promise, must, enter }) {
  const page = await openPage(browser, office)
  await enter(page, server.url, 'petugas')
  await page.getByRole('link', { name: 'Rute' }).click()
  await page.getByRole('button', { name: 'Susun rute' }).waitFor()
  await promise('a session that ended asks for the login in place and goes on after it', async () => {
    await page.evaluate(async () => {
      globalThis.sameLoad = true
      await fetch('/api/v1/session', { method: 'DELETE' })
    })
    await page.getByLabel('Bulan', { exact: true }).fill('2031-03')
    const dialog = page.locator('dialog[open]')
    await dialog.getByText('Sesi berakhir').waitFor()
    const wrong = await look(page, 'session-ended')
    must((await dialog.getByLabel('Nama masuk').inputValue()) === 'petugas', 'the name is not filled in')
    await dialog.getByLabel('Kata sandi').fill('bukan-kata-sandinya')
    await dialog.getByRole('button', { name: 'Masuk' }).click()
    await dialog.getByRole('alert').waitFor()
    await page.keyboard.press('Escape')
    must((await free(page)) === 1, 'Escape leaves the login behind')
    await dialog.getByLabel('Kata sandi').fill(password)
    await dialog.getByRole('button', { name: 'Masuk' }).click()
    await dialog.waitFor({ state: 'detached' })
    must(
      (await page.getByLabel('Bulan', { exact: true }).inputValue()) === '03/2031',
      'what was chosen is lost',
    )
    await page.getByText('Belum ada rencana rute').waitFor()
    must(await page.evaluate(() => globalThis.sameLoad), 'the page was loaded anew')
    return wrong
  })
  await promise(
    'a server that is gone is said to be, nothing is denied, and its return is noticed',
    async () => {
      await page.route(answered, (route) => route.abort('connectionrefused'))
      await page.getByRole('link', { name: 'Wilayah' }).click()
      await page.getByText('Server tidak menjawab').waitFor()
      must(
        (await page.getByText('Belum ada rencana wilayah').count()) === 0,
        'a plan is denied that cannot be seen',
      )
      const wrong = (await look(page, 'server-gone')).filter(unlessRefused)
      const again = await page.getByRole('button', { name: 'Coba sekarang' }).elementHandle()
      await page.unroute(answered)
      await again.evaluate((button) => button.click()) // the face may be quicker, and have noticed by itself
      await page.getByText('Server tidak menjawab').waitFor({ state: 'detached' })
      await page.getByText('Harapan sebulan').first().waitFor()
      wrong.push(...page.trouble.splice(0).filter(unlessRefused))
      return wrong
    },
  )
  await promise('an address that no page has is said to have none', async () => {
    await page.goto(`${server.url}/tidak-ada`)
    await page.getByText('Halaman ini tidak ada').waitFor()
    return look(page, 'no-such-page')
  })
  await page.context().close()
}
