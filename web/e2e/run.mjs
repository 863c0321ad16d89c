// Walks the three faces as people do, in Chromium against the real program:
// login, import, territories, today's route, map of arrears. With names of walks
// (node e2e/run.mjs device faults) only those; those of alone and named share a branch
// that was planned before.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { walkBoard } from './board.mjs'
import { launch } from './browser.mjs'
import { walkCard } from './card.mjs'
import { walkCrew } from './crew.mjs'
import { walkDeployments } from './deploy.mjs'
import { walkDevices } from './device.mjs'
import { walkDrawing } from './draw.mjs'
import { walkFaults } from './faults.mjs'
import { walkHolidays } from './holiday.mjs'
import { walkLine } from './line.mjs'
import { look, office, openPage, phone } from './look.mjs'
import { walkMatters } from './matters.mjs'
import { walkNovice } from './novice.mjs'
import { walkPhone } from './phone.mjs'
import { walkPictures } from './pictures.mjs'
import { walkProofs } from './proofs.mjs'
import { walkProposals } from './propose.mjs'
import { walkReceipts } from './receipt.mjs'
import { walkScenarios } from './scenario.mjs'
import { moment, password, startServer } from './server.mjs'
import { walkSigns } from './signs.mjs'

let passed = 0
let failed = 0

/** Ends the walk: what comes later builds on what failed. */
class Broken extends Error {}

/** Fails what waits for ever: none takes a tenth of this. */
function tooLong() {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error('it does not end')), 300_000).unref()
  })
}

