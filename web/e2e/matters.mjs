// What a kader opens in the field, the office hands on and closes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { look, office, openPage } from './look.mjs'
import { moment, password } from './server.mjs'

/** Brings a file of payments into accounts that are nobody's, and tells the KK of two families. */
function bringTransfers(server) {
  const rows = ['no_va,tanggal,jumlah,kanal,no_ref']
  for (const [va, ref] of [
    ['8888877777777777', 'RS-77'],
    ['8888877777777777', 'RS-78'],
    ['8888866666666666', 'RS-79'],
  ])
    rows.push([va, moment.slice(0, 10), 100_000, 'PPOB', ref].join())
  writeFileSync(join(server.files, 'transfer.csv'), rows.join('\n'))
  server.bring('payments', 'transfer.csv')
  const [head, ...families] = readFileSync(join(server.files, 'households.csv'), 'utf8').split('\n')
  const at = head.split(',').indexOf('no_kk')
  return families.slice(0, 2).map((row) => row.split(',')[at])
}

/** Sends a complaint, a candidate member and a payment as a kader's phone would. */
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
      event(4, 'BAYAR_CICIL', families[2].id, { amount: 100_000, channel: 'PPOB', receipt: 'RS-77' }),
    ]
    const { verdicts } = await post('/sync', { device_id: device, server_epoch: null, events })
    return verdicts.map((one) => one.verdict).join()
  }, password)
}

export async function walkMatters(browser, server, { promise, must, enter }) {
  const phone = await openPage(browser, office)
  phone.ownHost = new URL(server.url).host
  const taken = await report(phone, server.url)
  must(taken === 'accepted,accepted,accepted,accepted', `the records are ${taken}`)
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
  const kk = bringTransfers(server)
  const card = (ref) => page.locator('.card', { hasText: `PPOB · ${ref}` })
  await promise(
    'one transfer is divided over families that are named by number, and the next one like it',
    async () => {
      await page.getByRole('button', { name: 'Pembayaran' }).click()
      await card('RS-77').getByText('nomor resinya dicatat kader di keluarga ini').waitFor()
      for (const number of kk) {
        await card('RS-77').getByLabel('Keluarga lain').fill(number)
        await card('RS-77').getByRole('button', { name: 'Tambahkan' }).click()
        await card('RS-77')
          .locator('.payee', { hasText: number.slice(-4) })
          .waitFor()
      }
      const parts = card('RS-77').getByLabel('Bagian (Rp)')
      await parts.nth(1).fill('60.000')
      await parts.nth(2).fill('40.000')
      await card('RS-77').getByText('Jumlahnya pas.').waitFor()
      const wrong = await look(page, 'matters-payment')
      await card('RS-77').getByRole('button', { name: 'Bagi', exact: true }).click()
      await card('RS-77').waitFor({ state: 'detached' })
      await card('RS-78').getByRole('button', { name: 'Isi seperti itu' }).click()
      wrong.push(...(await look(page, 'matters-payment-before')))
      await card('RS-78').getByRole('button', { name: 'Bagi', exact: true }).click()
      await card('RS-78').waitFor({ state: 'detached' })
      return wrong
    },
  )
  await promise('a family’s part is taken back alone, and a decision becomes a rule', async () => {
    await card('RS-79').getByLabel('Keluarga lain').fill(kk[0])
    await card('RS-79').getByRole('button', { name: 'Tambahkan' }).click()
    await card('RS-79').getByRole('button', { name: 'Untuk keluarga ini' }).click()
    await page.getByRole('button', { name: 'Sudah dicocokkan' }).click()
    await card('RS-78').getByRole('button', { name: 'Tarik bagian ini' }).first().click()
    await card('RS-78').waitFor({ state: 'detached' })
    await card('RS-79').getByRole('button', { name: 'Jadikan aturan …' }).click()
    await card('RS-79').getByText('1 sama, 0 berbeda, 0 menunggu').waitFor()
    const wrong = await look(page, 'matters-payment-rule')
    await card('RS-79').getByRole('button', { name: 'Berlakukan mulai' }).click()
    await page.getByRole('button', { name: 'Aturan', exact: true }).click()
    await card('RS-79').getByText('Aturan sejak').waitFor()
    await page.getByRole('button', { name: 'Menunggu', exact: true }).click()
    await card('RS-78')
      .getByText('Isi seperti itu')
      .or(card('RS-78').getByText('dibagi oleh'))
      .first()
      .waitFor()
    return wrong
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
