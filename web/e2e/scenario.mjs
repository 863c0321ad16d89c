// Scenarios: a draft is copied and drawn on, held against the plan it came from, approved
// by another, published, taken back; and goes out as a file and comes in again.
import { readFileSync } from 'node:fs'
import { walkBin } from './bin.mjs'
import { spoil, walkInbox } from './inbox.mjs'
import { walkKilled } from './killed.mjs'
import { look, office, openPage } from './look.mjs'
import { startServer } from './server.mjs'

const tablet = { width: 1024, height: 768 }

/** Walks scenarios in a branch of its own, with a draft of the solver. */
export async function walkScenarios(browser, tools) {
  const server = await startServer(6_000)
  try {
    server.user('rekan', 'officer')
    spoil(server.files)
    for (const [kind, file] of [
      ['areas', 'areas.geojson'],
      ['kader', 'kader.csv'],
      ['households', 'households.csv'],
    ])
      server.bring(kind, file)
    try {
      server.plan('territories', '--iterations', '2000')
    } catch (error) {
      if (error.status !== 3) throw error // not all can be in the band: there is a plan all the same
    }
    await scenes(browser, { ...tools, url: server.url, server })
  } finally {
    await server.stop()
  }
}

async function scenes(browser, { url, server, promise, must, enter, ask }) {
  const desk = await openPage(browser, office, { reducedMotion: 'reduce' })
  const open = (page, tab) => page.getByRole('tab', { name: tab, exact: true }).click()
  const story = desk.locator('.story')
  let other // a colleague, who comes in once
  const plans = async () => (await ask(desk, 'territory-plans')).plans

  await enter(desk, url, 'petugas')
  await desk.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
  await walkInbox(desk, { promise, must, ask })
  await promise('a copy that is drawn on is held against what it came from', async () => {
    await open(desk, 'Skenario')
    await desk.getByLabel('Nama draf baru').fill('Coba lain')
    await desk.getByRole('button', { name: 'Salin rencana ini' }).click()
    await desk
      .locator('.bench-top option:checked', { hasText: 'Coba lain #2' })
      .waitFor({ state: 'attached' })
    const { desa, atoms } = await ask(desk, 'territory-plans/2/drawing')
    const first = atoms.find((one) => one.hand > 0)
    const stroke = {
      id: '00000000-0000-7000-8000-000000000001',
      on: 0,
      changes: [{ desa: first.desa, from: first.hand, to: 0 }],
    }
    const drawn = await desk.request.post(`${url}/api/v1/branches/9901/territory-plans/2/strokes`, {
      data: stroke,
    })
    must(drawn.ok(), `the stroke: ${await drawn.text()}`)
    await open(desk, 'Skenario')
    await desk.getByRole('button', { name: 'Bandingkan', exact: true }).click()
    const both = desk.getByRole('dialog', { name: 'Dua rencana berdampingan' })
    await both.getByRole('cell').first().waitFor()
    must((await both.locator('svg').count()) === 2, 'there are not two maps')
    const stroked = await both
      .locator('svg path')
      .evaluateAll((all) => all.filter((one) => getComputedStyle(one).stroke !== 'none').length)
    must(stroked <= 5, `${stroked} paths are stroked, each as dear as all borders in one`)
    const name = desa.find((one) => one.code === first.desa).name
    const row = both.getByRole('row').filter({ hasText: name }).last()
    must((await row.textContent()).includes('Belum terbagi'), `the row says ${await row.textContent()}`)
    const box = () => both.locator('svg').evaluateAll((all) => all.map((one) => one.getAttribute('viewBox')))
    const before = await box()
    await both.locator('svg').first().press('ArrowRight')
    const after = await box()
    must(after[0] === after[1] && after[0] !== before[0], `the maps do not move together: ${after}`)
    await both.getByRole('button', { name: 'Tampilkan seluruh cabang' }).first().click()
    const wrong = await look(desk, 'scenario-compare')
    await desk.setViewportSize(tablet)
    wrong.push(...(await look(desk, 'scenario-compare-tablet')))
    await desk.setViewportSize(office)
    await both.getByRole('button', { name: 'Tutup perbandingan' }).click()
    return wrong
  })

  await promise('approval is asked for, and given by another than who asked', async () => {
    await story.getByLabel('Komentar atau alasan').fill('tolong dilihat')
    await story.getByRole('button', { name: 'Minta persetujuan' }).click()
    await story.getByText('petugas meminta persetujuan').waitFor()
    await story.getByRole('button', { name: 'Setujui' }).click()
    await story.getByText('tidak menyetujuinya sendiri').waitFor()
    desk.trouble.length = 0 // the browser's own word on the refusal
    other = await openPage(browser, office, { reducedMotion: 'reduce' })
    await enter(other, url, 'rekan')
    await other.locator('.bench-top select').selectOption('2')
    await open(other, 'Skenario')
    await other.locator('.story').getByRole('button', { name: 'Setujui' }).click()
    await other.getByText('Disetujui oleh rekan').waitFor()
    await other.goto('about:blank') // draws no map while others are walked
    await desk.reload()
    await desk.locator('.bench-top select').selectOption('2')
    await open(desk, 'Skenario')
    await story.getByText('Disetujui oleh rekan').waitFor()
    await story.locator('li').nth(2).waitFor() // the standing is known before the history is read
    must((await story.locator('li').count()) === 3, 'the history is not whole')
    return look(desk, 'scenario-story')
  })

  await promise('a plan is published with a reason, and taken back before its day', async () => {
    await desk.getByLabel('Berlaku sejak').fill('2026-12-07')
    await desk.getByLabel('Alasan terbit').fill('rapat cabang')
    await desk.getByRole('button', { name: 'Terbitkan' }).click()
    await story.getByText('menerbitkan mulai').waitFor()
    await story.getByLabel('Komentar atau alasan').fill('salah tanggal')
    await story.getByRole('button', { name: 'Batalkan penerbitan' }).click()
    await story.getByText('membatalkan penerbitan mulai').waitFor()
    must((await plans())[0].publishedFrom === undefined, 'the plan is published still')
  })

  await promise('a plan goes out with what is lost, and comes in again as a draft', async () => {
    await desk.getByLabel('Jenis berkas').selectOption('shp')
    await desk.getByText('Nama kolom tunggakan_rp disingkat').first().waitFor()
    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('button', { name: 'Unduh', exact: true }).click(),
    ])
    const file = await download.path()
    const name = download.suggestedFilename()
    must(name === 'wilayah-9901-2.shp.zip', `the file is called ${name}`)
    const input = desk.getByLabel('GeoJSON, Shapefile (ZIP), KML atau GeoPackage')
    await input.setInputFiles({ name: 'kosong.kml', mimeType: 'text/xml', buffer: Buffer.from('<kml/>') })
    await desk.getByText('tidak berisi satu wilayah pun').waitFor()
    desk.trouble.length = 0
    await input.setInputFiles({ name, mimeType: 'application/zip', buffer: readFileSync(file) })
    await desk.getByText('cocok menurut kode').waitFor()
    const wrong = await look(desk, 'scenario-file')
    await desk.getByRole('button', { name: 'Buka draf ini' }).click()
    await desk.locator('.bench-top option:checked', { hasText: '#3' }).waitFor({ state: 'attached' })
    await open(desk, 'Skenario')
    await story.getByText('mengimpor dari berkas').waitFor()
    const made = (await plans())[0]
    const { moved } = await ask(desk, `territory-plans/2/compare/${made.id}`)
    must(moved.households === 0, `${moved.households} KK are in other hands`)
    return wrong
  })
  await walkBin(desk, other, { url, promise, must, ask })
  await walkKilled(desk, server, { promise, must, ask })
  await promise('what was in force is gone back to, and the history has both', async () => {
    const list = desk.locator('.bench-top select')
    const about = async () => (await desk.request.get(`${url}/api/v1/branches/9901`)).json()
    const { today } = await about()
    for (const [id, instead] of [[1], [3, 1]]) {
      const published = await desk.request.post(`${url}/api/v1/branches/9901/territory-plans/${id}/publish`, {
        data: { from: today, why: 'rapat cabang', instead },
      })
      must(published.ok(), `publishing #${id}: ${await published.text()}`)
    }
    await desk.goto(`${url}/?rencana=1`)
    await open(desk, 'Skenario')
    await desk.getByRole('button', { name: 'Kembali ke rencana ini' }).click()
    await list.locator('option:checked', { hasText: 'Kembali ke #1' }).waitFor({ state: 'attached' })
    const back = (await plans())[0].id
    const { moved } = await ask(desk, `territory-plans/1/compare/${back}`)
    must(moved.households === 0, `${moved.households} KK are in other hands`)
    await open(desk, 'Skenario')
    await desk.getByRole('button', { name: 'Terbitkan, menggantikan #3' }).click()
    await story.getByText('menerbitkan mulai').waitFor()
    const { plan } = await about()
    must(plan === back, `plan ${plan} is in force, not ${back}`)
    const gone = (await plans()).filter((one) => one.replaced).map((one) => one.id)
    must(gone.join() === '3,1', `replaced are ${gone}`)
    return desk.trouble.splice(0)
  })
  await desk.context().close()
}
