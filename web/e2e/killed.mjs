// The server is killed in mid-stroke and in mid-solve, as by a power cut: on its return
// nothing confirmed is lost, what waited lands once, and the page says what happened.
import { look } from './look.mjs'

/** Walks on a draft that is open at the desk; ends with a plan of the solver more. */
export async function walkKilled(desk, server, { promise, must, ask }) {
  const open = (tab) => desk.getByRole('tab', { name: tab, exact: true }).click()
  const plans = async () => (await ask(desk, 'territory-plans')).plans
  const id = Number(await desk.locator('.bench-top select').inputValue())
  const strokes = async () => (await ask(desk, `territory-plans/${id}/strokes?after=0`)).strokes
  const saved = () =>
    desk.waitForFunction(() => document.querySelector('.figures')?.textContent?.includes('tersimpan'))
  const tick = async (n) => {
    await desk.locator('.desa-panel tbody tr').nth(n).locator('input').click()
    const doubt = desk.locator('.ask')
    if (!(await doubt.isVisible())) return
    await doubt.getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
    await doubt.getByRole('button', { name: 'Tetap gambar' }).click()
  }

  await promise('a server killed in mid-stroke loses none, and says so when it is back', async () => {
    await open('Desa')
    await desk.getByLabel('Untuk kader').selectOption({ index: 1 })
    await desk.getByLabel('Tampilkan').selectOption('mine')
    await saved()
    const before = (await strokes()).length
    await tick(0)
    await saved()
    let killed
    await desk.route('**/strokes', async (route) => {
      if (route.request().method() !== 'POST' || killed) return route.continue()
      const sent = route.fetch().catch(() => null) // the server has it, and nobody hears the answer
      killed = server.kill()
      await Promise.all([killed, sent])
      return route.abort('connectionreset')
    })
    await tick(1)
    await desk.getByText('menunggu sambungan').waitFor()
    await tick(2) // drawn while nobody answers
    await desk.getByText('2 menunggu sambungan').waitFor()
    const wrong = (await look(desk, 'killed-stroke')).filter((said) => !said.includes('ERR_CONN'))
    await server.again()
    await desk.locator('.said').getByText('2 coretan yang menunggu sudah tersimpan').waitFor()
    await saved()
    await desk.unroute('**/strokes')
    desk.trouble.splice(0)
    const log = await strokes()
    must(log.length === before + 3, `${log.length - before} strokes of three stand in the log`)
    must(new Set(log.map((one) => one.id)).size === log.length, 'a stroke stands twice in the log')
    const shown = await desk.locator('.figures').textContent()
    await desk.reload()
    await desk.locator('.bench-top select').selectOption(String(id))
    await desk.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
    const figures = (text) => text.replace(/Terhadap terbaik.*/, '')
    must(
      figures(await desk.locator('.figures').textContent()) === figures(shown),
      `before the reload ${shown}, after it ${await desk.locator('.figures').textContent()}`,
    )
    return wrong
  })

  await promise('a server killed in mid-solve goes on by itself, and the drawing is as it was', async () => {
    const before = await strokes()
    await open('Pemecah')
    await desk.route('**/proposals', async (route) => {
      const sent = route.fetch().catch(() => null)
      await Promise.all([server.kill(), sent])
      return route.abort('connectionreset')
    })
    await desk.getByRole('button', { name: 'Isi sisanya' }).click()
    await desk.getByText('Server berhenti selagi menyusun usulan').waitFor()
    const wrong = (await look(desk, 'killed-proposal')).filter((said) => !said.includes('ERR_CONN'))
    await desk.unroute('**/proposals')
    await server.again()
    await desk.locator('.proposed').getByRole('button', { name: 'Coba lagi' }).click()
    await desk.locator('.proposed .button').first().waitFor()
    await desk.keyboard.press('Escape')
    const known = (await plans())[0].id
    await desk.getByText('Pengaturan', { exact: true }).click()
    await desk.locator('.solver select:has(option[value="cell"])').selectOption('cell')
    await desk.getByLabel('Waktu (detik)').fill('6') // long enough to be killed in
    await desk.getByRole('button', { name: 'Bagi otomatis' }).click()
    const newest = async () => {
      const answer = await desk.request.get(new URL('/api/v1/branches/9901/territory-plans', desk.url()).href)
      return (await answer.json()).plans[0]
    }
    let solving = await newest() // asked beside the page, which may be busy for as long as the solver is
    while (solving.id === known || solving.state === 'queued') solving = await newest()
    must(solving.state === 'running', `the plan is ${solving.state} before the server was killed`)
    await server.kill()
    await desk.getByText('Server tidak menjawab').waitFor()
    await server.again()
    await desk.getByText('Server sempat berhenti selagi membagi wilayah').waitFor()
    await desk
      .locator('.bench-top option:checked', { hasText: `#${known + 1}` })
      .waitFor({ state: 'attached' })
    const made = (await plans())[0]
    must(made.id === known + 1 && made.state === 'done', `plan ${made.id} is ${made.state}`)
    must(JSON.stringify(await strokes()) === JSON.stringify(before), 'what was drawn is another')
    desk.trouble.splice(0)
    return wrong
  })
}
