// Writes NOTICE: the licences of all that the program and its pages ship, by the
// modules in the binary and the packages that the pages need at run time.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The texts that must go along, as they stand in a folder. */
function texts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|patents)/i.test(name))
    .sort()
    .flatMap((name) => {
      try {
        return [readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()]
      } catch {
        return [] // a folder of that name
      }
    })
}

function modules() {
  const format = '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}'
  const out = execFileSync('go', ['list', '-deps', '-f', format, './cmd/binaan'], {
    cwd: root,
    encoding: 'utf8',
  })
  return [...new Set(out.split('\n').filter(Boolean))].map((line) => line.split('\t'))
}

function packages() {
  const lock = JSON.parse(readFileSync(join(root, 'web/package-lock.json'), 'utf8'))
  return Object.entries(lock.packages)
    .filter(([path, about]) => path && !about.dev && !about.optional && existsSync(join(root, 'web', path)))
    .map(([path, about]) => [
      `${path.replace(/.*node_modules\//, '')} ${about.version}`,
      join(root, 'web', path),
    ])
}

const go = ['go (standard library)', execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim()]
const byText = new Map()
for (const [name, folder] of [go, ...modules(), ...packages()]) {
  const found = texts(folder)
  if (found.length === 0) {
    const said = join(folder, 'package.json')
    const licence = existsSync(said) && JSON.parse(readFileSync(said, 'utf8')).license
    if (!licence) throw new Error(`${name}: no licence in ${folder}`)
    found.push(`Licence: ${licence} (the package holds no text)`)
  }
  for (const text of found) byText.set(text, [...(byText.get(text) ?? []), name])
}
const parts = [...byText].map(([text, names]) => [[...new Set(names)].sort(), text])
parts.sort(([a], [b]) => (a[0] < b[0] ? -1 : 1))
const line = '='.repeat(78)
writeFileSync(
  join(root, 'NOTICE'),
  `Binaan ships the work of others, under their licences. Made by "npm --prefix web run notice".\n\n${parts
    .map(([names, text]) => `${line}\n${names.join('\n')}\n\n${text}\n`)
    .join('\n')}`,
)
console.log(`NOTICE: ${parts.length} texts`)
