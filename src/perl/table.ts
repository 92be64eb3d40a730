import { type Line, lineWidth, plain, type Span } from './span.ts'

/** Cells of one row. A row without cells is drawn as dashes. */
export type TableRow = readonly Line[]

export interface TableLayout {
  /** Blanks before each row. */
  readonly indent?: number
  /** What stands between the columns: one text for all gaps, or one a gap (where the list ends, a blank). */
  readonly separator?: string | readonly string[]
  /** Where a cell stands in its column: one for all, or one a column (where the list ends, left). */
  readonly align?: Align | readonly Align[]
  readonly headings?: readonly string[]
}

export type Align = 'left' | 'right'

/**
 * Rows in columns as pmat aligns them: each column is as wide as its widest cell, and padded, but for a last column
 * that is aligned to the left. Short rows get empty cells. No rows and no headings give no lines.
 */
export function formatTable(rows: readonly TableRow[], layout: TableLayout = {}): Line[] {
  const all = layout.headings ? [headingRow(layout.headings), ...rows] : rows
  const widths = columnWidths(all)
  return all.map((row) => formatRow(row.length === 0 ? widths.map(dashes) : row, widths, layout))
}

function headingRow(headings: readonly string[]): TableRow {
  return headings.map((text) => [{ text, kind: 'heading' as const }])
}

function dashes(width: number): Line {
  return [plain('-'.repeat(width))]
}

function columnWidths(rows: readonly TableRow[]): number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      widths[column] = Math.max(widths[column] ?? 0, lineWidth(row[column]))
    }
  }
  return widths
}

const EMPTY: Line = []

function formatRow(row: TableRow, widths: readonly number[], layout: TableLayout): Line {
  const spans: Span[] = []
  let blanks = ' '.repeat(layout.indent ?? 0)
  for (let column = 0; column < widths.length; column++) {
    const cell = row[column] ?? EMPTY
    const padding = ' '.repeat(widths[column] - lineWidth(cell))
    const isLast = column === widths.length - 1
    const isRight = alignment(layout, column) === 'right'
    if (isRight) blanks += padding
    if (cell.length > 0 && blanks !== '') {
      spans.push(plain(blanks))
      blanks = ''
    }
    spans.push(...cell)
    if (!isRight && !isLast) blanks += padding
    if (!isLast) blanks += separator(layout, column)
  }
  if (blanks !== '') spans.push(plain(blanks))
  return spans
}

function alignment({ align = 'left' }: TableLayout, column: number): Align {
  return typeof align === 'string' ? align : (align[column] ?? 'left')
}

function separator({ separator: texts = ' ' }: TableLayout, gap: number): string {
  return typeof texts === 'string' ? texts : (texts[gap] ?? ' ')
}
