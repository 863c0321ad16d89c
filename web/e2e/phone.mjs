// The kader's phone: made known, shut by a PIN, used at the door with and without a
// line, and what becomes of it when something breaks.
import { look as lookAt, openPage, phone } from './look.mjs'
import { moment, password } from './server.mjs'

/** All but the browser's own word on a line that is cut. */
const look = async (page, name) => (await lookAt(page, name)).filter((said) => !said.includes('ERR_INTERNET'))

export const pin = '271828'

/** A touch phone of 360 by 640 that stands at a place. */
export const hold = (browser, more = {}) =>
  openPage(browser, phone, {
    hasTouch: true,
    isMobile: true,
    permissions: ['geolocation'],
    geolocation: { latitude: -7.5561, longitude: 110.8316, accuracy: 12 },
    ...more,
  })

/**
 * Shows the phone six visits for today of which nothing is recorded, as many of them
 * planned as there are: what other phones recorded before is left out, so that a walk
 * does not ask which walks came before it.
 */
export const freshDay = (page) =>
  page.context().route('**/api/v1/sync/changes', async (route) => {
    const gone = () => undefined // the line was cut, or the page is closed
    // Of a part alone no day could be made: the whole pack comes as if all had changed.
    const { 'if-none-match': _, ...headers } = route.request().headers()
    const answer = await route.fetch({ headers }).catch(gone)
    if (!answer) return route.abort('connectionreset').catch(gone)
    if (answer.status() !== 200) return route.fulfill({ response: answer }).catch(gone)
    const change = await answer.json().catch(gone)
    if (!change) return route.abort('connectionreset').catch(gone)
    const pack = { ...change.parts, families: change.families }
    for (const one of pack.families) one.last = one.last?.filter(({ day }) => day !== pack.today)
    const day = pack.days.find((one) => one.day === pack.today)
    const planned = day.stops.filter((stop) => pack.families.some(({ id }) => id === stop.household))
    const others = pack.families
      .filter(({ id, banned_until }) => !banned_until && !planned.some((stop) => stop.household === id))
      .sort((a, b) => (a.lat === undefined) - (b.lat === undefined))
    const free = { from: 960, until: 980, arrive: 960, window: [480, 1200], reasons: [] }
    const ride = { metres: 300, minutes: 2, rough: true }
    const more = others.map(({ id }) => ({ ...free, ride, household: id }))
    Object.assign(day, { state: 'route', stops: [...planned, ...more].slice(0, 6) })
    return route.fulfill({ response: answer, json: change }).catch(gone)
  })

/** Makes the phone a kader's by the password, and chooses its PIN; its day is as it is, or fresh. */
export async function settleIn(page, url, login, { asItIs = false } = {}) {
  if (!asItIs) await freshDay(page)
  page.ownHost = new URL(url).host
  await page.goto(`${url}/kader/`)
  await page.getByRole('button', { name: 'Masuk dengan kata sandi' }).click()
  await page.getByLabel('Nama masuk').fill(login)
  await page.getByLabel('Kata sandi').fill(password)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await choosePin(page)
}

async function choosePin(page) {
  await page.getByLabel('PIN baru').fill(pin)
  await page.getByLabel('Ulangi PIN').fill(pin)
  await page.getByRole('button', { name: 'Simpan PIN' }).click()
  await unlock(page)
}

export async function unlock(page, with_ = pin) {
  await page.getByLabel('PIN (6 angka)').fill(with_)
  await page.getByRole('button', { name: 'Buka', exact: true }).click()
}

/** Goes to the next family's outcomes on the day that the phone shows. */
const record = (page) => page.getByRole('link', { name: 'Catat hasil' }).click()
/** A record was stored: only then does the form give way to the day. */
export const backToday = (page) => page.waitForURL(/\/kader\/?$/)
const save = (page) => page.getByRole('button', { name: 'Simpan', exact: true }).click()

