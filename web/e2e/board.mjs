// A manager at the dashboard: numbers first, the worst-covered places, two months
// compared, down to a desa and back, what goes out as a file.
import { readFileSync } from 'node:fs'
import { look, office, openPage, phone, shot } from './look.mjs'
import { password } from './server.mjs'

const tablet = { width: 768, height: 1024 }

/** The board as the API says it to the page's account. */
function boardOf(page, query = '') {
  return page.evaluate(async (asked) => (await fetch(`/api/v1/branches/9901/board?${asked}`)).json(), query)
}

/** The cells of a table's rows, by its accessible name. */
function rowsOf(page, name) {
  return page
    .getByRole('region', { name })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)))
}

/** Clicks a download and gives the file's lines. */
async function download(page, panel) {
  const waits = page.waitForEvent('download')
  await page
    .locator('.panel', { has: page.getByRole('heading', { name: panel, exact: true }) })
    .getByRole('button', { name: 'Unduh CSV' })
    .click()
  const text = readFileSync(await (await waits).path(), 'utf8')
  return text.replace('\uFEFF', '').trimEnd().split('\r\n')
}

/** Takes the map's picture and gives its width, and how many colours its left half has. */
async function pictured(page) {
  const waits = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PNG' }).click()
  const file = readFileSync(await (await waits).path()).toString('base64')
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')
    pen.drawImage(image, 0, 0)
    const { data } = pen.getImageData(32, 120, image.width / 2, image.height - 200)
    const seen = new Set()
    for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2])
    return [image.width, seen.size]
  }, file)
}

const VISITS_OF =
  "select count(*) from visit where to_char(day, 'YYYY-MM') = 'MONTH' and outcome <> 'DILEWATI'"

/** Presses Tab until something has the keyboard. */
async function tabTo(page, what, must) {
  for (let stops = 0; stops < 12; stops++) {
    await page.keyboard.press('Tab')
    if (await what.evaluate((one) => one === document.activeElement)) return
  }
  must(false, `the keyboard does not come to ${what}`)
}

