// What becomes of a kader's records when the line, the page or the memory breaks:
// nothing shown as "Tersimpan" is lost, and nothing is stored twice.
import { look } from './look.mjs'
import { backToday, hold, settleIn, stored, unlock } from './phone.mjs'

const push = '**/api/v1/sync'

/** The line to the server, with every verdict that it gave and ways to break it. */
class Line {
  verdicts = new Map()
  broken = null
  awaited = null

  async spy(page) {
    await page.route(push, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      if (this.broken === 'before') return route.abort('connectionreset')
      const answer = await route.fetch().catch(() => null)
      if (!answer) return route.abort('connectionreset')
      await this.note(answer)
      if (this.broken === 'after') return route.abort('connectionreset')
      if (this.broken === 'twice') await this.note(await route.fetch())
      if (this.broken === 'cut') {
        const body = await answer.text()
        return route.fulfill({ response: answer, body: body.slice(0, body.length / 2) })
      }
      return route.fulfill({ response: answer })
    })
  }

  async note(answer) {
    const { verdicts } = await answer.json()
    for (const { event_id, verdict } of verdicts)
      this.verdicts.set(event_id, [...(this.verdicts.get(event_id) ?? []), verdict])
    this.awaited?.()
  }

  /** Waits until the server was given n events; each was taken exactly once. */
  async took(n) {
    await new Promise((resolve) => {
      this.awaited = () => this.verdicts.size >= n && resolve()
      this.awaited()
    })
    for (const [id, given] of this.verdicts)
      if (given.filter((one) => one === 'accepted').length !== 1) throw new Error(`${id}: ${given}`)
    if (this.verdicts.size !== n) throw new Error(`${this.verdicts.size} taken of ${n}`)
  }
}

/** The outcomes of one of the kader's own families: a day may hold fewer than the walk needs. */
async function outcomesOf(page, family) {
  await page.getByRole('link', { name: 'Keluarga', exact: true }).click()
  await page.getByRole('searchbox').waitFor()
  await page.locator('.stop a').nth(family).click()
  await page.getByRole('link', { name: 'Catat hasil' }).click()
}

async function recordEmpty(page, family) {
  await outcomesOf(page, family)
  await page.getByRole('button', { name: 'Rumah kosong' }).click()
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
  await backToday(page) // the bar of the record before may still say "Tersimpan"
}

async function sendNow(page) {
  await page.locator('.top a').click()
  await page.getByRole('button', { name: 'Kirim data' }).click()
}

const waits = (page) => page.locator('.top a').getByText(/Belum terkirim/)
const home = (page) => page.getByRole('link', { name: 'Hari ini', exact: true }).click()

export async function walkFaults(browser, server, { promise, must }) {
  const page = await hold(browser)
  const line = new Line()
  await settleIn(page, server.url, 'kader')
  await page.getByRole('link', { name: 'Catat hasil' }).waitFor()
  await line.spy(page)
  let made = 0
  for (const broken of ['before', 'after', 'cut', 'twice'])
    await promise(`a push that breaks ${broken} loses nothing and doubles nothing`, async () => {
      line.broken = broken
      await recordEmpty(page, made)
      made++
      if (broken !== 'twice') await waits(page).waitFor()
      line.broken = broken === 'twice' ? 'twice' : null
      await sendNow(page)
      await line.took(made)
      await waits(page).waitFor({ state: 'detached' })
      line.broken = null
      await home(page)
    })
  await promise('two tabs that send at once send each record once', async () => {
    const other = await page.context().newPage()
    await line.spy(other)
    await other.goto(`${server.url}/kader/`)
    await unlock(other)
    await other.getByRole('link', { name: 'Catat hasil' }).waitFor()
    line.broken = 'before'
    await recordEmpty(page, made)
    await waits(other).waitFor()
    await recordEmpty(other, made + 1)
    made += 2
    line.broken = null
    await Promise.all([sendNow(page), sendNow(other)])
    await line.took(made)
    await waits(page).waitFor({ state: 'detached' })
    await waits(other).waitFor({ state: 'detached' })
    await other.close()
    await home(page)
  })
  page.trouble.splice(0)
  await promise('a page killed between the tap and the disk has the record or the draft', async () => {
    let one = await page.context().newPage()
    await one.goto(`${server.url}/kader/`)
    await unlock(one)
    const before = await stored(one)
    await outcomesOf(one, made)
    await one.getByRole('button', { name: 'Bayar', exact: true }).click()
    await one.getByRole('button', { name: 'Iuran atau sebagian' }).click()
    await one.getByRole('button', { name: 'Rp100.000', exact: true }).click()
    await one.locator('.record[data-kept="true"]').waitFor() // nobody's next tap comes before
    await one.getByRole('button', { name: 'Simpan', exact: true }).evaluate((button) => button.click())
    await one.close()
    one = await page.context().newPage()
    await one.goto(`${server.url}/kader/`)
    await unlock(one)
    if ((await stored(one)) > before) await one.locator('.sum-line', { hasText: 'Rp100.000' }).waitFor()
    else {
      await outcomesOf(one, made)
      await one.getByRole('button', { name: 'Bayar', exact: true }).click()
      const kept = await one.getByLabel('Jumlah rupiah').inputValue()
      must(kept === '100.000', `neither the record nor the draft: ${kept}`)
    }
    await one.close()
  })
  await promise('a forgotten PIN loses no record', async () => {
    await page.goto(`${server.url}/kader/`)
    await unlock(page)
    await page.getByText('Terkumpul').waitFor()
    line.broken = 'before'
    await recordEmpty(page, made + 1)
    await waits(page).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Lupa PIN?' }).click()
    const wrong = await look(page, 'phone-rescue')
    must(
      (await page.getByRole('button', { name: 'Hapus dan aktifkan lagi' }).count()) === 0,
      'what waits may be deleted',
    )
    await page.getByRole('button', { name: 'Kirim catatan sekarang' }).click()
    await page.getByRole('button', { name: 'Hapus dan aktifkan lagi' }).click()
    await page.getByLabel('Kode aktivasi').waitFor()
    must(!(await page.content()).includes('terhapus di luar'), 'what was meant is told as a loss')
    return wrong.filter((said) => !/ERR_CONNECTION|404/.test(said))
  })
  await page.context().close()
}
