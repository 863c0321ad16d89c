// Compresses what a browser loads and holds the sizes that docs/design.md promises.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
const mostRaw = 3_000_000 // 1,600,000 of it draw maps
const mostFirst = { 'kader.html': 120_000, 'manager.html': 170_000, 'index.html': 650_000 }

const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
/** What a part needs: to begin with, or with all that it may ever load. */
const loaded = (name, ever = false, seen = new Set()) => {
  if (seen.has(name)) return seen
  seen.add(name)
  const { imports = [], dynamicImports = [] } = manifest[name]
  for (const next of ever ? [...imports, ...dynamicImports] : imports) loaded(next, ever, seen)
  return seen
}

/** Writes the service worker of the kader's pages with what they consist of. */
function writeWorker() {
  const parts = [...loaded('kader.html', true)].map((name) => manifest[name])
  const files = [...new Set(parts.flatMap((part) => [part.file, ...(part.css ?? [])]))]
  const others = ['icon.svg', 'icon-192.png', 'kader.webmanifest']
  const hash = createHash('sha256')
  for (const file of [...files, ...others, 'kader.html']) hash.update(readFileSync(join(dist, file)))
  const list = [...files, ...others].map((file) => JSON.stringify(`/${file}`)).join(', ')
  const text = readFileSync(new URL('../sw/kader-sw.js', import.meta.url), 'utf8')
    .replace('__VERSION__', hash.digest('hex').slice(0, 12))
    .replace("'__FILES__'", list)
  writeFileSync(join(dist, 'kader-sw.js'), text)
}
writeWorker()

const sizes = new Map()
let raw = 0
for (const entry of readdirSync(dist, { recursive: true })) {
  const file = join(dist, entry)
  if (!/\.(js|mjs|css|html|svg|json|webmanifest)$/.test(entry) || !statSync(file).isFile()) continue
  const text = readFileSync(file)
  const packed = gzipSync(text, { level: 9 })
  writeFileSync(`${file}.gz`, packed)
  sizes.set(entry, packed.length)
  raw += text.length
}
writeFileSync(join(dist, '.gitkeep'), '')

let failed = raw > mostRaw
console.log(`dist ${raw} bytes of ${mostRaw}`)
for (const [page, most] of Object.entries(mostFirst)) {
  const js = [...loaded(page)].map((name) => manifest[name].file).filter((file) => file.endsWith('.js'))
  const bytes = js.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0)
  console.log(`${page} first JavaScript ${bytes} bytes of ${most}, compressed`)
  failed ||= bytes > most
}
if (failed) {
  console.error('a page has grown beyond its budget')
  process.exit(1)
}
