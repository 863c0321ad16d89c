// A draft's own life: renamed, thrown away while a colleague has it open, and restored.
import { look } from './look.mjs'

/** Walks on the draft that is open at the desk, which stays as it was; the other is logged in. */
export async function walkBin(desk, other, { url, promise, must, ask }) {
  const open = (page, tab) => page.getByRole('tab', { name: tab, exact: true }).click()
  const list = (page) => page.locator('.bench-top select')
  await promise('a draft is renamed, thrown away under a colleague’s hands, and restored', async () => {
    const id = await list(desk).inputValue()
    await open(desk, 'Skenario')
    await desk.getByLabel('Nama draf ini').fill('Usul Januari')
    await desk.getByRole('button', { name: 'Ganti nama' }).click()
    await list(desk)
      .locator('option:checked', { hasText: `Usul Januari #${id}` })
      .waitFor({ state: 'attached' })
    await other.goto(`${url}/?rencana=${id}`)
    await other.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
    await desk.getByRole('button', { name: 'Buang ke tempat sampah' }).click()
    await desk.getByRole('button', { name: 'Ya, buang' }).click()
    await desk.locator(`.bench-top select:not(:has(option[value="${id}"]))`).waitFor()
    await open(other, 'Desa')
    await other.getByLabel('Untuk kader').selectOption({ index: 1 })
    await other.locator('.desa-panel tbody tr input').first().click()
    if (await other.locator('.ask').isVisible()) {
      await other.getByLabel('Alasan membolehkannya').fill('belum selesai digambar')
      await other.getByRole('button', { name: 'Tetap gambar' }).click()
    }
    await other.locator('.told').getByText('dibuang ke tempat sampah oleh').waitFor()
    await other.context().close()
    await open(desk, 'Skenario')
    await desk.getByText('Tempat sampah (1)').click()
    const wrong = await look(desk, 'scenario-bin')
    await desk.getByRole('button', { name: `Pulihkan #${id}` }).click()
    await list(desk)
      .locator('option:checked', { hasText: `#${id}` })
      .waitFor({ state: 'attached' })
    await open(desk, 'Skenario')
    await desk.locator('.story').getByText('memulihkan draf').waitFor()
    const { strokes } = await ask(desk, `territory-plans/${id}/strokes?after=0`)
    must(
      strokes.every((one) => one.by !== 'rekan'),
      'a stroke landed in the bin',
    )
    return wrong
  })
}
