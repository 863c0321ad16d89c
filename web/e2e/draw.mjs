// Draws territories as an officer does: by click, brush, lasso, digits and keyboard
// alone, two at once, over a reload; what the page counts is what the server counts.
import { look, office, openPage } from './look.mjs'
import { startServer } from './server.mjs'

const tablet = { width: 1024, height: 768 }

/** A browser that cannot draw maps. */
function noGraphics() {
  const get = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith('webgl') ? null : get.call(this, kind, ...more)
  }
}

/** Takes the graphics card from the map, and gives back what returns it. */
const loseGraphics = (page) =>
  page.evaluate(() => {
    const gl = document.querySelector('.canvas canvas').getContext('webgl2')
    globalThis.graphics = gl.getExtension('WEBGL_lose_context')
    globalThis.graphics.loseContext()
  })

/** Walks the drawing of territories in a branch of its own, without a plan. */
export async function walkDrawing(browser, tools) {
  const server = await startServer(20_000)
  try {
    server.user('rekan', 'officer')
    await guided(browser, { ...tools, url: server.url })
    for (const [kind, file] of [
      ['areas', 'areas.geojson'],
      ['kader', 'kader.csv'],
      ['households', 'households.csv'],
    ])
      server.bring(kind, file)
    await draw(browser, { ...tools, url: server.url })
  } finally {
    await server.stop()
  }
}

/** An officer of a new branch is told what is missing, and where to bring it. */
async function guided(browser, { url, promise, must, enter }) {
  await promise('a new branch is led from files to its first plan', async () => {
    const desk = await openPage(browser, office)
    await enter(desk, url, 'petugas')
    const guide = desk.locator('.guide')
    await guide.getByText('Tanpa batas desa').waitFor()
    must((await guide.locator('.lacks').count()) === 4, 'a new branch lacks more than that')
    const wrong = await look(desk, 'guide-new')
    await guide.getByRole('link', { name: 'Batas desa' }).press('Enter')
    await desk.getByRole('heading', { name: 'Impor' }).first().waitFor()
    await desk.context().close()
    return wrong
  })
}

