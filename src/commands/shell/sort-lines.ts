import { type Line, lineText } from '../../perl/span.ts'
import { ShellError } from './shell-error.ts'

/**
 * Sort lines by a column, counted from 1 or named by its heading, or by all of their text. Columns are words, but a size
 * with its unit is one; that of a heading is what stands below it. Numbers, addresses and sizes compare by value and stand
 * before words; lines without such a column come last. Headings stay on top, and dashes with the total below them at the
 * bottom. Equal lines keep their order. Throws a ShellError if no heading has that name.
 */
export function sortLines(lines: readonly Line[], column: number | string | undefined, reverse: boolean): Line[] {
  const { head, body, foot } = dividedTable(lines)
  const place = typeof column === 'string' ? placeOfHeading(head, column) : column
  const keyed = body.map((line) => ({ line, key: sortKey(lineText(line), place) }))
  keyed.sort((a, b) => compareKeys(a.key, b.key, reverse ? -1 : 1))
  return [...head, ...keyed.map(({ line }) => line), ...foot]
}

/** Characters of a line. */
interface Place {
  readonly start: number
  readonly end: number
}

function placeOfHeading(head: readonly Line[], name: string): Place {
  for (const line of head) {
    let start = 0
    for (const { text, kind } of line) {
      const end = start + text.length
      if (kind === 'heading' && text.trim().toLowerCase() === name.toLowerCase()) return { start, end }
      start = end
    }
  }
  throw new ShellError(`This answer has no column '${name}'`)
}

function dividedTable(lines: readonly Line[]): { head: readonly Line[]; body: readonly Line[]; foot: readonly Line[] } {
  const start = lines.findIndex((line) => !isHeading(line))
  const dashes = lines.findLastIndex((line) => /^[ -]*-[ -]*$/.test(lineText(line)))
  const end = dashes < 0 ? lines.length : dashes
  const begin = start < 0 ? 0 : start
  return { head: lines.slice(0, begin), body: lines.slice(begin, end), foot: lines.slice(end) }
}

function isHeading(line: Line): boolean {
  return line.some(({ kind }) => kind === 'heading')
}

/** undefined: the line has no such column. */
type SortKey = { readonly text: string; readonly value: number | undefined } | undefined

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
const COLUMN = /[([{]*[-+]?\d+(?:\.\d+)? (?:bytes|[KMGT]iB)(?![^\s)\]},:;.])[^\s]*|\S+/g
const NUMBER = /^[([{]*(?:(0x[0-9a-f]+)|([-+]?\d+(?:\.\d+)?)(?: (bytes|[KMGT]iB))?)[)\]},:;.]*$/

function sortKey(text: string, place: number | Place | undefined): SortKey {
  if (place === undefined) return { text, value: undefined }
  const found = typeof place === 'number' ? text.match(COLUMN)?.[place - 1] : cellAt(text, place)
  return found === undefined ? undefined : { text: found, value: numberIn(found) }
}

/** What stands below a heading: cells are aligned with it on one side, and apart from their neighbours. */
function cellAt(text: string, { start, end }: Place): string | undefined {
  for (const cell of text.matchAll(COLUMN)) if (cell.index < end && cell.index + cell[0].length > start) return cell[0]
  return undefined
}

function numberIn(text: string): number | undefined {
  const found = NUMBER.exec(text)
  if (!found) return undefined
  const [, hex, decimal, unit] = found
  return hex === undefined ? Number(decimal) * 1024 ** Math.max(0, UNITS.indexOf(unit)) : Number(hex)
}

function compareKeys(a: SortKey, b: SortKey, direction: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  if (a.value !== undefined && b.value !== undefined)
    return direction * compareNumbers(a.value, b.value, a.text, b.text)
  if (a.value !== undefined || b.value !== undefined) return a.value === undefined ? 1 : -1
  return direction * compareTexts(a.text, b.text)
}

/** Numbers beyond 2^53 that look equal as doubles have as many digits, so their texts tell them apart. */
function compareNumbers(a: number, b: number, aText: string, bText: string): number {
  if (a !== b) return a < b ? -1 : 1
  return a > Number.MAX_SAFE_INTEGER && aText.length === bText.length ? compareTexts(aText, bText) : 0
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
