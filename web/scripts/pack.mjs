// Compresses what a browser loads and holds the sizes that docs/design.md promises.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
const mostRaw = 2_500_000
const mostFirst = { 'kader.html': 120_000, 'manager.html': 170_000, 'index.html': 650_000 }

const sizes = new Map()
let raw = 0
for (const entry of readdirSync(dist, { recursive: true })) {
  const file = join(dist, entry)
  if (!/\.(js|mjs|css|html|svg|json)$/.test(entry) || !statSync(file).isFile()) continue
  const text = readFileSync(file)
  const packed = gzipSync(text, { level: 9 })
  writeFileSync(`${file}.gz`, packed)
  sizes.set(entry, packed.length)
  raw += text.length
}
writeFileSync(join(dist, '.gitkeep'), '')

const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
const loaded = (name, seen = new Set()) => {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const next of manifest[name].imports ?? []) loaded(next, seen)
  return seen
}
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
