// An officer's afternoon, from a branch without a plan to a published one: three territories
// drawn by hand and locked, the rest filled, a broken piece mended, a leaver handled in a
// copy, both scenarios compared, one published. Told once, walked with a pointer and with keys
// alone; every figure on the page is held against the server's, before and after a reload.
//   node e2e/officer.mjs [households [keyboard|pointer]]     as the full sample branch has it
import { ask, benchOf, must } from './bench.mjs'
import { launch } from './browser.mjs'
import { countPointers, keyboard, pointer } from './hands.mjs'
import { look, office, openPage } from './look.mjs'
import { password, startServer } from './server.mjs'

const tablet = { width: 1024, height: 768 }
const byHand = 3

/** Draws for a kader on the map by clicking about the middle until there is enough. */
async function clickAbout(page, bench, n) {
  await page.locator('.hand').nth(n).click()
  await page.waitForTimeout(1000) // the map goes to the kecamatan
  const box = await page.locator('.canvas').boundingBox()
  const { rule } = await bench.about('/drawing')
  const kk = async () =>
    Number((await page.locator('.hand').nth(n).locator('.kk').textContent()).replace(/[^\d]/g, '') || 0)
  for (const radius of [0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36])
    for (let i = 0; i < (radius === 0 ? 1 : 8); i++) {
      const at = [
        box.x + box.width * (0.5 + radius * Math.cos((i * Math.PI) / 4)),
        box.y + box.height * (0.5 + radius * Math.sin((i * Math.PI) / 4)),
      ]
      const before = await kk()
      if (before >= rule.lower) return
      await page.mouse.click(...at)
      if (await page.locator('.ask').isVisible()) await page.getByRole('button', { name: 'Jangan' }).click()
      const after = await kk()
      if (after < before || after > rule.upper) await page.mouse.click(...at) // was given back, or is too much
    }
}

/** Draws for a kader by keys: on the map by arrows as far as they lead, and in the list. */
async function byKeys(page, hands, bench, { hand, desa }, onMap) {
  await bench.choose(hand)
  const left = new Map(desa.map((one) => [one.name, one]))
  if (onMap) {
    await hands.go(page.locator('.canvas'))
    for (const way of ['Down', 'Right', 'Up', 'Up', 'Left', 'Left', 'Down', 'Down']) {
      const before = await bench.said.textContent()
      await page.keyboard.press(`Arrow${way}`)
      const name = (await bench.said.textContent()).split(',')[0]
      if ((await bench.said.textContent()) === before || !left.delete(name)) continue
      await page.keyboard.press('Enter')
      await bench.allow()
    }
  }
  await hands.open('Desa')
  for (const one of left.values()) {
    await bench.tickDesa(one)
    await bench.allow()
  }
}