export async function walkPhone(browser, server, { promise, must, code }) {
  const page = await hold(browser)
  await promise('a phone becomes a kader’s by a code of the branch, once, behind a PIN', async () => {
    page.ownHost = new URL(server.url).host
    await page.goto(`${server.url}/kader/#${code}`) // as the square that the office shows leads there
    must((await page.getByLabel('Kode aktivasi').inputValue()) === code, 'a scanned code is not filled in')
    await page.waitForURL((now) => now.hash === '') // the code does not stay in the address
    const wrong = await look(page, 'phone-activate')
    await page.getByLabel('Kode aktivasi').fill('SALAHSEKALI')
    await page.getByRole('button', { name: 'Aktifkan', exact: true }).click()
    await page.getByText('Kode tidak dikenal').waitFor()
    page.trouble.splice(0) // the browser's own word on the 404
    await page.getByLabel('Kode aktivasi').fill(code)
    await page.getByRole('button', { name: 'Aktifkan', exact: true }).click()
    await page.getByLabel('PIN baru').fill('111111')
    await page.getByLabel('Ulangi PIN').fill('111111')
    await page.getByRole('button', { name: 'Simpan PIN' }).click()
    await page.getByText('mudah ditebak').waitFor()
    wrong.push(...(await look(page, 'phone-new-pin')))
    await choosePin(page)
    await page.getByRole('heading', { name: /Hari ini/ }).waitFor()
    return wrong
  })
  await promise('the day shows the next family large, and no identity number', async () => {
    await page.getByRole('link', { name: 'Catat hasil' }).waitFor()
    const [address, dock] = await edges(page, '.card.next h2 + p', '.card.next .dock')
    must(
      address.bottom <= dock.top,
      `the address ends at ${address.bottom}, the button begins at ${dock.top}`,
    )
    must(!/(?<![\d.])\d{16}/.test(await page.content()), 'a whole identity number is on the page')
    const wrong = await look(page, 'phone-today')
    await page.getByRole('button', { name: 'Tutup layar' }).click()
    must((await page.locator('.card').count()) === 0, 'the shade does not hide the cards')
    wrong.push(...(await look(page, 'phone-shade')))
    await page.getByRole('button', { name: 'Buka layar' }).click()
    return wrong
  })
  await promise('nobody home is three taps, and can be taken back for ten seconds', async () => {
    const first = await page.locator('#next-family').textContent()
    const card = await nextOf(page)
    await record(page)
    const wrong = await look(page, 'phone-outcomes')
    await page.getByRole('button', { name: 'Rumah kosong' }).click()
    await page.getByText('Lokasi ✓ ±12 m').waitFor()
    wrong.push(...(await look(page, 'phone-simple')))
    await save(page)
    await page.getByRole('link', { name: 'Catat hasil' }).waitFor()
    await card.waitFor({ state: 'detached' })
    // Before any look: on a slow machine a look alone takes ten seconds.
    await page.getByRole('button', { name: 'Urungkan' }).click()
    await page.getByRole('heading', { name: first }).waitFor()
    await page.getByText('Dibatalkan').waitFor()
    await page.getByRole('link', { name: 'Hari ini', exact: true }).click()
    await card.waitFor()
    return wrong
  })
  await promise('a payment is six taps at most, its sum in sight above the keyboard', async () => {
    await record(page)
    await page.getByRole('button', { name: 'Bayar', exact: true }).click()
    await page.getByRole('button', { name: 'Iuran atau sebagian' }).click()
    await page.getByRole('button', { name: 'Rp100.000', exact: true }).click()
    await page.getByRole('button', { name: 'Bank/Agen' }).click()
    const wrong = await look(page, 'phone-pay')
    await page.setViewportSize({ width: 360, height: 300 })
    await page.getByLabel('Jumlah rupiah').focus()
    must(
      await page.getByRole('button', { name: 'Simpan', exact: true }).isVisible(),
      'the keyboard hides SIMPAN',
    )
    await page.setViewportSize(phone)
    await save(page)
    await page.locator('.sum-line', { hasText: 'Rp100.000' }).waitFor()
    must(await bare(page.locator('main h1')), 'the word on what was stored covers the heading')
    wrong.push(...(await look(page, 'phone-saved')))
    return wrong
  })
  await promise('a promise is kept with its day, and Back keeps what was tapped', async () => {
    const card = await nextOf(page)
    await record(page)
    await page.getByRole('button', { name: 'Janji bayar' }).click()
    must(await reached(page, 'Simpan'), 'the word on what was stored before covers SIMPAN')
    await page.getByRole('button', { name: 'Besok' }).click()
    await page.getByRole('button', { name: /^Semua/ }).click()
    await page.goBack()
    await page.goForward()
    must(
      (await page.getByRole('button', { name: 'Besok' }).getAttribute('aria-pressed')) === 'true',
      'Back dropped the day',
    )
    const wrong = await look(page, 'phone-promise')
    await page.getByLabel('Hari lain').fill(sundayAfter(moment.slice(0, 10)))
    await page.getByText('Pada hari itu Anda tidak bekerja. Anda dapat datang Sen').waitFor()
    wrong.push(...(await look(page, 'phone-promise-sunday')))
    await page.getByRole('button', { name: /^Pakai Sen/ }).click()
    await page.getByText('tidak bekerja').waitFor({ state: 'detached' })
    await save(page)
    await backToday(page) // the word on the payment before may still stand
    await card.waitFor({ state: 'detached' })
    return wrong
  })
  await promise('a call leaves the family to be visited, and one near by is put into the day', async () => {
    const card = await nextOf(page)
    const before = await stored(page)
    await record(page)
    await page.getByRole('button', { name: 'Telepon saja' }).click()
    await save(page)
    await backToday(page)
    await card.waitFor()
    must((await stored(page)) === before + 1, 'the call is not stored')
    const all = page.locator('.card.next, .stops[aria-label="Kunjungan lainnya"] > .stop')
    const visits = await all.count()
    await page.getByRole('link', { name: 'Tambah keluarga dekat sini' }).click()
    await page.locator('.stop a').last().click()
    const head = await page.locator('main h1').textContent()
    await page.getByRole('button', { name: 'Kunjungi hari ini' }).click()
    await backToday(page)
    await page.locator('.stop', { hasText: head }).first().waitFor()
    must((await all.count()) === visits + 1, 'the day did not grow by one')
    await card.waitFor()
    await page.locator('.card.next a', { hasText: 'Tentang keluarga ini' }).click()
    await page.getByText('Kunjungan terakhir').waitFor()
    await page.goBack()
  })
  await promise('five taps on SIMPAN store one event, with strict durability', async () => {
    const before = await stored(page)
    await page.evaluate(() => {
      globalThis.asked = []
      const real = IDBDatabase.prototype.transaction
      IDBDatabase.prototype.transaction = function (names, mode, options) {
        if ([names].flat().includes('outbox') && mode === 'readwrite')
          globalThis.asked.push(options?.durability)
        return real.call(this, names, mode, options)
      }
    })
    await record(page)
    await page.getByRole('button', { name: 'Orang lain' }).click()
    const button = page.getByRole('button', { name: 'Simpan', exact: true })
    await page.evaluate(() => {
      const real = IDBDatabase.prototype.transaction
      globalThis.mend = () => {
        IDBDatabase.prototype.transaction = real
      }
      IDBDatabase.prototype.transaction = function (names, ...more) {
        if ([names].flat().includes('outbox')) throw new DOMException('closing', 'InvalidStateError')
        return real.call(this, names, ...more)
      }
    })
    await button.click()
    await page.getByText('Belum tersimpan: penyimpanan ponsel').waitFor()
    must(await button.isVisible(), 'a store that died takes the entry off the screen')
    must((await page.locator('.saved', { hasText: 'Orang lain' }).count()) === 0, 'told as stored')
    await page.evaluate(() => globalThis.mend())
    const slow = await page.context().newCDPSession(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    await button.evaluate((one) => {
      for (let i = 0; i < 5; i++) setTimeout(() => one.click(), 60 * i)
    })
    await backToday(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    must((await stored(page)) === before + 1, 'five taps stored more than one event')
    const asked = await page.evaluate(() => globalThis.asked)
    must(asked.length > 0 && asked.every((one) => one === 'strict'), `durability ${asked}`)
  })
  await promise('instalments are calculated at the door, and the rest of the day planned anew', async () => {
    await record(page)
    await page.getByRole('button', { name: 'Ikut REHAB' }).click()
    const wrong = await look(page, 'phone-rehab')
    await page.getByRole('link', { name: 'Hari ini', exact: true }).click()
    await page.getByRole('button', { name: 'Susun ulang sisa hari ini' }).click()
    await page.getByText('Disusun ulang dari sekarang').waitFor()
    wrong.push(...(await look(page, 'phone-replanned')))
    await page.getByRole('button', { name: 'Kembali ke rencana' }).click()
    return wrong
  })
  await promise('the kader’s own order stands, with its price against the plan', async () => {
    const card = await nextOf(page)
    await page.getByText('Urutan saya sendiri').click()
    await page
      .getByRole('button', { name: /^Mundurkan/ })
      .first()
      .click()
    await page.getByText('Dibanding rencana:').waitFor()
    await card.waitFor({ state: 'detached' })
    const wrong = await look(page, 'phone-own-order')
    await page.getByRole('button', { name: 'Kembali ke rencana' }).first().click()
    await card.waitFor()
    return wrong
  })
  await promise(
    'without a line the phone starts from itself, and what is stored waits in sight',
    async () => {
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
      await page.reload()
      await unlock(page)
      await page.getByRole('link', { name: 'Catat hasil' }).waitFor()
      await page.context().setOffline(true)
      await page.reload()
      await unlock(page)
      await record(page)
      await page.getByRole('button', { name: 'Menolak' }).click()
      await save(page)
      await page.getByText('Tersimpan').waitFor()
      const wrong = (await look(page, 'phone-offline')).filter((said) => !said.includes('ERR_INTERNET'))
      await page.reload()
      await page.getByText(/Belum terkirim/).waitFor() // before the PIN
      await unlock(page)
      await page.getByRole('link', { name: /Belum terkirim/ }).click()
      await page.getByText('Belum dapat keluar').waitFor()
      const leave = page.getByRole('button', { name: 'Keluar dan hapus' })
      must((await leave.count()) === 0, 'the phone may be left with a record that was not sent')
      await page.context().setOffline(false)
      await page.getByRole('button', { name: 'Kirim data' }).click()
      await leave.waitFor()
      return wrong
    },
  )
  await promise('the store that was deleted is missed, and a wrong PIN is counted', async () => {
    const other = await hold(browser, { permissions: [] })
    await settleIn(other, server.url, 'kader', { asItIs: true })
    // A phone that is new to the kader tells what another one recorded today.
    await other.locator('.stop.done', { hasText: 'bayar cicilan' }).waitFor()
    await other.locator('.sum-line', { hasText: 'Rp100.000' }).waitFor()
    // It refuses its place: told so, and everything else works.
    await other.getByRole('link', { name: 'Keluarga', exact: true }).click()
    await other.locator('.stop a').first().click()
    await record(other)
    await other.getByText('Lokasi tidak diizinkan.').waitFor()
    await other.getByRole('button', { name: 'Janji bayar' }).click()
    await other.getByText('Pilih hari dan jumlahnya dulu.').waitFor()
    await other.getByRole('button', { name: 'Besok' }).click()
    await other.getByText('Pilih jumlahnya dulu.').waitFor()
    await other.reload()
    await unlock(other, '999999')
    await other.getByText('Sisa percobaan: 9').waitFor()
    const wrong = await look(other, 'phone-pin')
    await other.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const gone = indexedDB.deleteDatabase('binaan-kader')
          gone.onsuccess = resolve
          gone.onerror = reject
        }),
    )
    await other.reload()
    await other.getByText('terhapus di luar aplikasi').waitFor()
    wrong.push(...(await look(other, 'phone-lost')))
    await other.context().close()
    return wrong
  })
  await promise(
    'meetings and candidates are stored and taken by the server, those who agreed only',
    async () => {
      const before = await stored(page)
      await page.getByRole('link', { name: 'Bantuan', exact: true }).click()
      await page.getByRole('link', { name: 'Lapor desa, penyuluhan' }).click()
      for (const one of await page.locator('summary').all()) await one.click()
      const meeting = page.locator('details', { hasText: 'Berapa orang hadir?' })
      const lead = page.locator('details', { hasText: 'Berapa orang sekeluarga?' })
      const keep = (form) => form.getByRole('button', { name: 'Simpan', exact: true })
      await meeting.getByLabel('Di mana?').fill('Balai RW 4')
      await meeting.getByLabel('Berapa orang hadir?').fill('25')
      await meeting.getByRole('button', { name: 'REHAB' }).click()
      await lead.getByLabel('Nama', { exact: true }).fill('Contoh Calon')
      await lead.getByLabel('Nomor telepon').fill('0899-0000-0001')
      await lead.getByLabel('Berapa orang sekeluarga?').fill('3')
      must(await keep(lead).isDisabled(), 'a candidate is taken without having agreed')
      await lead.getByRole('checkbox').check()
      const wrong = await look(page, 'phone-other')
      await keep(meeting).evaluate((one) => {
        for (let i = 0; i < 5; i++) one.click()
      })
      await meeting.getByText('Tersimpan').waitFor()
      await keep(lead).click()
      await lead.getByText('Tersimpan').waitFor()
      const report = page.locator('details', { hasText: 'Balai desa atau kelurahan mana?' })
      await report.getByLabel('Balai desa').fill('Balai Desa Contoh')
      await keep(report).click()
      await report.getByText('Tersimpan').waitFor()
      must((await stored(page)) === before + 3, 'not one event each')
      must(
        (await lead.getByLabel('Nama', { exact: true }).inputValue()) === '',
        'the name is still on the screen',
      )
      await page.locator('.top a').click()
      await page.getByRole('button', { name: 'Kirim data' }).click()
      await page.locator('.top').getByText('✓ Terkirim').waitFor()
      must((await page.locator('.bad-text').count()) === 0, 'the server refused one of them')
      await page.getByRole('link', { name: 'Hari ini', exact: true }).click()
      await record(page)
      await page.getByRole('button', { name: /^Lainnya/ }).click()
      await page.getByRole('button', { name: 'Keluhan' }).click()
      await page.getByRole('button', { name: 'Layanan' }).click()
      wrong.push(...(await look(page, 'phone-complaint')))
      return wrong
    },
  )
  await promise('the RT sees who is visited and where, and nothing else of the family', async () => {
    await page.getByRole('link', { name: 'Keluarga', exact: true }).click()
    await page.locator('.stop a').first().click()
    const { head, told } = await page.locator('article').evaluate((one) => ({
      head: one.querySelector('h1').textContent,
      told: one.textContent,
    }))
    must(told.includes('KK '), 'the family page tells no KK, so its absence proves nothing')
    await page.getByRole('link', { name: 'Tunjukkan ke RT/RW' }).click()
    await page.getByRole('heading', { name: head }).waitFor()
    const shown = await page.locator('body').textContent()
    must(/RT .+RW/.test(shown), 'the address is missing')
    must(!/Rp|KK |tunggakan|bulan|Tersimpan|\d{7}/.test(shown), `the RT reads ${shown}`)
    must((await page.locator('a[href^="tel:"], a[href*="wa.me"]').count()) === 0, 'a telephone is shown')
    const wrong = await look(page, 'phone-rt')
    await page.goBack()
    await page.getByText('Kunjungan terakhir').waitFor()
    return wrong
  })
  await promise('the other pages of the phone', async () => {
    const wrong = []
    await page.getByRole('link', { name: 'Hari ini', exact: true }).click()
    await page.getByRole('link', { name: 'Tambah keluarga dekat sini' }).click()
    await page.getByText(/Yang terdekat dengan|belum diketahui, jadi/).waitFor()
    wrong.push(...(await look(page, 'phone-near')))
    await page.getByRole('link', { name: 'Keluarga', exact: true }).click()
    await page.getByLabel(/Cari nama/).waitFor()
    wrong.push(...(await look(page, 'phone-families')))
    await page.locator('.stop a').first().click()
    await page.getByText('Kunjungan terakhir').waitFor()
    for (const one of await page.locator('summary').all()) await one.click()
    wrong.push(...(await look(page, 'phone-family')))
    await page.getByRole('link', { name: 'Target', exact: true }).click()
    wrong.push(...(await look(page, 'phone-target')))
    await page.getByRole('link', { name: 'Bantuan', exact: true }).click()
    wrong.push(...(await look(page, 'phone-help')))
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Administrative services by WhatsApp.').waitFor()
    await page.locator('blockquote', { hasText: 'in Indonesian' }).waitFor() // as it is said at a door
    await page.getByRole('link', { name: 'Today', exact: true }).click()
    wrong.push(...(await look(page, 'phone-english')))
    await page.locator('.top a').click()
    await page.getByRole('heading', { name: 'Finish the day' }).waitFor()
    wrong.push(...(await look(page, 'phone-send')))
    return wrong
  })
  await page.context().close()
}

