// The inbox of exceptions: families that the file places badly are placed, assigned and
// excluded, each with its effect seen before; and taken in again.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { look } from './look.mjs'

/** Puts into a file of households what real files hold: a wrong desa, a pile, no place, refused rows. */
export function spoil(files) {
  const path = join(files, 'households.csv')
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const rows = lines.map((line) => line.split(','))
  const at = (name) => head.split(',').indexOf(name)
  const [desa, lat, lon] = [at('kd_desa'), at('lat'), at('lon')]
  const placed = rows.filter((row) => row[lat])
  const [first] = placed
  const other = placed.find((row) => row[desa] !== first[desa])
  const put = (row, from) => {
    for (const column of [lat, lon]) row[column] = from ? from[column] : ''
  }
  put(placed[1], other)
  for (const row of placed.filter((row) => row[desa] === first[desa]).slice(2, 24)) put(row, first)
  put(other, null)
  rows.at(-1)[at('kelas')] = '9'
  rows.at(-2)[at('nama_kepala')] = ''
  writeFileSync(path, [head, ...rows.map((row) => row.join(','))].join('\n'))
}

/** Walks the inbox on the page of a plan that is open. */
export async function walkInbox(desk, { promise, must, ask }) {
  const box = desk.locator('.inbox')
  const section = (name) => box.getByRole('button', { name, exact: false })
  const effect = box.locator('.effect')
  const counts = async () => {
    const all = await ask(desk, 'exceptions')
    return Object.fromEntries(
      ['outside', 'pile', 'unplaced', 'excluded'].map((kind) => [kind, all[kind].households]),
    )
  }
  const done = () => box.getByText(/KK: selesai/).waitFor()

  await promise('the inbox counts what the file does not place, and pins it', async () => {
    await desk.getByRole('tab', { name: 'Masalah', exact: true }).click()
    const before = await counts()
    must(before.outside === 1 && before.pile > 20 && before.unplaced > 0, JSON.stringify(before))
    await section('Menumpuk di satu titik').click()
    await box.locator('.families li').nth(20).waitFor()
    must(!/\d{16}/.test(await box.textContent()), 'a whole identity number is on the page')
    return look(desk, 'inbox-pile')
  })

  await promise('a family outside its desa is assigned by keyboard, the effect seen first', async () => {
    await section('Di luar desanya').click()
    await box.locator('.families').getByRole('checkbox').press('Space')
    await box.getByRole('button', { name: 'Tetapkan desa' }).press('Enter')
    await effect.getByText('Setelah itu di desa').waitFor()
    const was = await counts()
    await box.getByRole('button', { name: 'Tetapkan desa' }).last().press('Enter')
    await done()
    const now = await counts()
    must(was.outside === 1 && now.outside === 0, `asking counts ${was.outside}, doing ${now.outside}`)
  })

  await promise('a family without coordinates is placed by a click on the map', async () => {
    await section('Tanpa koordinat').click()
    const before = await counts()
    await desk.locator('.canvas[data-drawn="true"]').waitFor()
    await box.locator('.families').getByRole('checkbox').first().check()
    await box.getByRole('button', { name: 'Tempatkan' }).click()
    await desk.locator('.stage.picking').waitFor()
    const map = await desk.locator('.canvas').boundingBox()
    await desk.mouse.click(map.x + 0.5 * map.width, map.y + 0.5 * map.height)
    await box.getByLabel('Lintang, bujur').evaluate((input) => {
      if (!input.value) throw new Error('the click on the map named no place')
    })
    await effect.waitFor()
    const wrong = await look(desk, 'inbox-place')
    const strokes = async () => (await ask(desk, 'territory-plans/1/strokes?after=0')).strokes.length
    must((await strokes()) === 0, 'the click drew')
    await box.getByRole('button', { name: 'Tempatkan' }).last().click()
    await done()
    must((await counts()).unplaced === before.unplaced - 1, 'it waits still')
    return wrong
  })

  await promise('an exclusion wants a reason, is counted, and is taken back', async () => {
    await section('Menumpuk di satu titik').click()
    const before = await counts()
    await box.getByLabel('Pilih semua yang tampil').check()
    await box.getByRole('button', { name: 'Kecualikan', exact: true }).click()
    await effect.getByRole('row').nth(1).waitFor()
    await box.getByLabel('Alasan (wajib').fill('pabrik, bukan rumah')
    const wrong = await look(desk, 'inbox-exclude')
    await box.getByRole('button', { name: 'Kecualikan', exact: true }).last().click()
    await done()
    const now = await counts()
    must(now.pile === before.pile - 100 && now.excluded === 100, JSON.stringify(now))
    await section('Dikecualikan').click()
    await box.getByText('pabrik, bukan rumah').first().waitFor()
    await box.getByLabel('Pilih semua yang tampil').check()
    await box.getByRole('button', { name: 'Masukkan lagi' }).click()
    await effect.waitFor()
    await box.getByRole('button', { name: 'Batalkan keputusan' }).click()
    await done()
    must((await counts()).pile === before.pile, 'not all are back')
    return wrong
  })

  await promise('refused rows and the log of decisions are read', async () => {
    await section('Baris ditolak').click()
    await box.locator('.refused li').nth(1).waitFor()
    await section('Riwayat keputusan').click()
    await box.getByText('keputusan terakhir dibatalkan').first().waitFor()
    const wrong = await look(desk, 'inbox-log')
    await desk.getByRole('button', { name: 'English' }).click()
    await box.getByText('the last decision was taken back').first().waitFor()
    await desk.getByRole('button', { name: 'Bahasa Indonesia' }).click()
    await section('Riwayat keputusan').click()
    return wrong
  })
}