/** Reads the middle of the map, the legend and the table's first row without a pointer. */
async function readByKeys(page, filters, must) {
  await page.emulateMedia({ reducedMotion: 'reduce' }) // arrow keys move the map at once
  await page.getByLabel('Bulan di peta').focus()
  await tabTo(page, page.locator('.map canvas'), must)
  const told = page.locator('.told strong')
  for (const way of ['Enter', 'ArrowLeft', 'ArrowUp', 'ArrowUp']) {
    if ((await told.count()) > 0) break
    await page.keyboard.press(way)
    await page.keyboard.press('Enter')
  }
  await told.waitFor()
  await page.screenshot({ path: shot('board-keys') })
  await page.getByRole('region', { name: 'Keterangan' }).getByText(filters).waitFor()
  await tabTo(page, page.locator('.twin summary'), must)
  await page.keyboard.press('Enter')
  const row = page.locator('.twin tbody tr').first()
  await tabTo(page, row.getByRole('button'), must)
  await page.keyboard.press('Enter')
  await page.locator('.twin tbody tr[aria-current=true]').waitFor()
  must((await row.getAttribute('aria-current')) === 'true', 'another row is chosen than had the keyboard')
  const name = (await row.getByRole('button').textContent()).replace(/ #\d+$/, '')
  must((await told.textContent()) === name, `of ${name} the map tells ${await told.textContent()}`)
}

const count = (text) => Number(text.replaceAll('.', ''))

/** Holds the board and the map to what SQL counts in the tables. */
function recounted(server, { land, now, month }, whole, owed, must) {
  const [families, rupiah] = server.counted(
    "select count(*), sum(arrears) from household where arrears_status = 'aktif'",
  )
  const within = `to_char(day, 'YYYY-MM') = '${month}'`
  const [visits] = server.counted(VISITS_OF.replace('MONTH', month))
  const [paid] = server.counted(
    `select coalesce(sum(amount), 0) from payment where ${within} and reversed_on is null`,
  )
  const said = [
    whole.total.num,
    land.households,
    land.arrears,
    owed.total.num,
    now.visits,
    now.collected + now.unsought,
  ]
  const counted = [families, families, rupiah, Math.round(rupiah / 1e5) * 1e5, visits, paid]
  must(said.join() === counted.join(), `map and board say ${said}, SQL counts ${counted}`)
}

/** Counts by SQL the families of class III of 12 months and more in some parts of a quarter. */
function thirdClassIn(server, quarter, parts) {
  const [year, nth] = quarter.split('-Q').map(Number)
  const first = `${year}-${String(3 * nth - 2).padStart(2, '0')}-01`
  return server.counted(`
    select count(*) from household h
    where arrears_status = 'aktif' and classes[1] = 3 and months >= 12 and (
      select p.part_id from part_place p
      join (values (0, h.cell), (1, block_sum_cell(h.cell, 8)), (2, block_sum_cell(h.cell, 7)), (3, 0), (4, -1)) c (nth, cell) on c.cell = p.cell
      where p.quarter = '${first}' and p.desa = h.desa and (c.nth = 4 or not (h.spread or h.cell = 0 or h.accuracy in ('E', 'F')))
      order by c.nth limit 1) = any('{${parts}}')`)[0]
}

export async function walkBoard(browser, server, { promise, must, enter }) {
  const page = await openPage(browser, office)
  await promise('a manager sees first how many visits were made of those asked for', async () => {
    await enter(page, `${server.url}/manager/`, 'kepala')
    await page.locator('.cards .large').first().waitFor()
    const { now, upTo } = await boardOf(page)
    must(upTo !== undefined && now.asked > 0, `nothing is asked: ${JSON.stringify(now)}`)
    const card = page.locator('.cards > div').first()
    const said = `${await card.locator('.large').textContent()} ${await card.locator('dd').nth(1).textContent()}`
    const [large, num, den] = said.match(/[\d.]+/g).map(count)
    must(
      large === now.visits && num === now.visits && den === now.asked,
      `the first card says ${said}, the API ${now.visits} of ${now.asked}`,
    )
    await page.getByRole('heading', { name: 'Tunggakan 24 bulan' }).waitFor()
    return look(page, 'board')
  })
  await promise('the worst-covered areas are found, opened, and gone back from', async () => {
    const kecamatan = page.getByRole('region', { name: 'Per Kecamatan' })
    await page.getByLabel('Baris per').selectOption('kecamatan')
    const { places } = await boardOf(page, 'level=kecamatan')
    for (const { name } of places) await kecamatan.getByText(name, { exact: true }).waitFor()
    await kecamatan.getByRole('button', { name: 'Cakupan' }).click()
    await kecamatan.getByRole('button', { name: 'Cakupan' }).click()
    await kecamatan.locator('th[aria-sort=ascending]').waitFor()
    const rows = await rowsOf(page, 'Per Kecamatan')
    const there = page.url()
    const worst = places
      .map(({ name, land }) => [
        name,
        land.eligible === 0 ? Number.POSITIVE_INFINITY : land.visited / land.eligible,
      ])
      .sort((a, b) => a[1] - b[1])
    must(
      rows.slice(0, 10).every(([name], i) => name === worst[i][0]),
      `worst covered on screen ${rows.map((r) => r[0])}, by the API ${worst}`,
    )
    await kecamatan.locator('tbody .link').first().click()
    await page.getByRole('region', { name: 'Per Desa' }).waitFor()
    const down = await look(page, 'board-kecamatan')
    await page.goBack()
    await kecamatan.waitFor()
    await kecamatan.locator('th[aria-sort=ascending]').waitFor() // sorting came back too
    must(page.url() === there, `back leads to ${page.url()}, not ${there}`)
    return down
  })
  await promise('a file holds the rows on screen, whole rupiah and the filter', async () => {
    const lines = await download(page, 'Per Kecamatan')
    const rows = await rowsOf(page, 'Per Kecamatan')
    const table = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(';'))
    must(table.length === rows.length + 1, `${table.length - 1} rows in the file, ${rows.length} on screen`)
    must(
      table.slice(1).every(([name], i) => name === rows[i][0]),
      'the file is in another order',
    )
    const visits = table[0].indexOf('Kunjungan')
    const { now, version } = await boardOf(page, new URL(page.url()).search.slice(1))
    const sum = table.slice(1).reduce((all, row) => all + Number(row[visits]), 0)
    must(sum === now.visits, `the file's visits add up to ${sum}, the board has ${now.visits}`)
    must(
      lines.some((line) => line === `# Versi data;${version}`),
      `no version in ${lines.slice(0, 6)}`,
    )
  })
  await promise('two months are compared, and the address brings them back', async () => {
    await page.getByRole('button', { name: 'Bulan sebelumnya' }).click()
    await page.waitForFunction(() => new URL(location.href).searchParams.get('month') !== null)
    const month = new URL(page.url()).searchParams.get('month')
    await page.locator('.board[aria-busy=false]').waitFor()
    const { now } = await boardOf(page, new URL(page.url()).search.slice(1))
    await page.waitForFunction(
      (n) => document.querySelector('.cards .large')?.textContent.replaceAll('.', '') === String(n),
      now.visits,
    )
    await page.reload()
    await page.locator('.cards .large').first().waitFor()
    must(new URL(page.url()).searchParams.get('month') === month, 'reload forgot the month')
    must((await page.locator('.board-head').textContent()).includes('hari kerja'), 'no working days')
    const { before, against } = await boardOf(page, new URL(page.url()).search.slice(1))
    const made = [month, against].map((one) => server.counted(VISITS_OF.replace('MONTH', one))[0])
    must(
      [now.visits, before.visits].join() === made.join(),
      `visits of ${month} and ${against}: the board has ${now.visits}, ${before.visits}, SQL counts ${made}`,
    )
    const card = await page.locator('.cards > div').first().textContent()
    const share = (100 * before.visits) / before.asked
    const digits = share < 9.95 ? 1 : 0
    const was = `dari ${share.toLocaleString('id-ID', { minimumFractionDigits: digits, maximumFractionDigits: digits })} %`
    must(card.includes(was), `the first card says ${card}, not: ${was}`)
  })
  await promise('kader are searched and filtered, and the file follows', async () => {
    await page.goto(`${server.url}/manager/`)
    await page.locator('.cards .large').first().waitFor()
    const all = await rowsOf(page, 'Kader')
    await page.getByLabel('Cari kader').fill(all[0][0])
    await page.waitForFunction(
      (n) => document.querySelectorAll('[aria-label=Kader] tbody tr').length < n,
      all.length,
    )
    const lines = await download(page, 'Kader')
    must(
      lines.some((line) => line.startsWith('# Saringan') && line.includes(all[0][0])),
      `no filter in ${lines}`,
    )
    must(lines.filter((line) => !line.startsWith('#')).length === 2, `not one row: ${lines}`)
  })
  await promise('a deviation becomes a task, is closed with its outcome, and a note says why', async () => {
    const tasks = page.locator('.panel.tasks')
    await page.goto(`${server.url}/manager/?within=99.01.01`)
    await tasks.locator('summary').click()
    await tasks.getByLabel('Selesai sampai').fill('30/11/2026')
    await tasks.getByLabel('Apa yang dikerjakan').fill('Telepon, tanya ponselnya')
    await tasks.getByRole('button', { name: 'Buat tugas' }).click()
    await tasks.getByText('Telepon, tanya ponselnya').waitFor()
    const notes = page.locator('.panel.notes')
    await notes.locator('summary').click()
    await notes.getByLabel('Hari kejadian').fill('20/11/2026')
    await notes.getByLabel('Catatan (tanpa nama keluarga)').fill('Banjir di pesisir')
    await notes.getByRole('button', { name: 'Simpan catatan' }).click()
    await notes.locator('li').getByText('Banjir di pesisir').waitFor()
    await page.locator('.map-notes').getByText('Banjir di pesisir').waitFor()
    await page.getByText('▾ bulan dengan catatan').waitFor()
    must((await page.locator('.trend title').count()) > 0, 'no month of the trend is marked')
    await page.getByRole('heading', { name: 'Paket evaluasi berkala' }).waitFor()
    const wrong = await look(page, 'board-task')
    await tasks.getByRole('button', { name: 'Tutup' }).click()
    await tasks.getByLabel('Apa hasilnya').fill('Ponsel diganti')
    await tasks.getByRole('button', { name: 'Tutup' }).click()
    await tasks.getByText('Belum ada tugas terbuka.').waitFor()
    return wrong
  })
  await promise(
    'the map, its table, its file and the board say the same of class III, 12 months and more',
    async () => {
      await page.goto(`${server.url}/manager/`)
      await page.locator('.map[data-drawn=true]').waitFor()
      await page.getByLabel('Ukuran').selectOption('households')
      const heatOf = (query) =>
        page.evaluate(async (asked) => (await fetch(`/api/v1/branches/9901/heat?${asked}`)).json(), query)
      const [whole, owed] = [await heatOf('measure=households'), await heatOf('measure=arrears')]
      recounted(server, await boardOf(page), whole, owed, must)
      await page.getByLabel('Kelas rawat').selectOption('III')
      await page.locator('.field-set select').nth(1).selectOption('12-24')
      const asked = 'measure=households&membership=III&months=12-24'
      const heat = await heatOf(asked)
      const seen = heat.parts.filter(({ status }) => status === 'value').map(({ id }) => id)
      const third = thirdClassIn(server, heat.quarter, seen)
      must(
        third > 0 && third === heat.total.num,
        `class III on the map: ${heat.total.num}, SQL counts ${third}`,
      )
      await page.locator('.parts-legend').getByText(heat.filters).waitFor()
      const shown = heat.total.num.toLocaleString('id-ID')
      await page.locator('.parts-legend').getByText(`Jumlah yang tampak: ${shown}`).waitFor()
      await readByKeys(page, heat.filters, must)
      const rows = await page.locator('.twin tbody tr').count()
      must(rows === heat.parts.length, `${rows} rows in the table, ${heat.parts.length} parts`)
      const waits = page.waitForEvent('download')
      await page.locator('.toolbar').getByRole('link', { name: 'Unduh CSV' }).click()
      const text = readFileSync(await (await waits).path(), 'utf8').replace('\uFEFF', '')
      const [head, ...lines] = text
        .trimEnd()
        .split(/\r?\n/)
        .filter((line) => !line.startsWith('#'))
      const [status, value] = ['status', 'value'].map((name) => head.split(/[;,]/).indexOf(name))
      const told = lines.map((line) => line.split(/[;,]/)).filter((row) => row[status] === 'value')
      const sum = told.reduce((all, row) => all + Number(row[value]), 0)
      must(lines.length === rows && sum === heat.total.num, `${lines.length} rows and ${sum} KK in the file`)
      await page.getByRole('button', { name: 'Jumlahkan wilayah gambar' }).click()
      await page.locator('svg.lasso').waitFor({ state: 'attached' })
      const { x, y, width, height } = await page.locator('.map').boundingBox()
      const corner = (u, v) => page.mouse.move(x + u * width, y + v * height)
      await corner(0.02, 0.02)
      await page.mouse.down()
      for (const [u, v] of [[0.85, 0.02], [0.85, 0.97], [0.02, 0.97]]) await corner(u, v) // biome-ignore format: one line
      await page.mouse.up()
      await page.locator('.drawn-sum').waitFor()
      const held = await page.locator('.drawn-sum').textContent()
      must(/^[\d.]+ di [1-9]\d* bagian utuh/.test(held), `of the drawn area it says: ${held}`)
      const paper = page.waitForEvent('download')
      await page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }))
      await page.getByRole('link', { name: 'PDF A4' }).click() // the file comes after the login
      const door = page.locator('dialog[open]')
      await door.getByLabel('Kata sandi').fill(password)
      await door.getByRole('button', { name: 'Masuk' }).click()
      const print = readFileSync(await (await paper).path())
      must(print.subarray(0, 5).toString() === '%PDF-', 'the map on paper is no PDF')
      const [wide, colours] = await pictured(page)
      must(wide > 1200 && colours > 3, `the picture is ${wide} px wide, of ${colours} colours`)
      await page.getByLabel('Bulan di peta').selectOption('difference')
      const wrong = await look(page, 'board-map')
      await page.getByLabel('Bulan di peta').selectOption('now')
      return wrong
    },
  )
  await promise('a manager of several branches sees their sums first, and opens one', async () => {
    server.addBranch('9902', 'Cabang Tanpa Data', '--kedeputian', 'VII')
    server.user('wilayah', 'manager', '--branch', '9902')
    const region = await openPage(browser, office)
    await enter(region, `${server.url}/manager/`, 'wilayah')
    await region.getByRole('heading', { name: 'Semua cabang' }).waitFor()
    const rows = await rowsOf(region, 'Semua cabang')
    const [families] = server.counted('select sum(households) from block')
    must(rows.length === 2 && count(rows[0][1]) === families, `of ${families} KK the branches show ${rows}`)
    must(count(rows[1][1]) === 0, `a branch without data shows ${rows[1]}`)
    const [arrears, later] = server.counted('select sum(arrears), sum(later) from block')
    const regions = await rowsOf(region, 'Per kedeputian')
    const said = [regions.length, count(regions[0][2]), regions[0][4], regions[0][6]]
    const tenths = (n) => n.toLocaleString('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const say = (n) => (n < 999_950_000 ? `Rp${tenths(n / 1e6)} juta` : `Rp${tenths(n / 1e9)} miliar`)
    const want = [2, families, say(arrears), say(later)]
    must(said.join() === want.join(), `by kedeputian they show ${said}, not ${want}`)
    const wrong = await look(region, 'board-branches')
    await region.getByRole('button', { name: /^Kedeputian Wilayah/ }).click()
    await region.getByRole('region', { name: /^Kedeputian Wilayah/ }).waitFor()
    const there = region.url()
    await region.getByRole('button', { name: 'Kantor Cabang Contoh' }).click()
    await region.locator('.cards .large').first().waitFor()
    await region.goBack() // from the branch to its kedeputian, and on to all
    await region.getByRole('region', { name: /^Kedeputian Wilayah/ }).waitFor()
    must(region.url() === there, `back leads to ${region.url()}, not ${there}`)
    await region.goForward()
    await region.locator('.path .link').first().click() // the path leads up the same way
    await region.getByRole('region', { name: /^Kedeputian Wilayah/ }).waitFor()
    await region.locator('.path .link').first().click()
    await region.getByRole('region', { name: 'Per kedeputian' }).waitFor()
    await region.context().close()
    return wrong
  })
  await promise('who sees households sees true cells by a switch, managers have none', async () => {
    must((await page.getByLabel(/Sel sebenarnya/).count()) === 0, 'a manager may switch to true cells')
    const desk = await openPage(browser, office)
    await enter(desk, `${server.url}/manager/`, 'petugas')
    const tile = desk.waitForResponse((answer) => answer.url().includes('/tiles/heat/') && answer.ok())
    await desk.getByLabel(/Sel sebenarnya/).check()
    await tile
    const map = desk.getByRole('application', { name: 'Peta sel sebenarnya' })
    await map.and(desk.locator('[data-drawn=true]')).waitFor()
    await map.scrollIntoViewIfNeeded()
    const { x, y, width, height } = await map.boundingBox()
    await desk.mouse.move(x + 2, y + height / 2)
    await desk.mouse.move(x + width - 2, y + height / 2, { steps: 40 })
    await desk.locator('.told', { hasText: /Rp.* KK/ }).waitFor()
    const [looks] = server.counted(
      "select count(*) from audit a join account p on p.id = a.account_id where a.act = 'lihat sel' and p.login = 'petugas'",
    )
    must(looks > 0, 'nobody wrote down that true cells were looked at')
    const wrong = await look(desk, 'board-cells')
    await desk.setViewportSize(phone)
    wrong.push(...(await look(desk, 'board-cells-phone')))
    await desk.context().close()
    return wrong
  })
  await promise('the dashboard fits a phone and a tablet, numbers in sight', async () => {
    await page.goto(`${server.url}/manager/`)
    await page.setViewportSize(phone)
    const number = page.locator('.cards .large').first()
    await number.waitFor()
    const { y, height } = await number.boundingBox()
    must(y + height <= phone.height, `the first number lies at ${y}`)
    const wrong = await look(page, 'board-phone')
    await page.setViewportSize(tablet)
    await page.getByLabel('Kelas rawat').waitFor() // a phone that is turned shows its filters
    wrong.push(...(await look(page, 'board-tablet')))
    return wrong
  })
  await page.context().close()
}
