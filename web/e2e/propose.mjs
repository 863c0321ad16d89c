// The solver beside the pencil: what is given back for a stroke, a knife, and proposals
// that are accepted wholly, in part, or not at all; by pointer and by keyboard alone.
import { keyboard } from './hands.mjs'
import { look, office, openPage } from './look.mjs'
import { walkOfficer } from './officer.mjs'
import { startServer } from './server.mjs'

const tablet = { width: 1024, height: 768 }

/** Walks an officer's afternoon by keys and then proposals, in a branch of its own. */
export async function walkProposals(browser, tools) {
  const server = await startServer(20_000)
  try {
    for (const [kind, file] of [
      ['areas', 'areas.geojson'],
      ['kader', 'kader.csv'],
      ['households', 'households.csv'],
    ])
      server.bring(kind, file)
    // An officer begins with nothing and publishes; what the solver makes then is drawn on.
    await walkOfficer(browser, { ...tools, url: server.url, kind: keyboard, small: true })
    server.plan('territories', '--iterations', '2000')
    await propose(browser, { ...tools, url: server.url })
  } finally {
    await server.stop()
  }
}

async function propose(browser, { url, promise, must, enter, ask }) {
  const desk = await openPage(browser, office, { reducedMotion: 'reduce' }) // the map is where it goes at once
  const said = desk.locator('.said')
  const proposed = desk.locator('.proposed')
  const open = (tab) => desk.getByRole('tab', { name: tab, exact: true }).click()
  const saved = () =>
    desk.waitForFunction(() => document.querySelector('.figures')?.textContent?.includes('tersimpan'))
  const plan = async () => (await ask(desk, 'territory-plans')).plans[0].id
  const drawing = async () => ask(desk, `territory-plans/${await plan()}/drawing`)
  const strokes = async () => (await ask(desk, `territory-plans/${await plan()}/strokes?after=0`)).strokes
  const held = async () => {
    const sums = new Map()
    for (const atom of (await drawing()).atoms)
      sums.set(atom.hand, (sums.get(atom.hand) ?? 0) + atom.eligible)
    return sums
  }
  const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort())
  const answered = () => proposed.locator('.button.main, .trouble').first().waitFor()
  const allow = async () => {
    const doubt = desk.locator('.ask')
    if (!(await doubt.isVisible())) return
    await doubt.getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
    await doubt.getByRole('button', { name: 'Tetap gambar' }).click()
  }
  /** Two territories that touch, and a desa of the second beside the first. */
  const neighbours = async () => {
    const { desa, atoms } = await drawing()
    const owner = new Map(
      atoms.filter(({ cell }) => !cell || cell === '0').map((one) => [one.desa, one.hand]),
    )
    const size = new Map()
    for (const hand of owner.values()) size.set(hand, (size.get(hand) ?? 0) + 1)
    for (const { code, name, near } of desa)
      for (const other of near)
        if (owner.get(code) > 0 && owner.get(other) > 0 && owner.get(code) !== owner.get(other))
          if (size.get(owner.get(code)) > 2)
            return { desa: name, to: owner.get(other), from: owner.get(code) }
    throw new Error('no two territories touch')
  }

  await promise(
    'a tick in the list asks what is given back, and nothing lands before it is accepted',
    async () => {
      await enter(desk, url, 'petugas')
      await desk.goto(`${url}/?rencana=${await plan()}`)
      await desk.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
      const { desa, to, from } = await neighbours()
      const before = await held()
      await open('Desa')
      await desk.getByLabel('Untuk kader').selectOption(String(to))
      await desk.getByLabel('Seimbangkan tiap coretan').check()
      await desk.locator('.desa-panel').getByLabel('Cari desa atau kecamatan').fill(desa)
      await desk.locator('.desa-panel tbody tr input').first().click()
      await answered()
      must(
        await proposed
          .getByRole('button', { name: 'Terima' })
          .evaluate((one) => one === document.activeElement),
        'Enter does not accept',
      )
      const rows = await proposed.locator('tbody tr').count()
      must(rows >= 2, `${rows} territories concerned, of hands ${to} and ${from}`)
      must(same(before, await held()), 'something landed before it was accepted')
      const wrong = await look(desk, 'propose-balance')
      await desk.keyboard.press('Escape')
      await proposed.waitFor({ state: 'detached' })
      must(same(before, await held()), 'something landed though it was refused')
      await desk.locator('.desa-panel tbody tr input').first().click()
      await answered()
      await desk.keyboard.press('Enter')
      await said.getByText('Usulan dipakai').waitFor()
      await allow()
      await saved()
      must((await strokes()).length === 1, 'a proposal is one stroke')
      must((await held()).get(to) !== before.get(to), 'nothing landed')
      await open('Skenario')
      await desk.getByRole('link', { name: 'Lembar serah terima' }).first().click()
      await desk.getByRole('heading', { name: 'Serah terima keluarga binaan' }).waitFor()
      must((await desk.locator('.paper tbody tr').count()) > 10, 'the sheet has no families')
      const numbers = await desk.locator('.paper tbody td:nth-child(2) .soft').allTextContents()
      must(
        numbers.every((one) => !/\d{9}/.test(one)),
        'the sheet shows a whole number',
      )
      await desk.getByLabel('Perkenalan bersama').fill('2026-12-01')
      await desk.locator('.paper dd', { hasText: '1 Des' }).waitFor()
      const sheets = (await desk.pdf({ format: 'A4' })).length
      must(sheets > 10_000, `the printed sheet has ${sheets} bytes`)
      wrong.push(...(await look(desk, 'handover')))
      await desk.getByRole('link', { name: 'Kembali ke peta wilayah' }).click()
      await desk.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
      await desk.keyboard.press('Control+z')
      await said.getByText('Diurungkan').waitFor()
      await saved()
      must(same(before, await held()), 'one undo does not take all of it back')
      return wrong
    },
  )

  await promise('a knife cuts a territory by a line, for somebody or for nobody', async () => {
    await open('Wilayah')
    await desk.locator('.hand').nth(2).click()
    const box = await desk.locator('.canvas').boundingBox()
    await desk.keyboard.press('k')
    const at = (x, y) => [box.x + x * box.width, box.y + y * box.height]
    await desk.mouse.move(...at(0.5, 0.1))
    await desk.mouse.down()
    await desk.mouse.move(...at(0.52, 0.5), { steps: 6 })
    await desk.mouse.move(...at(0.5, 0.9), { steps: 6 })
    await desk.mouse.up()
    await answered()
    const before = await held()
    const wrong = await look(desk, 'propose-knife')
    await proposed.getByLabel('Yang terpotong untuk').selectOption('0')
    await answered()
    await proposed.getByRole('button', { name: 'Terima' }).click()
    await allow()
    await saved()
    must((await held()).get(0) > (before.get(0) ?? 0), 'what was cut off is nobody’s')
    return wrong
  })

  await promise('the solver fills what the knife left, and what is unticked stays', async () => {
    await open('Pemecah')
    await desk.getByRole('button', { name: 'Isi sisanya' }).click()
    await answered()
    await desk.setViewportSize(tablet)
    const wrong = await look(desk, 'propose-tablet')
    await desk.setViewportSize(office)
    const before = await held()
    const first = proposed.locator('tbody tr').first()
    const name = (await first.locator('label').textContent()).trim()
    await first.locator('input').uncheck()
    const [now, then] = (await first.locator('td.number').allTextContents()).map((text) => text.split(' ')[0])
    must(now === then, `${name} is left as it is, but ${now} becomes ${then}`)
    await first.locator('input').check()
    await proposed.getByRole('button', { name: 'Terima' }).click()
    await allow()
    await saved()
    must((await held()).get(0) < before.get(0), 'nothing was filled')
    return wrong
  })

  await promise('by keyboard alone a kader leaves, with the lock, in one act', async () => {
    await open('Wilayah')
    await desk.locator('.hand').nth(2).click()
    await desk.keyboard.press('l')
    await said.getByText('dikunci').waitFor()
    const locked = (await drawing()).hands.find((one) => one.locked)
    must(locked, 'nobody is locked')
    await open('Pemecah')
    await desk.getByText('Kader berhenti', { exact: true }).focus()
    await desk.keyboard.press('Enter')
    const choice = desk.locator('.wishes details[open]').getByLabel('Kader')
    await choice.selectOption(String(locked.hand))
    await choice.focus()
    await desk.keyboard.press('Tab')
    await desk.keyboard.press('Enter')
    await answered()
    await proposed.getByText('dibuka bersamaan').waitFor()
    const wrong = await look(desk, 'propose-leave')
    await proposed.getByRole('button', { name: 'Terima' }).press('Enter')
    await said.getByText('Usulan dipakai').waitFor()
    await allow()
    await saved()
    must(((await held()).get(locked.hand) ?? 0) === 0, 'the leaver still has families')
    return wrong
  })
  await desk.context().close()
}
