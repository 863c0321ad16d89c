// A novice's first day: five outcomes, a payment and a promise among them, once with
// thumbs alone and once with keys alone; and every screen on the way is usable at twice
// the size of letters.
import { fits } from './fits.mjs'
import { look, shot } from './look.mjs'
import { freshDay, hold, pin, stored } from './phone.mjs'
import { password } from './server.mjs'

/** Touches the middle of a control; what lies above it would get the touch. */
async function touch(page, control) {
  await control.waitFor()
  await control.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }))
  const box = await control.boundingBox()
  const at = [box.x + box.width / 2, box.y + box.height / 2]
  const free = await control.evaluate((e, [x, y]) => {
    const top = document.elementFromPoint(x, y)
    return e.contains(top) || e === top?.closest('label')?.control
  }, at)
  if (!free) throw new Error(`${control}: something lies above it`)
  await page.touchscreen.tap(...at)
}

/** Goes by Tab to a control. */
async function reach(page, control) {
  await control.waitFor()
  for (let i = 0; i < 90; i++) {
    const at = await control.evaluate((e) => e === document.activeElement)
    if (at) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${control}: no Tab leads to it`)
}

/** Goes by Tab to a control and presses Enter; a control that no Tab reaches is a dead end. */
async function press(page, control) {
  await reach(page, control)
  await page.keyboard.press('Enter')
}

const button = (page, name, more = {}) => page.getByRole('button', { name, exact: true, ...more })

/** The day: what each outcome asks for, in the order of the screen. */
const day = [
  ['Rumah kosong'],
  ['Bayar', 'Iuran atau sebagian', 'Rp100.000', 'PPOB'],
  ['Janji bayar', 'Besok', 'Sore', 'Rp100.000'],
  ['Orang lain'],
  ['Menolak', 'Tidak perlu'],
]

async function enter(page, url, go) {
  await freshDay(page)
  page.ownHost = new URL(url).host
  await page.goto(`${url}/kader/`)
  await go(page, page.getByRole('button', { name: 'Masuk dengan kata sandi' }))
  await type(page, go, page.getByLabel('Nama masuk'), 'kader')
  await type(page, go, page.getByLabel('Kata sandi'), password)
  await go(page, button(page, 'Masuk'))
  await type(page, go, page.getByLabel('PIN baru'), pin)
  await type(page, go, page.getByLabel('Ulangi PIN'), pin)
  await go(page, button(page, 'Simpan PIN'))
  await type(page, go, page.getByLabel('PIN (6 angka)'), pin)
  await go(page, button(page, 'Buka'))
}

async function type(page, go, field, text) {
  await (go === touch ? touch : reach)(page, field)
  await page.keyboard.type(text)
}

/** Records the day; seen is called on every screen. */
async function record(page, go, seen) {
  let taps = 0
  const one = async (control) => {
    taps++
    await go(page, control)
  }
  for (const [code, ...more] of day) {
    taps = 0
    const next = page.getByRole('link', { name: 'Catat hasil' })
    const family = (await next.getAttribute('href')).split('/').pop()
    await seen('day')
    await one(next)
    await button(page, code).waitFor()
    await seen('outcomes')
    await one(button(page, code))
    for (const choice of more)
      await one(page.locator('.record').getByRole('button', { name: choice }).first())
    await seen(code)
    await one(button(page, 'Simpan'))
    await page.locator(`.stop.done a[href$="/keluarga/${family}"]`).waitFor()
    const most = more.length === 0 ? 3 : 6
    if (taps > most) throw new Error(`${code} takes ${taps} taps, at most ${most}`)
  }
}

export async function walkNovice(browser, server, { promise, must }) {
  await promise('five outcomes with keys alone', async () => {
    const page = await hold(browser, { hasTouch: false, isMobile: false })
    await enter(page, server.url, press)
    await record(page, press, async () => {})
    must((await stored(page)) === 5, `${await stored(page)} records`)
    await page.context().close()
  })
  await promise(
    'five outcomes with thumbs alone, every control large and whole at twice the size',
    async () => {
      const page = await hold(browser)
      const wrong = []
      const seen = new Set()
      await enter(page, server.url, touch)
      await record(page, touch, async (name) => {
        if (seen.has(name)) return
        seen.add(name)
        wrong.push(...(await fits(page, name)))
      })
      must((await stored(page)) === 5, `${await stored(page)} records`)
      for (const [tab, ...more] of [['Keluarga', '.stop a'], ['Target'], ['Bantuan', 'a[href$="/lain"]']]) {
        await touch(page, page.getByRole('link', { name: tab, exact: true }))
        await page.locator('main h1').first().waitFor()
        wrong.push(...(await fits(page, tab)))
        for (const next of more) {
          await touch(page, page.locator(next).first())
          wrong.push(...(await fits(page, `${tab}, next`)))
        }
      }
      await touch(page, page.locator('.top a'))
      await page.getByRole('button', { name: 'Kirim data' }).waitFor()
      wrong.push(...(await fits(page, 'send')))
      await touch(page, page.getByRole('link', { name: 'Hari ini', exact: true }))
      await page.emulateMedia({ forcedColors: 'active' }) // of which axe knows nothing
      wrong.push(...(await fits(page, 'forced colours')))
      await page.screenshot({ path: shot('phone-forced'), fullPage: true })
      await page.emulateMedia({ forcedColors: 'none', contrast: 'more', reducedMotion: 'reduce' })
      wrong.push(...(await look(page, 'phone-contrast')))
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%'
      })
      await page.screenshot({ path: shot('phone-twice') })
      await page.context().close()
      return wrong
    },
  )
}