async function draw(browser, { url, promise, must, enter, ask }) {
  const desk = await openPage(browser, office)
  const canvas = desk.locator('.canvas')
  const said = desk.locator('.said')
  const figure = async (name) =>
    (await desk.locator('.figures > div', { hasText: name }).locator('dd').textContent()).trim()
  const plan = async () => (await ask(desk, 'territory-plans')).plans[0]
  const drawing = async () => ask(desk, `territory-plans/${(await plan()).id}/drawing`)
  const saved = async (page = desk) =>
    page.waitForFunction(() => document.querySelector('.figures')?.textContent?.includes('tersimpan'))
  const ready = async (page = desk) => page.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
  const open = (page, tab) => page.getByRole('tab', { name: tab, exact: true }).click()

  /** What the server holds of a hand, by its name in the drawing. */
  const held = async () => {
    const sums = new Map()
    for (const atom of (await drawing()).atoms)
      sums.set(atom.hand, (sums.get(atom.hand) ?? 0) + atom.eligible)
    return sums
  }
  const thousands = (n) => n.toLocaleString('id-ID')
  const rupiah = (n) => `Rp${(n / 1e6).toLocaleString('id-ID', { maximumFractionDigits: 1 })} juta`
  const far = (metres) =>
    metres < 1000
      ? `${Math.round(metres / 10) * 10} m`
      : `${(metres / 1000).toLocaleString('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} km`

  await promise('an officer begins to draw with nothing', async () => {
    await enter(desk, url, 'petugas')
    await desk.getByText('Rencana wilayah pertama').waitFor()
    const wrong = await look(desk, 'draw-start')
    await desk.getByRole('button', { name: 'Mulai dari kosong' }).click()
    await ready()
    await desk.getByRole('button', { name: 'Mulai tur' }).press('Enter')
    for (const n of [1, 2, 3, 4]) {
      await desk.getByText(`Langkah ${n} dari 5`).waitFor()
      must((await desk.locator('.toured').count()) === 1, `step ${n} marks nothing`)
      if (n === 4) wrong.push(...(await look(desk, 'guide-tour')))
      await desk.getByRole('button', { name: 'Lanjut' }).press('Enter')
    }
    await desk.getByText('Langkah 5 dari 5').press('Escape')
    must((await desk.getByText('Tur lima langkah').count()) === 0, 'the tour is offered again')
    const box = await canvas.boundingBox()
    const share = (box.width * box.height) / (office.width * office.height)
    must(share >= 0.6, `the map has ${(100 * share).toFixed(1)} % of the window`)
    await desk.waitForTimeout(800)
    wrong.push(...(await look(desk, 'draw-blank')))
    return wrong
  })

  let kader
  let mine
  await promise(
    'a kader is chosen by digits, desa are given by ticking them, and figures follow',
    async () => {
      await desk.keyboard.press('1')
      await desk.keyboard.press('Enter')
      await open(desk, 'Desa')
      const rows = desk.locator('.desa-panel tbody tr')
      const codes = await rows.locator('.link').allTextContents()
      const boxes = await rows.locator('input[type="checkbox"]').count()
      must(boxes === codes.length, `${boxes} boxes to tick for ${codes.length} desa`)
      for (const [stop, one] of [
        ['canvas[tabindex="0"]', 'map'],
        ['.desa-panel tbody input[tabindex="0"]', 'list of desa'],
        ['.stage [role="status"]', 'sentence about strokes'],
      ])
        must((await desk.locator(stop).count()) === 1, `not one ${one}`)
      kader = Number(await desk.getByLabel('Untuk kader').inputValue())
      must(kader > 0, 'no kader was chosen')
      for (let i = 0; i < 4; i++) {
        await rows.nth(i).locator('input').click()
        const ask = desk.locator('.ask')
        if (await ask.isVisible()) {
          await ask.getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
          await ask.getByLabel('Pakai alasan ini').check()
          await ask.getByRole('button', { name: 'Tetap gambar' }).click()
        }
      }
      await saved()
      mine = (await held()).get(kader)
      must(mine > 0, 'the server holds nothing for the kader')
      await open(desk, 'Wilayah')
      const row = desk.locator('.hand[aria-pressed="true"]')
      must(
        (await row.textContent()).includes(thousands(mine)),
        `the list says ${await row.textContent()}, the server ${mine}`,
      )
      const {
        territories: [told],
      } = await ask(desk, `territory-plans/${(await plan()).id}`)
      const holding = await desk.locator('.holding').textContent()
      for (const value of [
        thousands(told.households),
        thousands(told.members),
        far(told.ride),
        far(told.spread),
      ])
        must(holding.includes(value), `the list says ${holding}, the server ${value}`)
      must((await figure('Terjauh')) === far(told.ride), `the furthest is ${await figure('Terjauh')}`)
      must((await figure('Wilayah')) === '1', `figures say ${await figure('Wilayah')} territories`)
      await desk.waitForTimeout(600)
      return look(desk, 'draw-first')
    },
  )

  await promise('opening a plan reads what is large once, and little in all', async () => {
    await desk.reload()
    await ready()
    const read = await desk.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => [name, encodedBodySize]),
    )
    const large = read
      .map(([name]) => name.slice(url.length))
      .filter((path) => /areas|drawing|desa/.test(path))
    const twice = large.filter((path, i) => large.indexOf(path) < i)
    must(twice.length === 0, `read twice: ${twice}`)
    const size = read.reduce((sum, [, bytes]) => sum + bytes, 0)
    must(size > 500_000 && size < 1_250_000, `opening reads ${size} bytes, files that are kept included`)
  })

  await promise('undo and redo hold over a reload', async () => {
    await desk.keyboard.press('Control+z')
    await said.getByText('Diurungkan').waitFor()
    await saved()
    const fewer = (await held()).get(kader) ?? 0
    must(fewer < mine, 'nothing was undone')
    await desk.reload()
    await ready()
    await desk.keyboard.press('Control+Shift+Z')
    await said.getByText('Diulangi').waitFor()
    await saved()
    must((await held()).get(kader) === mine, 'not done again after the reload')
  })

  await promise('a click on the map gives a desa, a second one takes it back', async () => {
    await open(desk, 'Wilayah')
    await desk.locator('.hand').nth(1).click()
    await desk.waitForTimeout(1200)
    const before = await held()
    const box = await canvas.boundingBox()
    let clicked = false
    for (const [x, y] of [
      [0.5, 0.5],
      [0.42, 0.5],
      [0.58, 0.5],
      [0.5, 0.4],
      [0.5, 0.6],
    ]) {
      await desk.mouse.move(box.x + x * box.width, box.y + y * box.height)
      await desk.mouse.down()
      await desk.mouse.up()
      if (await desk.locator('.ask').isVisible()) await desk.getByRole('button', { name: 'Jangan' }).click()
      await desk.waitForTimeout(300)
      await saved()
      const now = await held()
      if (JSON.stringify([...now]) === JSON.stringify([...before])) continue
      clicked = true
      await desk.mouse.down()
      await desk.mouse.up()
      await desk.waitForTimeout(300)
      break
    }
    must(clicked, 'no click on the map drew anything')
    return []
  })

  await promise('brush and lasso draw, each one undo, also while the graphics card is lost', async () => {
    const strokes = async () =>
      (await ask(desk, `territory-plans/${(await plan()).id}/strokes?after=0`)).strokes.length
    const box = await canvas.boundingBox()
    const at = (x, y) => [box.x + x * box.width, box.y + y * box.height]
    for (const [key, row] of [
      ['b', 2],
      ['p', 4],
    ]) {
      await desk.locator('.hand').nth(row).click()
      await desk.waitForTimeout(1200)
      const before = await strokes()
      await desk.keyboard.press(key)
      await desk.mouse.move(...at(0.3, 0.3))
      await desk.mouse.down()
      for (const [x, y] of [
        [0.7, 0.3],
        [0.7, 0.7],
        [0.3, 0.7],
      ]) {
        await desk.mouse.move(...at(x, y), { steps: 4 })
        if (key === 'b' && y === 0.3) await loseGraphics(desk)
      }
      await desk.mouse.up()
      if (await desk.locator('.ask').isVisible()) {
        await desk.locator('.ask').getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
        await desk.locator('.ask').getByLabel('Pakai alasan ini').check()
        await desk.locator('.ask').getByRole('button', { name: 'Tetap gambar' }).click()
      }
      await desk.waitForTimeout(300)
      await saved()
      must((await strokes()) === before + 1, `${key} made ${(await strokes()) - before} strokes`)
      if (key === 'b') {
        await desk.locator('.canvas[data-drawn="false"]').waitFor()
        await desk.evaluate(() => globalThis.graphics.restoreContext())
        await ready()
      }
      await desk.mouse.move(...at(0.5, 0.1), { steps: 3 }) // hovering afterwards changes nothing
    }
    const before = await strokes()
    await desk.keyboard.press('d')
    await open(desk, 'Desa')
    await desk.locator('.desa-panel').getByLabel('Cari desa atau kecamatan').fill('dbnefgl1')
    await desk.keyboard.press('Control+z')
    await saved()
    must((await strokes()) === before, 'typing changed the plan')
    await desk.locator('.desa-panel').getByLabel('Cari desa atau kecamatan').fill('')
    await open(desk, 'Wilayah')
    await desk.waitForTimeout(500)
    return look(desk, 'draw-brush')
  })

  await promise('what a wide stroke leaves out is said, and one territory is taken back', async () => {
    const box = await canvas.boundingBox()
    const allow = async () => {
      if (!(await desk.locator('.ask').isVisible())) return
      await desk.locator('.ask').getByRole('button', { name: 'Tetap gambar' }).click()
    }
    await desk.locator('.hand').nth(4).click()
    const before = JSON.stringify([...(await held())].sort())
    await desk.keyboard.press('p')
    for (let i = 0; i < 2; i++) await desk.locator('.maplibregl-ctrl-zoom-out').click()
    await desk.waitForTimeout(700)
    await desk.mouse.move(box.x + 0.1 * box.width, box.y + 0.1 * box.height)
    await desk.mouse.down()
    for (const [x, y] of [
      [0.9, 0.1],
      [0.9, 0.9],
      [0.1, 0.9],
    ])
      await desk.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 2 })
    await desk.mouse.up()
    await allow()
    await said.getByText(/di luar kecamatan kontrak dilewati.*KK layak/).waitFor()
    await saved()
    must(JSON.stringify([...(await held())].sort()) !== before, 'the wide stroke drew nothing')
    const earlier = desk.locator('.earlier')
    await earlier.locator('summary').click()
    const when = earlier.getByLabel('Seperti')
    await when.locator('option', { hasText: 'kemarin' }).waitFor({ state: 'attached' })
    await when.selectOption({ index: 1 })
    await earlier.getByRole('button').click()
    await allow()
    await said.getByText('gambar di tempat lain tetap').waitFor()
    await saved()
    must(JSON.stringify([...(await held())].sort()) === before, 'not as it was before the stroke')
    await desk.keyboard.press('d')
    return look(desk, 'draw-earlier')
  })

  await promise('all territories are locked at once, and opened again', async () => {
    await desk.keyboard.press('Shift+L')
    await said.getByText('Semua wilayah dikunci').waitFor()
    const { territories } = await ask(desk, `territory-plans/${(await plan()).id}`)
    must(territories.length > 1 && territories.every((one) => one.locked), 'some territory is open')
    const wrong = await look(desk, 'draw-locked')
    await desk.getByRole('button', { name: 'Buka semua wilayah' }).click()
    await said.getByText('Semua wilayah dibuka').waitFor()
    await desk.locator('.hand', { hasText: 'terkunci' }).first().waitFor({ state: 'detached' })
    return wrong
  })

  await promise('a second officer draws at once; what is in the way is told with both values', async () => {
    const other = await openPage(browser, office)
    await other.addInitScript(noGraphics)
    await enter(other, url, 'rekan')
    await other.getByText('tidak dapat menampilkan peta').waitFor() // all goes by the list
    await open(other, 'Desa')
    await other.getByLabel('Tampilkan').selectOption('open')
    await other.getByLabel('Untuk kader').selectOption({ index: 2 })
    await desk.getByRole('tab', { name: 'Desa', exact: true }).click()
    await desk.getByLabel('Untuk kader').selectOption({ index: 2 })
    await desk.getByLabel('Tampilkan').selectOption('mine')
    await other.getByLabel('Tampilkan').selectOption('mine')
    const free = (page) => page.locator('.desa-panel tbody tr', { hasText: 'Belum terbagi' }).first()
    const name = await free(desk).locator('.link').textContent()
    const allow = async (page) => {
      if (!(await page.locator('.ask').isVisible())) return
      await page.locator('.ask').getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
      await page.locator('.ask').getByRole('button', { name: 'Tetap gambar' }).click()
    }
    const nothing = (route) => route.fulfill({ json: { strokes: [] } })
    await other.route('**/strokes?after=**', nothing) // sees nothing of the colleague
    await free(desk).locator('input').click()
    await allow(desk)
    await saved()
    await other.getByLabel('Untuk kader').selectOption({ index: 3 })
    const named = other.getByRole('button', { name, exact: true }) // another desa's name may begin with it
    const row = other.locator('.desa-panel tbody tr').filter({ has: named }).first()
    await row.locator('input').click()
    await allow(other)
    await other.locator('.told').getByText(name).first().waitFor()
    await other.unroute('**/strokes?after=**')
    other.trouble.splice(0) // the refusal stands on the console
    const wrong = await look(other, 'draw-clash')
    await other.getByRole('button', { name: 'Mengerti' }).click()
    await other.context().close()
    return wrong
  })

  await promise(
    'strokes drawn while the line is broken are kept over a reload and land after it',
    async () => {
      const hands = async () => (await drawing()).atoms.map((atom) => atom.hand).join() // a desa may have no families
      const before = await hands()
      await desk.route('**/strokes', (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      )
      await desk
        .locator('.desa-panel tbody tr', { hasText: 'Belum terbagi' })
        .first()
        .locator('input')
        .click() // where something is asked first, the tick waits
      if (await desk.locator('.ask').isVisible()) {
        await desk.locator('.ask').getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
        await desk.locator('.ask').getByRole('button', { name: 'Tetap gambar' }).click()
      }
      await desk.getByText('menunggu sambungan').waitFor()
      await desk.reload()
      await ready()
      await desk.unroute('**/strokes')
      await saved()
      must((await hands()) !== before, 'the stroke was lost')
      desk.trouble.splice(0)
    },
  )

  await promise('the distance to the best plan with the same locks is told', async () => {
    const link = desk.locator('.figures .link')
    await link.waitFor({ timeout: 60_000 })
    const { id } = await plan()
    const rival = await ask(desk, `territory-plans/${id}/rival`)
    const { territories } = await ask(desk, `territory-plans/${id}`)
    const sum = (of) => territories.reduce((all, one) => all + of(one), 0)
    const { best } = rival
    const rate = (best.value - best.expected) / best.later
    const less = best.expected - sum((one) => one.expected) + rate * (best.later - sum((one) => one.later))
    must(less > 0, `the drawing is behind the best by ${less}`)
    must((await link.textContent()) === `−${rupiah(less)}`, `${await link.textContent()} for ${less}`)
    await desk.locator('.figures .link').click()
    await desk.getByText('di bawah rencana pemecah').waitFor()
    return look(desk, 'draw-best')
  })

  await promise('help, tablet, and every tab stand without fault', async () => {
    await desk.keyboard.press('?')
    await desk.getByRole('heading', { name: 'Menggambar wilayah' }).waitFor()
    must((await desk.locator('.help').evaluate((help) => help.scrollTop)) === 0, 'help begins at its end')
    const wrong = await look(desk, 'draw-help')
    await desk.getByRole('button', { name: 'Tutup' }).click()
    await desk.setViewportSize(tablet)
    for (const tab of ['Wilayah', 'Skenario', 'Masalah']) {
      await open(desk, tab)
      await desk.waitForTimeout(400)
      wrong.push(...(await look(desk, `draw-tablet-${tab.toLowerCase()}`)))
    }
    await open(desk, 'Wilayah')
    await desk.locator('.hand').nth(1).click()
    await desk.waitForTimeout(1200)
    const box = await canvas.boundingBox()
    let seen = 0
    for (const x of [0.3, 0.5, 0.7, 0.95]) {
      await desk.mouse.move(box.x + x * box.width, box.y + 0.95 * box.height, { steps: 2 })
      await desk.waitForTimeout(300)
      const lens = await desk
        .locator('.lens')
        .boundingBox({ timeout: 500 })
        .catch(() => null)
      if (!lens) continue
      seen++
      must(
        lens.x + lens.width <= box.x + box.width && lens.y + lens.height <= box.y + box.height,
        'what is told of a desa runs out of the map',
      )
    }
    must(seen > 0, 'nothing was told of any desa at the edge of the map')
    await desk.setViewportSize(office)
    return wrong
  })

  await promise(
    'what was drawn is published or refused with the reason, and reading it offers no tools',
    async () => {
      await open(desk, 'Skenario')
      await desk.getByRole('button', { name: 'Terbitkan' }).click()
      await desk
        .getByText(/Diterbitkan sejak|terputus/)
        .first()
        .waitFor()
      const head = await plan()
      desk.trouble.splice(0)
      if (head.publishedFrom)
        must(
          (await desk.getByRole('button', { name: 'Kuas', exact: true }).count()) === 0,
          'a published plan offers tools',
        )
    },
  )
  await desk.context().close()
}
