// The desa of a real branch in the workbench: opened, drawn on, solved, taken out as
// GeoPackage and Shapefile, and read back by GDAL. Skips where the outlines, which do not
// travel with the program, are not beside the folder of the project.
//   node e2e/real.mjs [households]
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ask, benchOf, must } from './bench.mjs'
import { launch } from './browser.mjs'
import { pointer } from './hands.mjs'
import { look, office, openPage } from './look.mjs'
import { password, startServer } from './server.mjs'

const outlines = join(import.meta.dirname, '../../../shared/data/surakarta_desa.geojson')
const tablet = { width: 1024, height: 768 }

/** What GDAL reads of a layer: rows, and their area in square degrees. */
function readByGDAL(file, layer) {
  const sql = `select count(*) as n, sum(OGR_GEOM_AREA) as area from "${layer}"`
  const out = execFileSync('ogrinfo', ['-ro', '-q', '-dialect', 'OGRSQL', '-sql', sql, file], {
    encoding: 'utf8',
  })
  const number = (name) => Number(new RegExp(`${name} \\(\\w+\\) = ([\\d.]+)`).exec(out)?.[1])
  return { n: number('n'), area: number('area').toFixed(6) }
}

const layersOf = (file) =>
  [...execFileSync('ogrinfo', ['-q', file], { encoding: 'utf8' }).matchAll(/^\d+: (\S+)/gm)].map(
    ([, name]) => name,
  )

async function walk(browser, server) {
  const page = await openPage(browser, office, { reducedMotion: 'reduce' })
  page.ownHost = new URL(server.url).host
  page.setDefaultTimeout(120_000)
  const hands = pointer(page)
  const bench = benchOf(page, hands, { ask, must })
  const button = (name, within = page) => within.getByRole('button', { name, exact: true })
  const wrong = []
  const seen = async (name) => {
    await page.waitForTimeout(900)
    wrong.push(...(await look(page, `real-${name}`)))
  }
  await page.goto(server.url)
  await page.getByLabel('Nama masuk').fill('petugas')
  await page.getByLabel('Kata sandi').fill(password)
  await button('Masuk').click()
  await button('Mulai dari kosong').click()
  await bench.ready()
  const { desa } = await bench.about('/drawing')
  console.log(`opened: ${desa.length} desa`)
  for (const n of await bench.three()) {
    const { hand, desa } = await bench.wish(n)
    await bench.choose(hand)
    await hands.open('Desa')
    for (const one of desa) {
      await bench.tickDesa(one)
      await bench.allow()
    }
    await bench.saved()
  }
  await bench.same()
  await seen('drawn')
  await hands.open('Pemecah')
  await button('Isi sisanya').click()
  await button('Terima', bench.proposed).click()
  await bench.allow()
  await bench.said.getByText('Usulan dipakai').waitFor()
  await bench.saved()
  const held = await bench.same()
  console.log(`drawn by hand and solved: ${held} territories, every figure the server's`)
  await seen('solved')
  await hands.open('Skenario')
  const areas = []
  for (const [kind, of] of [
    ['gpkg', (path) => path],
    ['shp', (path) => `/vsizip/${path}`],
  ]) {
    await page.getByLabel('Jenis berkas').selectOption(kind)
    const [download] = await Promise.all([page.waitForEvent('download'), button('Unduh').click()])
    const path = join(server.files, download.suggestedFilename())
    await download.saveAs(path)
    const layers = layersOf(of(path))
    const read = layers.map((layer) => readByGDAL(of(path), layer))
    console.log(kind, layers.map((layer, i) => `${layer}: ${read[i].n} rows, ${read[i].area}`).join('; '))
    must(
      read.some(({ n }) => n === desa.length),
      `GDAL reads ${read.map(({ n }) => n)} rows of ${desa.length} desa`,
    )
    areas.push(read.map(({ area }) => area).sort())
  }
  must(JSON.stringify(areas[0]) === JSON.stringify(areas[1]), `areas differ: ${JSON.stringify(areas)}`)
  await page.setViewportSize(tablet)
  await hands.open('Wilayah')
  await seen('tablet')
  await page.context().close()
  return wrong
}

if (!existsSync(outlines)) console.log('skipped: no ../shared/data beside the folder of the project')
else {
  const server = await startServer(Number(process.argv[2] ?? 30_000), outlines)
  const browser = await launch()
  try {
    server.bring('areas', outlines)
    for (const kind of ['kader', 'households']) server.bring(kind, `${kind}.csv`)
    const wrong = await walk(browser, server)
    for (const one of wrong) console.log(`FAIL  ${one}`)
    process.exitCode = wrong.length > 0 ? 1 : 0
  } catch (error) {
    process.exitCode = 1
    console.log(`FAIL  ${error.message}`)
    for (const page of browser.contexts().flatMap((one) => one.pages()))
      await page.screenshot({ path: `${import.meta.dirname}/../test-results/failed-real.png` })
  } finally {
    await browser.close()
    await server.stop()
  }
}
