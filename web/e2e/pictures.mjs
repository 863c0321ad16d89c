// Pictures of every screen of the phone in both languages, for docs/kader.md and for eyes:
// node e2e/run.mjs pictures. No part of the whole walk. It also tells what is wider than
// the window, and which words of an English screen are Indonesian.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { office, openPage, phone } from './look.mjs'
import { backToday, hold, pin } from './phone.mjs'
import { password } from './server.mjs'

const screens = join(import.meta.dirname, '../../docs/kader/screens')
/** Where the dark ones go, which are for eyes only. */
const dark = join(import.meta.dirname, '../test-results')
const tallest = 1700
/** On which nobody works, after the Monday of the walk. */
const sunday = '2026-11-29'

/** The words of the phone in a language by their keys, from the files of the program. */
async function wordsOf(language) {
  const all = {}
  for (const name of ['base', 'phone', 'crew']) {
    const path = join(import.meta.dirname, `../src/shared/i18n/${name}.${language}.ts`)
    const text = readFileSync(path, 'utf8')
      .replace(/^import .*$/gm, '')
      .replace(/^export const \w+.*= \{$/m, 'export default {')
      .replace(/^\}.*$/m, '}')
    Object.assign(all, (await import(`data:text/javascript,${encodeURIComponent(text)}`)).default)
  }
  return all
}

/** A camera for the pages of a language: each picture as high as its screen, up to a bound. */
function camera(language, foreign) {
  const folder = join(screens, language)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const wrong = []
  let n = 0
  const shoot = async (page, name) => {
    await page.waitForTimeout(300)
    const [width, height] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ])
    if (width > phone.width) wrong.push(`${language} ${name} is ${width} px wide`)
    // biome-ignore lint/performance/useDomNodeTextContent: lines as they are seen
    for (const line of (await page.locator('body').innerText()).split('\n'))
      if (foreign.has(line.trim())) wrong.push(`${language} ${name} says “${line.trim()}”`)
    const high = { width: phone.width, height: Math.min(Math.max(height, phone.height), tallest) }
    await page.setViewportSize(high)
    await page.evaluate(() => scrollTo(0, 0))
    await page.waitForTimeout(200)
    const session = await page.context().newCDPSession(page)
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 45 })
    const number = String(++n).padStart(2, '0')
    writeFileSync(join(folder, `${number}-${name}.webp`), Buffer.from(data, 'base64'))
    await session.detach()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: join(dark, `pictures-${language}-${number}-${name}-dark.png`) })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(phone)
  }
  return { shoot, wrong }
}

/** Holds a phone whose user chose a language before. */
async function holdIn(browser, url, language) {
  const page = await hold(browser)
  page.ownHost = new URL(url).host
  await page.addInitScript((one) => localStorage.setItem('binaan.language', one), language)
  await page.goto(`${url}/kader/`)
  return page
}

const press = (where, name) => where.getByRole('button', { name }).first().click()
/** A button's words, after a sign or alone. */
const says = (text) => new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
/** Goes to a screen as a link within the page does, so that the PIN is not asked again. */
const go = (page, path) => page.evaluate((to) => history.pushState(null, '', `/kader${to}`), path)

async function enterByPassword(page, t, login) {
  await press(page, t.activatePassword)
  await page.getByLabel(t.loginName).fill(login)
  await page.getByLabel(t.loginPassword).fill(password)
}

async function picturesOfKader(page, t, login, shoot) {
  await page.getByLabel(t.activateCode).waitFor()
  await shoot(page, 'activate')
  await enterByPassword(page, t, login)
  await shoot(page, 'password')
  await page.getByRole('button', { name: t.loginButton, exact: true }).click()
  await page.getByLabel(t.pinChoose).fill(pin)
  await page.getByLabel(t.pinAgain).fill(pin)
  await shoot(page, 'new-pin')
  await press(page, t.pinKeep)
  await page.getByLabel(t.pinAsk).waitFor()
  await shoot(page, 'pin')
  await page.getByLabel(t.pinAsk).fill(pin)
  await page.getByRole('button', { name: t.pinOpen, exact: true }).click()
  const next = page.locator('.card.next a.main')
  await next.waitFor()
  await shoot(page, 'today')
  await press(page.locator('.card.next'), t.showOwed)
  await shoot(page, 'today-why')
  await press(page, t.shade)
  await shoot(page, 'shade')
  await press(page, t.shadeOpen)
  const family = (await next.getAttribute('href')).split('/').pop()
  await picturesOfOutcomes(page, t, family, shoot)
  await go(page, '/')
  await press(page, t.replan)
  await page.getByText(t.replanned.split('{')[0]).first().waitFor()
  await shoot(page, 'replanned')
  await press(page, t.replanBack)
  await picturesOfFamily(page, t, family, shoot)
  await go(page, '/kirim')
  await page.getByRole('heading', { name: t.finishDay }).waitFor()
  await shoot(page, 'finish')
  await go(page, '/target')
  await page.getByRole('heading', { name: t.tabTarget }).first().waitFor()
  await shoot(page, 'target')
  await go(page, '/bantuan')
  await page.getByText(t.helpStep1).waitFor()
  await shoot(page, 'help')
  await go(page, '/kartu')
  await page.getByRole('img', { name: t.cardQr }).waitFor()
  await shoot(page, 'card')
  await picturesOfOther(page, t, shoot)
  await go(page, '/')
  await page.locator('a[href*="/cetak/"]').click()
  await page.locator('.sheet').waitFor()
  await shoot(page, 'sheet')
}

