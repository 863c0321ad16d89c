/** What a column of a table is called in a file, and what of a row stands in it. */
export interface Column<T> {
  head: string
  of: (row: T) => string | number | null
}

/** A cell: text that a spreadsheet would take for a formula is quoted by an apostrophe. */
function cell(v: string | number | null): string {
  if (v === null) return ''
  if (typeof v === 'number') return String(v)
  const safe = /^[=+\-@\t\r\n]/.test(v) ? `'${v}` : v
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * Rows as they are on screen: its filter, search and order. Above them stand what they
 * are of and the version of the data; sums are whole rupiah.
 */
export function csv<T>(about: [string, string | number][], columns: Column<T>[], rows: T[]): string {
  const lines = [
    ...about.map(([name, v]) => [`# ${name}`, v]),
    columns.map((column) => column.head),
    ...rows.map((row) => columns.map((column) => column.of(row))),
  ]
  return `\uFEFF${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`
}

/** Hands a file to the browser. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