/** The whole story with one kind of hands; small: as CI has it, looked at less often. */
export async function walkOfficer(browser, { url, promise, must, ask, kind, small }) {
  const page = await openPage(browser, office, { reducedMotion: 'reduce' })
  page.ownHost = new URL(url).host
  if (!small) page.setDefaultTimeout(120_000) // maps of the whole branch, drawn without a graphics chip
  const hands = kind(page)
  const keys = hands.name === 'keyboard'
  if (keys) await page.addInitScript(countPointers)
  const bench = benchOf(page, hands, { ask, must })
  const { said, proposed, panel, saved } = bench
  const by = keys ? 'by keys alone' : 'with a pointer'
  const seen = async (name) => {
    await page.waitForTimeout(small ? 0 : 900) // patterns and names follow a stroke
    return look(page, `officer${small ? '' : '-full'}-${hands.name}-${name}`)
  }
  const button = (name, within = page) => within.getByRole('button', { name, exact: true })

  await promise(`${by} three territories are drawn by hand and locked`, async () => {
    await page.goto(url)
    await hands.write(page.getByLabel('Nama masuk'), 'petugas')
    await hands.write(page.getByLabel('Kata sandi'), password)
    await page.getByText('Jam latihan').waitFor()
    await hands.press(button('Masuk'))
    await hands.press(button('Mulai dari kosong'))
    await bench.ready()
    await hands.open('Skenario')
    await hands.press(button('Buang ke tempat sampah'))
    await hands.press(button('Ya, buang'))
    await hands.press(button('Pulihkan #1')) // the only plan: the page of a branch without one leads back
    await bench.ready()
    const numbers = await bench.three()
    for (const n of numbers) {
      if (keys) {
        const { hand, desa } = await bench.wish(n)
        await byKeys(page, hands, bench, { hand, desa: small ? desa.slice(0, 2) : desa }, n === numbers[0])
      } else await clickAbout(page, bench, n)
      await saved()
    }
    const own = await bench.holders()
    must(own.length === byHand, `${own.length} territories were drawn`)
    const wrong = small ? [] : await seen('drawn')
    for (const [i, hand] of own.entries()) {
      await bench.choose(hand)
      if (keys) await page.keyboard.press('l')
      else await hands.press(button('Kunci wilayah ini'))
      await hands.open('Wilayah')
      await page.locator('.hand', { hasText: 'terkunci' }).nth(i).waitFor()
    }
    await bench.same()
    return wrong
  })

  await promise(`${by} the solver fills the rest around the locks`, async () => {
    const before = await bench.held()
    const own = await bench.holders()
    await hands.open('Pemecah')
    await hands.press(button('Isi sisanya'))
    await hands.press(button('Terima', proposed))
    await bench.allow()
    await said.getByText('Usulan dipakai').waitFor()
    await saved()
    const after = await bench.held()
    for (const hand of own)
      must(after.get(hand) === before.get(hand), `what ${hand} holds changed, though locked`)
    must((await bench.holders()).length > byHand, 'nobody else has a territory')
    must((after.get(0) ?? 0) < before.get(0), 'nothing was filled')
    await bench.same()
    return small ? [] : seen('filled')
  })

  await promise(`${by} a broken piece is found and mended`, async () => {
    const { hand, from, desa } = await bench.farAway()
    await hands.open('Desa')
    await hands.choose(page.getByLabel('Untuk kader'), String(hand))
    await bench.tickDesa(desa)
    must(await bench.allow(), 'nothing was asked about a piece that hangs at nothing')
    await saved()
    const [whole, all] = (await bench.figure('Menyatu')).split('/')
    must(whole < all, 'the page does not say that a piece is cut off')
    await bench.leaveField()
    if (keys) await page.keyboard.press('f')
    else await hands.press(button('Bagian berikutnya yang terputus'))
    await said.getByText(desa.name).waitFor()
    const wrong = await seen('broken')
    if (keys) {
      if (from > 0) await bench.choose(from) // else a second press gives the desa back
      await page.keyboard.press('Enter')
    } else {
      await hands.open('Desa')
      await hands.choose(page.getByLabel('Tampilkan'), 'loose')
      await hands.choose(page.getByLabel('Untuk kader'), String(from || hand))
      await bench.tickDesa(desa)
    }
    await page.waitForFunction(
      () => /Menyatu(\d+)\/\1(?!\d)/.test(document.querySelector('.figures').textContent),
      null,
      { timeout: 10_000 },
    )
    await saved()
    await bench.same()
    return wrong
  })

  await promise(`${by} a copy is made, and there a leaver’s families go to the others`, async () => {
    await hands.open('Skenario')
    await hands.write(panel.getByLabel('Nama draf baru'), 'Satu kader berhenti')
    await hands.tick(panel.getByLabel('Bawa juga kuncinya'))
    await hands.press(button('Salin rencana ini'))
    await page
      .locator('.bench-top option:checked', { hasText: 'Satu kader berhenti #2' })
      .waitFor({ state: 'attached' })
    await bench.ready()
    const leaver = await bench.leaver()
    await hands.open('Pemecah')
    await hands.press(page.locator('.wishes summary', { hasText: 'Kader berhenti' }))
    const form = page.locator('.wishes details[open]')
    await hands.choose(form.getByLabel('Kader'), String(leaver))
    await hands.press(form.getByRole('button'))
    await hands.press(button('Terima', proposed))
    await bench.allow()
    await said.getByText('Usulan dipakai').waitFor()
    await saved()
    must(!(await bench.held()).get(leaver), 'the leaver still has families')
    await bench.same()
    return small ? [] : seen('leaver')
  })

  await promise(
    `${by} both scenarios are compared, one is published, and a reload shows the same`,
    async () => {
      await hands.open('Skenario')
      await hands.press(button('Bandingkan'))
      const both = page.getByRole('dialog', { name: 'Dua rencana berdampingan' })
      const { moved } = await bench.about('/compare/1')
      await both.getByText(`${moved.eligible.toLocaleString('id-ID')} KK berganti kader`).waitFor()
      const wrong = small ? [] : await seen('compared')
      if (keys) await page.keyboard.press('Escape')
      else await hands.press(button('Tutup perbandingan', both))
      await both.waitFor({ state: 'detached' })
      await hands.write(panel.getByLabel('Alasan terbit'), 'rapat cabang')
      await hands.press(button('Terbitkan'))
      await page.locator('.story').getByText('menerbitkan mulai').waitFor()
      wrong.push(...(small ? [] : await seen('published')))
      const before = await bench.shown()
      await page.reload()
      await bench.ready()
      const list = page.locator('.bench-top select')
      if ((await list.inputValue()) !== '2') await hands.choose(list, '2')
      await bench.ready()
      const after = await bench.shown()
      must(
        JSON.stringify(before) === JSON.stringify(after),
        `before the reload ${JSON.stringify(before)}, after it ${JSON.stringify(after)}`,
      )
      await bench.same()
      if (!small) {
        await page.setViewportSize(tablet)
        wrong.push(...(await seen('tablet')))
      }
      if (keys) must((await page.evaluate(() => globalThis.pointers)) === 0, 'a pointer was used')
      console.log(`      ${hands.reached()}`)
      return wrong
    },
  )
  await page.context().close()
}

/** Both ways, each in a branch of its own. */
async function main(households, ways) {
  const browser = await launch()
  let broken = 0
  try {
    for (const kind of ways) {
      const server = await startServer(households)
      try {
        for (const what of ['areas.geojson', 'kader.csv', 'households.csv'])
          server.bring(what.split('.')[0], what)
        const promise = async (name, keep) => {
          const begin = Date.now()
          const wrong = (await keep()) ?? []
          console.log(
            `${wrong.length > 0 ? 'FAIL' : 'ok  '}  ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`,
          )
          for (const one of wrong) console.log(`      ${one}`)
          broken += wrong.length
        }
        await walkOfficer(browser, { url: server.url, promise, must, ask, kind, small: households < 50_000 })
      } catch (error) {
        broken++
        console.log(`FAIL  ${error.message}`)
        for (const [i, page] of browser
          .contexts()
          .flatMap((one) => one.pages())
          .entries())
          await page.screenshot({ path: `${import.meta.dirname}/../test-results/failed-officer-${i}.png` })
        for (const one of browser.contexts()) await one.close()
      } finally {
        await server.stop()
      }
    }
  } finally {
    await browser.close()
  }
  process.exitCode = broken > 0 ? 1 : 0
}

if (process.argv[1] === import.meta.filename) {
  const [households = 108_000, way] = process.argv.slice(2)
  const ways = [keyboard, pointer].filter((kind) => !way || kind.name === way)
  await main(Number(households), ways)
}