/** The Sunday after a day. */
function sundayAfter(day) {
  const at = new Date(`${day}T00:00:00Z`)
  return new Date(at.getTime() + (7 - at.getUTCDay()) * 86_400_000).toISOString().slice(0, 10)
}

/** The card of the family that is next now, by its number: two may have one name. */
async function nextOf(page) {
  const link = page.locator('.card.next a.main')
  return page.locator(`.card.next a.main[href="${await link.getAttribute('href')}"]`)
}

/** Where the first of each kind stands in the window. */
const edges = (page, ...selectors) =>
  page.evaluate(
    (all) => all.map((one) => document.querySelector(one).getBoundingClientRect().toJSON()),
    selectors,
  )

/** Whether a tap on the middle of something is one on it, and on nothing that lies over it. */
const bare = (what) =>
  what.evaluate((one) => {
    const { left, top, width, height } = one.getBoundingClientRect()
    return one.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  })
const reached = (page, name) => bare(page.getByRole('button', { name, exact: true }))

/** How many events the phone knows. */
export const stored = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('binaan-kader')
        opening.onsuccess = () => {
          const db = opening.result
          const tx = db.transaction(['outbox', 'sent'])
          const counts = [tx.objectStore('outbox').count(), tx.objectStore('sent').count()]
          tx.oncomplete = () => {
            db.close()
            resolve(counts[0].result + counts[1].result)
          }
        }
      }),
  )
