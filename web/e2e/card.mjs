// What a kader shows and prints: the card that a family can check, the sketch of a day with
// streets, its sheet.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { look, office, openPage } from './look.mjs'
import { backToday, hold, settleIn, unlock } from './phone.mjs'

const shot = (name) => new URL(`../test-results/${name}`, import.meta.url).pathname

/** Brings streets into the branch: through each desa some from west to east and from south to north. */
function bringStreets(server) {
  const [head, ...rows] = readFileSync(join(server.files, 'households.csv'), 'utf8').split('\n')
  const at = Object.fromEntries(head.split(',').map((name, i) => [name, i]))
  const desa = new Map()
  for (const row of rows) {
    const cells = row.split(',')
    const place = [Number(cells[at.lon]), Number(cells[at.lat])]
    if (place[0]) desa.set(cells[at.kd_desa], [...(desa.get(cells[at.kd_desa]) ?? []), place])
  }
  const gap = 0.002
  const features = []
  for (const places of desa.values()) {
    const from = [0, 1].map((i) => Math.min(...places.map((one) => one[i])) - gap)
    const steps = [0, 1].map((i) => Math.ceil((Math.max(...places.map((one) => one[i])) - from[i]) / gap) + 1)
    const bend = (n) => (gap / 4) * Math.sin(n)
    for (const along of [0, 1])
      for (let n = 0; n <= steps[1 - along]; n++) {
        const coordinates = Array.from({ length: steps[along] + 1 }, (_, i) => {
          const point = [from[along] + i * gap, from[1 - along] + n * gap + bend(i + n)]
          return along === 0 ? point : point.reverse()
        })
        const large = n % 4 === 0
        const properties = large
          ? { highway: 'tertiary', name: `Jalan Contoh ${along * 100 + n}` }
          : { highway: n % 4 === 2 ? 'path' : 'residential' }
        features.push({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } })
      }
  }
  writeFileSync(join(server.files, 'jalan.geojson'), JSON.stringify({ type: 'FeatureCollection', features }))
  server.bring('roads', 'jalan.geojson')
}

export async function walkCard(browser, server, { promise, must }) {
  bringStreets(server)
  const page = await hold(browser)
  await promise('a family reads the kader’s card with its own phone', async () => {
    await settleIn(page, server.url, 'kader')
    await page.getByRole('link', { name: 'Bantuan', exact: true }).click()
    await page.getByText('Boleh bertemu kepala keluarga?').waitFor() // as the dated rule has it
    await page.getByRole('link', { name: 'Kartu kader saya' }).click()
    await page.getByRole('img', { name: 'Kode QR' }).waitFor()
    const name = await page.locator('.identity h1').textContent()
    const wrong = await look(page, 'phone-card')
    const address = await page.evaluate(async () => {
      const pack = await (await fetch('/api/v1/sync')).json()
      return new URL(pack.kader.identity.url, location.origin).href
    })
    const family = await openPage(browser, office)
    family.ownHost = new URL(server.url).host
    await family.goto(address)
    await family.getByText(name).first().waitFor()
    await family.context().close()
    return wrong
  })
  await promise('streets lie under the sketch, and the kader’s own place only when asked for', async () => {
    // A visit to a family with a known place: of what is left of the day none may have one.
    const near = await page.evaluate(async () => {
      const { families } = await (await fetch('/api/v1/sync')).json()
      const { id, lat, lng } = families.find((one) => one.lat !== undefined)
      return { id, latitude: lat, longitude: lng, accuracy: 5 }
    })
    await page.goto(`${server.url}/kader/hasil/${near.id}/RUMAH_KOSONG`)
    await unlock(page)
    await page.getByRole('button', { name: 'Simpan', exact: true }).click()
    await backToday(page)
    await page.locator('.sketch svg').waitFor()
    await page.locator('.sketch-streets path').first().waitFor()
    await page.locator('.sketch figcaption', { hasText: '© OpenStreetMap contributors, ODbL' }).waitFor()
    must((await page.locator('.sketch-self').count()) === 0, 'the place is sought unasked')
    await page.getByRole('button', { name: 'Tampilkan posisi saya' }).click()
    await page.getByText('Anda lebih dari 20 km').waitFor()
    const { latitude, longitude, accuracy } = near
    await page.context().setGeolocation({ latitude, longitude, accuracy })
    await page.locator('.sketch-self').waitFor()
    return look(page, 'phone-self')
  })
  await promise('a day is printed on A4 without debts and whole names unless chosen', async () => {
    await page.getByRole('link', { name: 'Lembar untuk dicetak' }).click()
    const sheet = page.locator('.sheet')
    await sheet.waitFor()
    must((await sheet.getByRole('cell', { name: /^Rp/ }).count()) === 0, 'a debt is on the sheet')
    must((await sheet.textContent()).includes('•••'), 'whole names are on the sheet')
    const wrong = await look(page, 'phone-sheet')
    await page.emulateMedia({ media: 'print' })
    for (const part of ['.tabs', '.top', '.no-print', '.drill'])
      must(!(await page.locator(part).first().isVisible()), `${part} is printed`)
    const pdf = (await page.pdf({ path: shot('sheet.pdf'), preferCSSPageSize: true })).toString('latin1')
    const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
    must(
      sizes.length >= 1 && sizes.every(([, w, h]) => Math.round(w) === 595 && Math.round(h) === 842),
      `pages of ${sizes.map(([, w, h]) => `${w} x ${h}`)}`,
    )
    await page.emulateMedia({ media: 'screen' })
    await page.getByLabel('Cetak tunggakan').check()
    await sheet
      .getByText(/Rp\d+\./)
      .first()
      .waitFor()
    return wrong
  })
  await page.context().close()
}
