import { expect, test } from 'vitest'
import { type Column, csv } from './csv'

const text: Column<string>[] = [{ head: 'Nama', of: (row) => row }]

/** What a spreadsheet reads: cells between semicolons, quotes doubled within quotes. */
function readBack(file: string): string[][] {
  const rows: string[][] = [[]]
  let [cell, quoted] = ['', false]
  for (let i = 1; i < file.length; i++) {
    const c = file[i] as string
    if (quoted && c === '"' && file[i + 1] === '"') cell += file[++i]
    else if (c === '"') quoted = !quoted
    else if (!quoted && c === ';') {
      rows.at(-1)?.push(cell)
      cell = ''
    } else if (!quoted && c === '\r' && file[i + 1] === '\n') {
      rows.at(-1)?.push(cell)
      rows.push([])
      cell = ''
      i++
    } else cell += c
  }
  expect(quoted, 'a quote is left open').toBe(false)
  return rows.slice(0, -1)
}

const firstOf = (row: string) => readBack(csv([], text, [row]))[1]?.[0]

test('no text begins a formula, whatever stands after its first letter', () => {
  for (const begin of ['=', '+', '-', '@', '\t', '\r', '\n'])
    for (const rest of ['', '1+1', 'HYPERLINK("http://x";"y")', "cmd|' /C calc'!A0", '\n'])
      expect(firstOf(begin + rest), JSON.stringify(begin + rest)).toBe(`'${begin}${rest}`)
})

test('what only holds such a letter stays as it is', () => {
  for (const plain of ['Siti', 'RT 01-02', 'a=b', "Ma'ruf", '0812', ' =1', '#1', ''])
    expect(firstOf(plain)).toBe(plain)
})

test('a number below zero stays a number, and none is an empty cell', () => {
  const file = csv([], [{ head: 'Rp', of: (row: number | null) => row }], [-1_250_000, 0, null, 12.5])
  expect(file).toBe('\uFEFFRp\r\n-1250000\r\n0\r\n\r\n12.5\r\n')
})

test('heads and what stands above them are kept from formulas too', () => {
  const file = csv([['Saring', '=1+1']], [{ head: '@x', of: () => 1 }], ['a'])
  expect(readBack(file)).toEqual([['# Saring', "'=1+1"], ["'@x"], ['1']])
})

test('whatever is written is read as the same cells', () => {
  const letters = ['"', ';', '\n', '\r', '\r\n', "'", ',', ' ', 'é', 'a', '7', '=', '\t']
  let seed = 20261130
  const next = (n: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * n)
  }
  const word = () => Array.from({ length: next(8) }, () => letters[next(letters.length)]).join('')
  const columns: Column<string[]>[] = [0, 1, 2].map((i) => ({ head: `h${i}`, of: (row) => row[i] ?? null }))
  for (let round = 0; round < 300; round++) {
    const rows = Array.from({ length: next(5) }, () => [word(), word(), word()])
    const read = readBack(csv([['Bulan', '2026-11']], columns, rows))
    expect(read.slice(0, 2)).toEqual([
      ['# Bulan', '2026-11'],
      ['h0', 'h1', 'h2'],
    ])
    const guarded = rows.map((row) => row.map((v) => (/^[=\t\r\n]/.test(v) ? `'${v}` : v)))
    expect(read.slice(2), `round ${round}`).toEqual(guarded)
  }
})
