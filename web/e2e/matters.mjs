// What a kader opens in the field, the office hands on and closes.
import { look, office, openPage } from './look.mjs'
import { password } from './server.mjs'

/** Sends a complaint and a candidate member as a kader's phone would. */
async function report(page, url) {
  await page.goto(`${url}/kader/`)
  return page.evaluate(async (secret) => {
    const post = async (path, body) => {
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    }
    await post('/session', { login: 'kader', password: secret })
    const { device } = await post('/devices', {})
    const { families, server_time: now } = await (await fetch('/api/v1/sync')).json()
    const event = (seq, type, household, payload) => ({
      event_id: crypto.randomUUID(),
      device_id: device,
      device_seq: seq,
      type,
      household,
      of: null,
      wall_time: now,
      monotonic_ms: seq,
      boot_id: device,
      fix: null,
      plan: null,
      app: 'uji',
      payload,
    })
    const lead = { name: 'Calon Peserta Contoh', phone: '089900001111', consent: true }
    const events = [
      event(1, 'KELUHAN', families[0].id, { topic: 'LAYANAN', note: 'antre sejak pagi' }),
      event(2, 'DAFTAR_BARU', null, { heads: 3, lead }),
      event(3, 'SUDAH_BAYAR', families[1].id, {}),
    ]
    const { verdicts } = await post('/sync', { device_id: device, server_epoch: null, events })
    return verdicts.map((one) => one.verdict).join()
  }, password)
}

export async function walkMatters(browser, server, { promise, must, enter }) {
  const phone = await openPage(browser, office)
  phone.ownHost = new URL(server.url).host
  const taken = await report(phone, server.url)
  must(taken === 'accepted,accepted,accepted', `the records are ${taken}`)
  await phone.context().close()
  const page = await openPage(browser, office)
  await enter(page, server.url, 'petugas')
  await promise('the office sees what the field opened, hands it on and closes it', async () => {
    await page.getByRole('link', { name: 'Antrean', exact: true }).click()
    await page.getByLabel('Jenis urusan').selectOption('KELUHAN')
    const complaint = page.locator('.card', { hasText: 'antre sejak pagi' })
    await complaint.waitFor()
    await complaint.getByRole('button', { name: 'Serahkan …' }).click()
    await complaint.getByLabel('Kepada siapa').fill('Bidang Pelayanan')
    const wrong = await look(page, 'matters')
    await complaint.getByRole('button', { name: 'Serahkan', exact: true }).click()
    await complaint.getByText('Ada pada Bidang Pelayanan').waitFor()
    await page.getByLabel('Jenis urusan').selectOption('PENDAFTAR')
    const lead = page.locator('.card', { hasText: 'Calon Peserta Contoh' })
    await lead.getByRole('button', { name: 'Terdaftar' }).click()
    await lead.waitFor({ state: 'detached' })
    return wrong
  })
  await promise('who says that it has paid waits for the payment file, not for the office', async () => {
    const claim = page.locator('.card', { hasText: 'katanya sudah bayar' })
    await page.getByLabel('Jenis urusan').selectOption('UANG')
    await page.getByLabel('Siapa yang harus bertindak').selectOption('FILE')
    await page.getByText('tidak dikunjungi sampai berkas pembayaran').waitFor()
    await claim.first().waitFor()
    return look(page, 'matters-claims')
  })
  await promise('doubtful payments, disputes and held records have their places', async () => {
    const wrong = []
    for (const name of ['Pembayaran', 'Sanggahan', /^Ditahan/]) {
      await page.getByRole('button', { name }).click()
      await page.locator('.cards, .notice').first().waitFor()
    }
    wrong.push(...(await look(page, 'matters-held')))
    return wrong
  })
  await page.context().close()
}
