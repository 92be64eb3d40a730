import { visibleText } from './visible-text.ts'

/** A cell of a table that leaves the app. null = nothing there. */
export type Cell = string | number | boolean | null

/** A table to be written as text, row by row. */
export interface DataTable {
  readonly columns: readonly string[]
  /** As many cells each as there are columns. */
  readonly rows: Iterable<readonly Cell[]>
}

export type TableFormat = 'csv' | 'json' | 'md'

/** How a table is written in each format, a line or more at a time, without the newline behind it. */
export const WRITERS: Readonly<Record<TableFormat, (table: DataTable) => Generator<string>>> = {
  csv: csvLines,
  json: jsonLines,
  md: markdownLines,
}

/** What a spreadsheet takes for the start of a formula, full-width forms as well. */
const FORMULA = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/

/**
 * RFC 4180, but for line ends. Texts are those of strangers: one that a spreadsheet would run gets a `'` before it, and
 * what cannot be seen is written as `\x{202e}`. Numbers are left alone.
 */
export function csvLines(table: DataTable): Generator<string> {
  return separatedLines(table, (text) => (FORMULA.test(text) ? `'${visibleText(text)}` : visibleText(text)))
}

/** The same with all texts as they are: for programs, not for spreadsheets. */
export function rawCsvLines(table: DataTable): Generator<string> {
  return separatedLines(table, (text) => text)
}

function* separatedLines({ columns, rows }: DataTable, safe: (text: string) => string): Generator<string> {
  yield columns.map((name) => quoted(name)).join()
  for (const row of rows) yield row.map((cell) => quoted(typeof cell === 'string' ? safe(cell) : cellText(cell))).join()
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** An array of objects. It can stand in a page's script: no `</` ends that, no line separator breaks it. */
export function* jsonLines({ columns, rows }: DataTable): Generator<string> {
  const names = columns.map((name) => jsonText(name))
  yield '['
  let last: string | null = null
  for (const row of rows) {
    if (last !== null) yield `${last},`
    last = `  { ${row.map((cell, i) => `${names[i]}: ${jsonText(cell)}`).join(', ')} }`
  }
  if (last !== null) yield last
  yield ']'
}

/** A number that JSON has not, such as NaN, is null. */
function jsonText(cell: Cell): string {
  return JSON.stringify(cell).replace(/<\/|[\u2028\u2029]/g, (text) => {
    return text === '</' ? '<\\/' : `\\u${text.charCodeAt(0).toString(16)}`
  })
}

/** A table of GitHub's Markdown. Nothing in a cell is markup: signs that could be are escaped. */
export function* markdownLines({ columns, rows }: DataTable): Generator<string> {
  yield markdownRow(columns)
  yield markdownRow(columns.map(() => '---'))
  for (const row of rows) yield markdownRow(row.map((cell) => markdownText(cellText(cell))))
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Signs of markup behind a backslash; as entities `&`, `<`, and what links and mentions are made of. */
function markdownText(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_[\]#|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('://', '&#58;//')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`)
    .replaceAll('@', '&#64;')
}

function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell)
}