async function picturesOfOutcomes(page, t, family, shoot) {
  const form = async (code, ...taps) => {
    await go(page, `/hasil/${family}/${code}`)
    for (const tap of taps) await press(page, says(tap))
  }
  await go(page, `/hasil/${family}`)
  await page.getByRole('button', { name: says(t.button_RUMAH_KOSONG) }).waitFor()
  await shoot(page, 'outcomes')
  await form('JANJI_BAYAR', t.day_tomorrow, t.part_PAGI, 'Rp100.000')
  await shoot(page, 'promise')
  await page.getByLabel(t.otherDay).fill(sunday)
  await page.getByText(t.hinderedAway).waitFor()
  await shoot(page, 'promise-sunday')
  await form('MINTA_LAIN_WAKTU', t.days_MINGGU, t.part_PAGI)
  await shoot(page, 'another-time')
  await form('REHAB_SETUJU')
  await page.getByText(t.rehabSimulation).waitFor()
  await shoot(page, 'rehab')
  await form('MENOLAK')
  await page.getByText(t.reason_HARGA).waitFor()
  await shoot(page, 'refused')
  await form('BERTEMU_LAIN')
  await page.getByText(t.neutralScript).waitFor()
  await shoot(page, 'somebody-else')
  await form('KELUHAN', t.reason_LAYANAN)
  await shoot(page, 'complaint')
  await form('BAYAR_LUNAS', t.purpose_IURAN, 'Rp100.000', t.channel_BANK)
  await shoot(page, 'pay')
  await page.getByRole('button', { name: t.store, exact: true }).click()
  await backToday(page)
  await page.locator('.stop.done').first().waitFor()
  await shoot(page, 'stored')
  await page.locator('.saved').waitFor({ state: 'detached' })
}

async function picturesOfFamily(page, t, family, shoot) {
  await go(page, '/keluarga')
  await page.locator('.stop a').first().waitFor()
  await shoot(page, 'families')
  // biome-ignore lint/performance/useDomNodeTextContent: the name stands on its line
  const name = await page.locator('.stop a').first().innerText()
  await page.locator('main input').fill(name.split(/\s/)[0])
  await shoot(page, 'search')
  await go(page, `/keluarga/${family}`)
  await page.getByText(t.lastVisits).waitFor()
  await shoot(page, 'family')
  for (const one of await page.locator('summary').all()) await one.click()
  await press(page, says(t.pinStart))
  await page.getByText(/±12/).first().waitFor()
  await shoot(page, 'family-pin')
  await go(page, `/keluarga/${family}/rt`)
  await page
    .getByText(/RT .+RW/)
    .first()
    .waitFor()
  await shoot(page, 'rt')
}

async function picturesOfOther(page, t, shoot) {
  await go(page, '/lain')
  const [meeting, lead] = [t.meetingHeads, t.leadHeads].map((text) =>
    page.locator('details', { hasText: text }),
  )
  await meeting.locator('summary').click()
  await meeting.getByLabel(t.meetingPlace).fill('Balai RW 4')
  await meeting.getByLabel(t.meetingHeads).fill('25')
  await press(meeting, says(t.topic_REHAB))
  await shoot(page, 'meeting')
  await meeting.locator('summary').click()
  await lead.locator('summary').click()
  await lead.getByLabel(t.leadName, { exact: true }).fill('Contoh Calon')
  await lead.getByLabel(t.phoneNumber).fill('0899-0000-0001')
  await lead.getByLabel(t.leadHeads).fill('3')
  await lead.getByRole('checkbox').check()
  await shoot(page, 'lead')
}

async function picturesOfSupervisor(page, t, login, shoot) {
  await enterByPassword(page, t, login)
  await page.getByRole('button', { name: t.loginButton, exact: true }).click()
  const list = page.getByRole('list', { name: t.crewTitle })
  await list.locator('a[href*="/orang/"]').first().waitFor()
  await shoot(page, 'crew')
  await list.locator('a[href*="/orang/"]').first().click()
  await page.getByRole('region', { name: t.crewRide }).waitFor()
  await shoot(page, 'crew-kader')
}

/** The code of a kader with a full day for each language: what one records the other does not see. */
async function kaderOfToday(browser, url, enter, ask, n) {
  const desk = await openPage(browser, office)
  await enter(desk, url, 'petugas')
  const { kader } = await ask(desk, 'kader')
  const found = []
  for (const one of kader) {
    const { cards } = await ask(desk, `routes?kader=${one.id}`)
    if ((cards ?? []).length >= 5) found.push(one.code)
    if (found.length === n) break
  }
  await desk.context().close()
  return found
}

export async function walkPictures(browser, server, { promise, enter, ask }) {
  const languages = ['id', 'en']
  const codes = await kaderOfToday(browser, server.url, enter, ask, languages.length)
  const words = { id: await wordsOf('id'), en: await wordsOf('en') }
  for (const [i, language] of languages.entries())
    await promise(`pictures of every screen of the phone, ${language}`, async () => {
      const t = words[language]
      const own = new Set(Object.values(t))
      const others = Object.values(words).flatMap((one) => Object.values(one))
      const { shoot, wrong } = camera(language, new Set(others.filter((text) => !own.has(text))))
      const login = ['wati', 'ani'][i]
      server.user(login, 'kader', '--kader', codes[i])
      server.user(`penyelia-${language}`, 'supervisor')
      const kader = await holdIn(browser, server.url, language)
      await picturesOfKader(kader, t, login, shoot)
      await kader.context().close()
      const supervisor = await holdIn(browser, server.url, language)
      await picturesOfSupervisor(supervisor, t, `penyelia-${language}`, shoot)
      await supervisor.context().close()
      for (const said of wrong) console.log(`      ${said}`)
    })
}