/** One promise of the product, and what came of it. */
async function promise(name, keep) {
  const start = Date.now()
  try {
    const wrong = (await Promise.race([keep(), tooLong()])) ?? []
    if (wrong.length > 0) throw new Error(wrong.join('\n  '))
    passed++
    console.log(`ok    ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failed++
    console.log(`FAIL  ${name}\n  ${error.message}`)
    throw new Broken(name)
  }
}

/** What a page says, for those who see the log of a machine and not its screen. */
async function wordsOn(page) {
  const words = await page
    .locator('body')
    .ariaSnapshot()
    .catch((error) => error.message)
  return words.slice(0, 1500)
}

function must(condition, what) {
  if (!condition) throw new Error(what)
}

async function enter(page, url, login) {
  page.ownHost = new URL(url).host
  await page.goto(url)
  await page.getByLabel('Nama masuk').fill(login)
  await page.getByLabel('Kata sandi').fill(password)
  await page.getByText('Jam latihan').waitFor()
  await page.getByRole('button', { name: 'Masuk' }).click()
  await page.getByRole('button', { name: 'Keluar' }).waitFor()
  await page.getByText('Jam latihan').waitFor()
}

const kinds = [
  ['areas', 'areas.geojson'],
  ['kader', 'kader.csv'],
  ['households', 'households.csv'],
  ['visits', 'visits.csv'],
  ['payments', 'payments.csv'],
]

/** Sends a file on the import page and gives what became of its rows. */
async function upload(page, kind, path) {
  const before = ((await ask(page, 'imports')).imports ?? []).length
  await page.waitForFunction((n) => document.querySelectorAll('article.import').length === n, before)
  await page.getByLabel('Isi berkas').selectOption(kind)
  await page.getByLabel('Berkas', { exact: true }).setInputFiles(path)
  await page.getByRole('button', { name: 'Kirim' }).click()
  await page
    .waitForFunction((n) => document.querySelectorAll('article.import').length > n, before, {
      timeout: 60_000,
    })
    .catch(async () =>
      must(false, `import ${kind} does not end: ${await page.locator('main').textContent()}`),
    )
  const article = page.locator('article.import').first()
  const heading = await article.locator('h3').textContent()
  must(heading.includes('selesai'), `import ${kind}: ${await article.textContent()}`)
  const counts = {}
  for (const row of await article.locator('.counts > div').all())
    counts[await row.locator('dt').textContent()] = Number(
      (await row.locator('dd').textContent()).replaceAll('.', ''),
    )
  return counts
}

/** Asks the API as the page's account. */
function ask(page, path, options = {}) {
  return page.evaluate(
    async ([url, init]) => {
      const answer = await fetch(url, init)
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    [`/api/v1/branches/9901/${path}`, options],
  )
}

/** The month with days to come: the next one where this one has but a week left. */
async function monthAhead(page) {
  const { today } = await page.evaluate(async () => (await fetch('/api/v1/branches/9901')).json())
  return new Date(Date.parse(today) + 7 * 86_400_000).toISOString().slice(0, 7)
}

/** Shows the routes of the month ahead. */
async function openRoutes(page) {
  await page.getByRole('link', { name: 'Rute' }).click()
  await page.getByLabel('Bulan', { exact: true }).fill(await monthAhead(page))
}

/** A kader's day to come with visits, the next one. */
async function nextDay(page, kader) {
  const { today, days } = await ask(page, `routes?kader=${kader}`)
  for (const day of days.filter((one) => one > today)) {
    const seen = await ask(page, `routes?kader=${kader}&day=${day}`)
    if (seen.cards.length > 1) return seen
  }
  throw new Error(`kader ${kader} has no day to come`)
}

/** A kader who has five visits or more today: a login of theirs, and a code for their phone. */
async function kaderOfToday(page, server) {
  const { kader } = await ask(page, 'kader')
  for (const one of kader) {
    const { cards } = await ask(page, `routes?kader=${one.id}`)
    if ((cards ?? []).length < 5) continue
    server.user('kader', 'kader', '--kader', one.code)
    return ask(page, `kader/${one.id}/device-code`, { method: 'POST' })
  }
  throw new Error('no kader has visits today: let the walk begin on a working day')
}

/** Reads a kader's day again and again until it is as it should be. */
async function until(page, kader, day, what, ok) {
  for (let i = 0; i < 180; i++) {
    const seen = await ask(page, `routes?kader=${kader}&day=${day}`)
    if (ok(seen)) return seen
    await page.waitForTimeout(500)
  }
  throw new Error(`kader ${kader} on ${day}: never ${what}`)
}

/** Opens a panel beside the map. */
const open = (page, tab) => page.getByRole('tab', { name: tab, exact: true }).click()

/** Has the branch divided anew and shows the n-th plan. */
async function divide(page, n) {
  await open(page, 'Pemecah')
  await page.getByRole('button', { name: 'Bagi otomatis' }).click()
  await page.waitForFunction((all) => document.querySelector('.toolbar select')?.options.length === all, n, {
    timeout: 180_000,
  })
  await page.locator('.toolbar select').first().selectOption(String(n))
  await open(page, 'Skenario')
  await page.getByRole('button', { name: 'Terbitkan' }).waitFor()
}

async function newestPlan(page) {
  const { plans } = await ask(page, 'territory-plans')
  return ask(page, `territory-plans/${plans[0].id}`)
}

/** The blocks of the locked territory of the newest plan. */
async function lockedBlocks(page) {
  const plan = await newestPlan(page)
  const locked = plan.territories.find((one) => one.locked)
  const { blocks } = await ask(page, `blocks?plan=${plan.id}`)
  return blocks.filter((one) => one.territory === locked.id).map((one) => `${one.desa} ${one.cell}`)
}

async function walk(browser, server) {
  const desk = await openPage(browser, office)
  await promise('a wrong password is refused in Indonesian', async () => {
    desk.ownHost = new URL(server.url).host
    await desk.goto(server.url)
    await desk.getByLabel('Nama masuk').fill('petugas')
    await desk.getByLabel('Kata sandi').fill('bukan-kata-sandinya')
    await desk.getByRole('button', { name: 'Masuk' }).click()
    await desk.getByRole('alert').waitFor()
    return look(desk, 'login')
  })
  await promise('an officer logs in and is told to begin with an import', async () => {
    await enter(desk, server.url, 'petugas')
    await desk.getByText('Mulai dari Impor').waitFor()
    return look(desk, 'workbench-empty')
  })
  await promise('five files are imported and every row is accounted for', async () => {
    await desk.getByRole('link', { name: 'Impor', exact: true }).click()
    for (const [kind, file] of kinds) {
      const { Baris, Baru, Berubah, Tetap, Ganda, Ditolak } = await upload(
        desk,
        kind,
        join(server.files, file),
      )
      must(Baris > 0 && Baru > 0, `${kind}: nothing came in`)
      must(Baris === Baru + Berubah + Tetap + Ganda + Ditolak, `${kind}: rows are missing`)
    }
    return look(desk, 'imports')
  })
  await promise('the same file again, broken off twice and resumed, changes nothing', async () => {
    const release = await server.hold('household')
    const newest = desk.locator('article.import').first()
    const again = newest.getByRole('button', { name: 'Lanjutkan impor ini' })
    await desk.getByLabel('Isi berkas').selectOption('households')
    await desk.getByLabel('Berkas', { exact: true }).setInputFiles(join(server.files, 'households.csv'))
    await desk.getByRole('button', { name: 'Kirim' }).click()
    server.cut()
    await again.waitFor()
    const wrong = await look(desk, 'import-broken')
    await again.click()
    server.cut()
    await again.waitFor()
    await release()
    const { imports } = await ask(desk, 'imports')
    server.resume(imports[0].id)
    await desk.evaluate(() => dispatchEvent(new Event('focus'))) // the officer comes back from the terminal
    await newest.locator('h3', { hasText: 'selesai' }).waitFor()
    const counted = await newest.locator('.counts dd').allTextContents()
    must(counted[0] === counted[3] && counted[1] === '0', `changed: ${counted}`)
    return wrong
  })
  await promise('a file is checked, imported as it was checked, its refusals seen, and undone', async () => {
    const articles = desk.locator('article.import')
    const one = async (act) => {
      const before = await articles.count()
      await act()
      await desk.waitForFunction((n) => document.querySelectorAll('article.import').length > n, before)
    }
    const [head, row] = readFileSync(join(server.files, 'households.csv'), 'utf8').split('\n')
    const cells = row.split(',')
    cells[head.split(',').indexOf('kelas')] = '9'
    await desk.getByLabel('Isi berkas').selectOption('households')
    await desk.getByLabel('Berkas', { exact: true }).setInputFiles({
      name: 'susulan.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${head}\n${cells.join(',')}\n`),
    })
    await desk.getByLabel('Periksa saja').check()
    await one(() => desk.getByRole('button', { name: 'Kirim' }).click())
    await desk.getByText('susulan.csv sudah diperiksa').waitFor()
    const wrong = await look(desk, 'import-checked')
    await one(() => desk.getByRole('button', { name: 'Impor sekarang' }).click())
    const newest = articles.first()
    await newest.locator('summary', { hasText: 'Baris ditolak: 1' }).click()
    await newest.getByRole('cell', { name: 'kelas harus 1, 2 atau 3' }).waitFor()
    wrong.push(...(await look(desk, 'import-refusals')))
    await newest.getByRole('button', { name: 'Batalkan impor ini' }).click()
    await newest.getByText('kembali seperti semula').waitFor()
    wrong.push(...(await look(desk, 'import-undo')))
    await newest.getByRole('button', { name: 'Ya, batalkan' }).click()
    await newest.getByText('dibatalkan oleh petugas').waitFor()
    return wrong
  })
  await promise('a file that is none is refused with a sentence', async () => {
    const before = await desk.locator('article.import').count()
    await desk.getByLabel('Isi berkas').selectOption('households')
    await desk.getByLabel('Berkas', { exact: true }).setInputFiles({
      name: 'foto.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]),
    })
    await desk.getByRole('button', { name: 'Kirim' }).click()
    await desk.waitForFunction((n) => document.querySelectorAll('article.import').length > n, before)
    await desk.locator('article.import').first().locator('.notice.bad').waitFor()
    return look(desk, 'import-refused')
  })
  await promise('a file with a heading and no rows is refused with a sentence', async () => {
    const before = await desk.locator('article.import').count()
    await desk.getByLabel('Isi berkas').selectOption('payments')
    await desk.getByLabel('Berkas', { exact: true }).setInputFiles({
      name: 'kosong.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('no_kk,tanggal,jumlah,kanal,no_ref\n'),
    })
    await desk.getByRole('button', { name: 'Kirim' }).click()
    await desk.waitForFunction((n) => document.querySelectorAll('article.import').length > n, before)
    await desk.getByText('tidak ada satu baris data pun').waitFor()
  })
  await promise('territories are planned, shown and published', async () => {
    await desk.getByRole('link', { name: 'Wilayah' }).click()
    await desk.getByRole('button', { name: 'Bagi otomatis' }).click()
    await desk.getByRole('tab', { name: 'Pemecah' }).click({ timeout: 180_000 })
    await desk.locator('.judgement li').nth(3).waitFor()
    await desk.getByText('Dibuat dengan bobot').click()
    await desk.getByText('Desa utuh: 50').waitFor()
    await open(desk, 'Skenario')
    await desk.getByText('belum ada wilayah, jadi tidak ada yang pindah').waitFor()
    await desk.getByRole('button', { name: 'Terbitkan' }).click()
    await desk.getByText('Diterbitkan sejak').first().waitFor()
    must(
      (await desk.getByRole('button', { name: 'Terbitkan' }).count()) === 0,
      'a plan in force can be published again',
    )
    await desk.waitForTimeout(1500)
    return look(desk, 'territories')
  })
  await promise('an officer asks what if, and nothing is stored', async () => {
    await open(desk, 'Pemecah')
    await desk.locator('summary', { hasText: 'Bagaimana jika…' }).click()
    const panel = desk.locator('.question')
    const answer = desk.locator('.answer')
    await panel.getByLabel('Kader').selectOption({ index: 1 })
    await panel.getByRole('button', { name: 'Hitung' }).click()
    await answer.getByText('KK pindah kader').waitFor({ timeout: 60_000 })
    const wrong = await look(desk, 'what-if-leave')
    await desk.getByRole('button', { name: 'kader sakit' }).click()
    await panel.getByLabel('Kader').selectOption({ index: 1 })
    await panel.getByLabel('Lama (hari)').fill('30')
    await panel.getByRole('button', { name: 'Hitung' }).click()
    await answer.getByText('hilang dari harapan').waitFor()
    await desk.getByRole('button', { name: 'memilih calon' }).click()
    for (const [i, where] of (await panel.getByLabel('Kecamatan kontrak').all()).entries())
      await where.selectOption({ index: 1 + (i % 2) })
    await panel.getByRole('button', { name: 'Hitung' }).click()
    await answer.getByText('Tidak terpilih').waitFor({ timeout: 60_000 })
    must((await answer.locator('tbody tr').count()) === 2, 'not two of four candidates are taken')
    wrong.push(...(await look(desk, 'what-if-choose')))
    const plans = await ask(desk, 'territory-plans')
    must(plans.plans.length === 1, `questions left ${plans.plans.length} plans`)
    return wrong
  })
  await promise('a question can be cancelled', async () => {
    await desk.route('**/territory-what-if', () => {}) // an answer that never comes
    await desk.getByRole('button', { name: 'kader bergabung' }).click()
    await desk.locator('.question').getByLabel('Kecamatan kontrak').selectOption({ index: 1 })
    await desk.locator('.question').getByRole('button', { name: 'Hitung' }).click()
    await desk.getByText('Menghitung…').waitFor()
    const wrong = await look(desk, 'what-if-running')
    await desk.getByRole('button', { name: 'Batalkan' }).click()
    await desk.getByText('Dibatalkan.').waitFor()
    await desk.unroute('**/territory-what-if')
    return wrong
  })
  await promise('a locked territory keeps its blocks in the next plan', async () => {
    await open(desk, 'Wilayah')
    const lock = desk.locator('button.lock').first()
    await lock.click()
    await desk.locator('button.lock[aria-pressed="true"]').first().waitFor()
    const before = await lockedBlocks(desk)
    await divide(desk, 2)
    await open(desk, 'Wilayah')
    await desk.locator('button.lock[aria-pressed="true"]').first().waitFor()
    const after = await lockedBlocks(desk)
    must(before.length > 0 && before.join() === after.join(), 'the blocks of the locked territory changed')
    return look(desk, 'territory-locked')
  })
  await promise('after a kader left, the second territory proposed is approved and withdrawn', async () => {
    const kader = readFileSync(join(server.files, 'kader.csv'), 'utf8')
    const fewer = join(server.files, 'kader-berhenti.csv')
    writeFileSync(fewer, kader.replace(/aktif(?=\s*$)/, 'berhenti'))
    await desk.getByRole('link', { name: 'Impor', exact: true }).click()
    must((await upload(desk, 'kader', fewer)).Berubah === 1, 'no kader left')
    await desk.getByRole('link', { name: 'Wilayah' }).click()
    await divide(desk, 3)
    const moves = desk.getByRole('region', { name: 'Perpindahan' })
    await moves.locator('tbody tr', { hasText: 'Belum terbagi' }).first().waitFor()
    must(
      (await moves.locator('tfoot').textContent()).includes('paling sedikit'),
      'the least to move is not told',
    )
    await open(desk, 'Masalah')
    const panel = desk.locator('.gaps details').filter({ hasText: 'Wilayah rangkap' })
    await panel.locator('summary').click()
    const { unserved } = await newestPlan(desk)
    await panel.getByRole('button', { name: 'Setujui rangkap' }).first().click()
    must(
      (await panel.getByLabel('Nomor surat atau alasan').getAttribute('required')) !== null,
      'outside the contract no letter is asked for',
    )
    await panel.getByLabel('Nomor surat atau alasan').fill('B/12/KC/2026')
    const wrong = await look(desk, 'merangkap-form')
    await panel.locator('form button[type=submit]').click()
    await panel.getByText('disetujui petugas').waitFor()
    const plan = await newestPlan(desk)
    const second = plan.territories.find((one) => one.merangkap)
    must(
      plan.unserved.eligible === unserved.eligible - second.eligible,
      'the families of the second territory are still unserved',
    )
    wrong.push(...(await look(desk, 'merangkap-approved')))
    await panel.getByRole('button', { name: 'Cabut rangkap' }).click()
    await panel.getByRole('button', { name: 'Setujui rangkap' }).first().waitFor()
    must((await newestPlan(desk)).unserved.eligible === unserved.eligible, 'withdrawing left something')
    await desk.getByRole('link', { name: 'Impor', exact: true }).click()
    await upload(desk, 'kader', join(server.files, 'kader.csv'))
    return wrong
  })
  await promise('an officer changes what counts and sees it on the plan, and who moves', async () => {
    await desk.getByRole('link', { name: 'Wilayah' }).click()
    await open(desk, 'Pemecah')
    await desk.getByText('Pengaturan', { exact: true }).click()
    await desk.getByRole('spinbutton', { name: 'Desa utuh' }).fill('-1')
    await desk.getByRole('button', { name: 'Bagi otomatis' }).click()
    must((await desk.getByRole('button', { name: 'Batalkan' }).count()) === 0, 'a negative weight was taken')
    await desk.getByRole('spinbutton', { name: 'Desa utuh' }).fill('200')
    await desk.getByLabel('Waktu (detik)').fill('3')
    await desk.getByLabel('Gambar ulang').check()
    const wrong = await look(desk, 'plan-settings')
    const before = await desk.locator('.toolbar select option').count()
    await desk.getByRole('button', { name: 'Bagi otomatis' }).click()
    await desk.waitForFunction((n) => document.querySelector('.toolbar select')?.options.length > n, before, {
      timeout: 60_000,
    })
    await open(desk, 'Skenario')
    await desk.getByRole('button', { name: 'Terbitkan' }).waitFor()
    await desk.getByText('Dibandingkan dengan').waitFor()
    await open(desk, 'Pemecah')
    await desk.getByText('Dibuat dengan bobot').click()
    await desk.getByText('Desa utuh: 200').waitFor()
    await desk.waitForTimeout(1500)
    wrong.push(...(await look(desk, 'territories-draft')))
    return wrong
  })
  await promise('the frontier is compared, stopped, and chosen from', async () => {
    await open(desk, 'Pemecah')
    await desk.getByText('Pengaturan', { exact: true }).click()
    await desk.getByLabel('Waktu (detik)').fill('60')
    await desk.getByText('Pilihan perpindahan').click()
    await desk.route('**/territory-frontier/events**', () => {}) // whole desa are compared in no time
    await desk.getByRole('button', { name: 'Bandingkan' }).click()
    const wrong = await look(desk, 'frontier-running')
    await desk.getByRole('button', { name: 'Batalkan' }).click()
    await desk.getByText('Perbandingan dihentikan').waitFor()
    await desk.unroute('**/territory-frontier/events**')
    await desk.getByLabel('Waktu (detik)').fill('3')
    await desk.getByRole('button', { name: 'Bandingkan' }).click()
    const ways = desk.getByRole('region', { name: 'Pilihan perpindahan' }).locator('tbody tr')
    await ways.first().waitFor({ timeout: 60_000 })
    must((await ways.count()) === 5, 'not five ways')
    wrong.push(...(await look(desk, 'frontier')))
    await desk.getByRole('button', { name: 'Pakai: Wilayah tetap 20' }).click()
    await desk.getByText('Pengaturan sudah diisi').waitFor()
    must(
      (await desk.getByRole('spinbutton', { name: 'Wilayah tetap' }).inputValue()) === '20',
      'the weight is not filled in',
    )
    must(
      !(await desk.getByRole('checkbox', { name: 'Gambar ulang' }).isChecked()),
      'it would still be drawn anew',
    )
    await desk.setViewportSize(phone)
    wrong.push(...(await look(desk, 'plan-settings-phone')))
    await desk.setViewportSize(office)
    await desk.getByRole('button', { name: 'English' }).click()
    wrong.push(...(await look(desk, 'plan-settings-english')))
    await desk.getByRole('button', { name: 'Bahasa Indonesia' }).click()
    return wrong
  })
  let kader = ''
  await promise('routes are planned for every kader', async () => {
    await openRoutes(desk)
    await desk.getByRole('button', { name: 'Susun rute' }).click()
    await desk.locator('table tbody tr').first().waitFor({ timeout: 300_000 })
    const detail = await desk.evaluate(async () => {
      const plans = await (await fetch('/api/v1/branches/9901/route-plans')).json()
      return (await fetch(`/api/v1/branches/9901/route-plans/${plans.plans[0].id}`)).json()
    })
    must(detail.state === 'done', detail.failure ?? detail.state)
    kader = String(detail.kader.find((one) => one.visits > 0)?.kader ?? '')
    must(kader !== '', 'no kader has a visit')
    return look(desk, 'routes')
  })
  await promise('a plan in the queue says what it waits for', async () => {
    const wrong = []
    for (const [place, said, shot] of [
      [{ ahead: 12, worked: true }, '12 pekerjaan didahulukan', 'routes-queued'],
      [{ ahead: 0, worked: false }, 'belum ada program yang mengerjakannya', 'routes-nobody-works'],
    ]) {
      await desk.route('**/route-plans', async (route) => {
        const answer = await route.fetch()
        const seen = await answer.json()
        Object.assign(seen.plans[0], { state: 'queued', place })
        await route.fulfill({ response: answer, json: seen })
      })
      await desk.getByText(said).waitFor({ timeout: 20_000 })
      wrong.push(...(await look(desk, shot)))
      await desk.unroute('**/route-plans')
    }
    await desk.getByRole('button', { name: 'Susun rute' }).waitFor({ timeout: 20_000 })
    return wrong
  })
  await promise('an officer reads who is not visited, why, and how good the month is', async () => {
    const { kader: months } = await ask(desk, `routes/month?month=${await monthAhead(desk)}`)
    const one = months.find((month) => String(month.kader) === kader)
    await desk
      .locator('tbody tr', { hasText: one.name })
      .first()
      .getByRole('button', { name: 'Lihat hari' })
      .click()
    const panel = desk.locator('section.gaps')
    const left = panel.locator('details').first()
    const { provenDays, days, announced } = one.certificate
    const known = announced === days ? `${announced} diumumkan` : `${provenDays}/${days - announced}`
    await panel
      .getByText(announced > 0 && announced < days ? `${known} + ${announced} diumumkan` : known, {
        exact: true,
      })
      .waitFor()
    await panel.getByText(String(one.certificate.seed), { exact: true }).waitFor()
    await left.locator('summary').click()
    await left.locator('tbody tr').first().waitFor()
    await left.getByRole('button', { name: 'Tampilkan semua' }).click()
    const all = await left.locator('tbody tr').count()
    must(all === one.leftOut, `${all} rows, ${one.leftOut} families are left out`)
    await left.getByText('lebih untuk menggeser').first().waitFor()
    must(!/[A-Z]+_[A-Z]+/.test(await panel.textContent()), 'a code without words is on the page')
    must(!/\d{16}/.test(await left.textContent()), 'a whole identity number is on the page')
    await left.getByLabel('Alasan').selectOption('OUTBID')
    const outbid = await left.locator('tbody tr').count()
    must(outbid > 0 && outbid < all, `${outbid} of ${all} families are outbid`)
    await panel.locator('summary', { hasText: 'Ditahan untuk janji' }).click()
    const wrong = await look(desk, 'left-out')
    await desk.setViewportSize(phone)
    wrong.push(...(await look(desk, 'left-out-phone')))
    await desk.getByRole('button', { name: 'English' }).click()
    await left.getByText('more to displace').first().waitFor()
    wrong.push(...(await look(desk, 'left-out-phone-english')))
    await desk.getByRole('button', { name: 'Bahasa Indonesia' }).click()
    await desk.setViewportSize(office)
    return wrong
  })
  await promise('an admin makes an account, ends it and opens it again', async () => {
    server.user('admin', 'admin')
    const page = await openPage(browser, office)
    await enter(page, `${server.url}/akun`, 'admin')
    await page.getByLabel('Nama', { exact: true }).fill('Budi Santoso')
    await page.locator('form').getByLabel('Nama masuk').fill('budi')
    await page.getByRole('button', { name: 'Buat akun' }).click()
    await page.getByText('hanya tampil sekali').waitFor()
    const row = page.getByRole('row', { name: /Budi Santoso/ })
    await row.getByRole('button', { name: 'Ubah: budi' }).click()
    await row.getByRole('button', { name: 'Tutup akun' }).click()
    await row.getByText('ditutup').waitFor()
    const wrong = await look(page, 'accounts')
    await row.getByRole('button', { name: 'Buka lagi' }).click()
    await row.getByText('boleh masuk').waitFor()
    await page.getByLabel('Nama kedeputian').fill('Kedeputian Wilayah Enam')
    await page
      .locator('form', { has: page.getByLabel('Nama kedeputian') })
      .getByRole('button')
      .click()
    await page.getByText('Kedeputian Kantor Cabang Contoh tersimpan.').waitFor()
    await page.getByRole('button', { name: 'Akun saya' }).click()
    await page.getByRole('heading', { name: 'Akun saya' }).waitFor()
    await page.getByLabel('Kata sandi Anda').fill(password)
    await page.getByRole('button', { name: 'Pasang autentikator' }).click()
    await page.getByAltText('Kode QR untuk aplikasi autentikator').waitFor()
    wrong.push(...(await look(page, 'own-account')))
    await page.close()
    return wrong
  })
  const present = await kaderOfToday(desk, server)
  await walkPhone(browser, server, { promise, must, ...present })
  await promise('the office sees what came of a kader’s day', async () => {
    const { name, visits } = await ask(desk, `routes?kader=${present.kader}`)
    must(visits.length > 1, `${visits.length} visits are known`)
    await desk.getByRole('link', { name: 'Rute' }).click()
    await desk
      .locator('tbody tr', { hasText: name })
      .first()
      .getByRole('button', { name: 'Lihat hari' })
      .click()
    const day = desk.getByRole('region', { name: 'Rute hari itu dan hasilnya' })
    await day
      .locator('td:last-child div')
      .nth(visits.length - 1)
      .waitFor()
    const wrong = await look(desk, 'day-came')
    await desk.getByRole('button', { name: 'Hari sebelumnya' }).click()
    await desk.getByRole('button', { name: 'Hari ini', exact: true }).click()
    await day.waitFor()
    return wrong
  })
  await promise('a kader marked as ill has no route, and is planned anew unasked', async () => {
    const before = await nextDay(desk, kader)
    await desk.getByRole('link', { name: 'Kader', exact: true }).click()
    const row = desk.locator('tbody tr', { hasText: before.name })
    await row.getByRole('button', { name: 'Catat halangan' }).click()
    await row.getByLabel('Sejak').fill(before.day)
    await row.getByLabel('Sampai').fill(before.day)
    const wrong = await look(desk, 'kader-away-form')
    await row.getByRole('button', { name: 'Simpan' }).click()
    await desk.getByText('Tersimpan.').waitFor()
    wrong.push(...(await look(desk, 'kader-away')))
    await desk.setViewportSize(phone)
    await desk.getByRole('button', { name: 'English' }).click()
    await desk.getByRole('button', { name: 'Take back' }).click()
    wrong.push(...(await look(desk, 'kader-away-phone')))
    await desk.getByRole('button', { name: 'Bahasa Indonesia' }).click()
    await desk.setViewportSize(office)
    const after = await until(desk, kader, before.day, 'without a route', (seen) => seen.route === null)
    must(!after.days.includes(before.day), 'the day is still among the planned ones')
    must(after.days.length > 0, 'no other day is planned')
    await openRoutes(desk)
    await desk.getByText('kader berhalangan').waitFor()
    must((await desk.locator('table tbody tr').count()) > 1, 'the other kader are gone from the month')
    wrong.push(...(await look(desk, 'routes-anew')))
    return wrong
  })
  await promise('a family that pays leaves its day, and the others stay', async () => {
    const { kader: months } = await ask(desk, `routes/month?month=${await monthAhead(desk)}`)
    const other = months.find((one) => String(one.kader) !== kader && one.visits > 5)?.kader ?? kader
    const before = await nextDay(desk, other)
    const paid = before.cards.at(-1)
    const { noKk } = await ask(desk, `households/${paid.household}/reveal`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ reason: 'pembayaran', note: 'uji pembayaran' }),
    })
    await desk.getByRole('link', { name: 'Impor', exact: true }).click()
    const counts = await upload(desk, 'payments', {
      name: 'bayar.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `no_kk,tanggal,jumlah,kanal,no_ref\n${noKk},${before.today},${paid.arrears},BANK,UJI-1\n`,
      ),
    })
    must(counts.Baru === 1, `the payment did not come in: ${JSON.stringify(counts)}`)
    const has = (day, id) => day.cards.some((card) => card.household === id)
    const after = await until(
      desk,
      other,
      before.day,
      'without the paid family',
      (seen) => !has(seen, paid.household),
    )
    const tomorrow = new Date(Date.parse(`${before.today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
    if (before.day === tomorrow)
      for (const card of before.cards.slice(0, -1))
        must(has(after, card.household), `household ${card.household} left as well`)
    await openRoutes(desk)
    await desk.getByText('pembayaran masuk').waitFor()
    return look(desk, 'routes-paid')
  })
  await promise('a manager sees the map of arrears and its table', async () => {
    const office2 = await openPage(browser, office)
    await enter(office2, `${server.url}/manager/`, 'kepala')
    await office2.getByText('Keterangan').first().waitFor()
    await office2.locator('.maplibregl-canvas').waitFor()
    await office2.waitForTimeout(2000)
    const wrong = await look(office2, 'heat')
    await office2.setViewportSize(phone)
    wrong.push(...(await look(office2, 'heat-phone')))
    await office2.goto(server.url)
    await office2.getByText('Akun ini memakai halaman lain').waitFor()
    wrong.push(...(await look(office2, 'other-face')))
    await office2.context().close()
    return wrong
  })
  await promise('the workbench fits a narrow window', async () => {
    await desk.setViewportSize(phone)
    await desk.goto(server.url)
    await desk.locator('.hand').first().waitFor()
    await open(desk, 'Masalah')
    for (const panel of await desk.locator('.gaps > details > summary').all())
      if (await panel.isVisible()) await panel.click()
    return look(desk, 'workbench-phone')
  })
}

/** Walks that need no more than a planned branch with a kader who has visits today, in this order. */
const alone = {
  board: walkBoard,
  faults: walkFaults,
  deploy: walkDeployments,
  device: walkDevices,
  receipt: walkReceipts,
  card: walkCard,
  matters: walkMatters,
  signs: walkSigns,
  proofs: walkProofs,
  novice: walkNovice,
  holiday: walkHolidays,
  line: walkLine,
}

/** Walks for which nobody else has walked in the branch before, and pictures for docs. */
const named = { phone: walkPhone, pictures: walkPictures, crew: walkCrew }

/** Walks with a branch of their own. */
const own = {
  draw: walkDrawing,
  propose: walkProposals,
  scenario: walkScenarios,
  office: async (browser) => walk(browser, await begin()),
}

const servers = []

async function begin() {
  servers.push(await startServer(3000))
  return servers.at(-1)
}

/** The branch as the office's walk leaves it, made by the command line. */
async function walkChosen(browser, names) {
  const server = await begin()
  for (const [kind, file] of kinds) server.bring(kind, file)
  server.plan('territories', '--publish', moment.slice(0, 10), '--iterations', '2000')
  server.plan('routes', '--month', moment.slice(0, 7), '--seconds', '2')
  const desk = await openPage(browser, office)
  await enter(desk, server.url, 'petugas')
  const today = await kaderOfToday(desk, server)
  await desk.context().close()
  for (const name of names)
    await (alone[name] ?? named[name])(browser, server, { promise, must, enter, ask, ...today })
}

const all = { ...alone, ...named, ...own }
const chosen = process.argv.slice(2)
for (const name of chosen)
  if (!all[name]) throw new Error(`no walk ${name}: one of ${Object.keys(all).join(', ')}`)
if (chosen.length === 0) chosen.push(...Object.keys(alone), ...Object.keys(own))
const browser = await launch()
try {
  const shared = chosen.filter((name) => !own[name])
  if (shared.length > 0) await walkChosen(browser, shared)
  for (const name of chosen.filter((one) => own[one])) await own[name](browser, { promise, must, enter, ask })
} catch (error) {
  if (!(error instanceof Broken)) throw error
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const { log } of servers) console.log(log.join('').split('\n').slice(-40).join('\n'))
  for (const [i, page] of pages.entries()) {
    await page.screenshot({
      path: join(import.meta.dirname, `../test-results/failed-${chosen[0]}-${i}.png`),
    })
    console.log(`page ${i}: ${page.url()}\n${await wordsOn(page)}\n`)
  }
} finally {
  await browser.close()
  for (const server of servers) await server.stop()
}
console.log(
  readdirSync(join(import.meta.dirname, '../test-results')).length,
  'screenshots in web/test-results',
)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
