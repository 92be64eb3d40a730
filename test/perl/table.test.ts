import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Line, lineText, lineWidth, plain } from '../../src/perl/span.ts'
import { formatTable, type TableLayout, type TableRow } from '../../src/perl/table.ts'
import { anyText } from '../helpers/any-text.ts'

const row = (...cells: string[]): TableRow => cells.map((text) => [plain(text)])
const table = (rows: TableRow[], layout?: TableLayout) => formatTable(rows, layout).map(lineText)

// Every case through Devel::MAT::Cmd->print_table of Devel::MAT 0.51
describe('a table', () => {
  test('is padded, but for a last column on the left; an empty row is dashes', () => {
    expect(table([row('a', 'bb', 'c'), row('dddd', 'e'), [], row('x', 'y', 'zz')])).toEqual([
      'a    bb c',
      'dddd e  ',
      '---- -- --',
      'x    y  zz',
    ])
  })

  test('aligns column by column', () => {
    expect(table([row('a', 'bb'), row('ccc', 'd')], { align: ['left', 'right'] })).toEqual(['a   bb', 'ccc  d'])
    expect(table([row('a', 'b'), row('ccc'), []], { align: 'right' })).toEqual(['  a b', 'ccc  ', '--- -'])
  })

  test('has a separator for each gap, and an indent', () => {
    const layout: TableLayout = { align: 'right', separator: ['<', '>'], indent: 3 }
    expect(table([row('a', 'bb', 'c'), row('ccc', 'd')], layout)).toEqual(['     a<bb>c', '   ccc< d> '])
  })

  test('has headings even without rows', () => {
    expect(table([row('1', '2')], { headings: ['A', 'BBB'], separator: ' - ' })).toEqual(['A - BBB', '1 - 2'])
    expect(formatTable([], { headings: ['A', 'B'] })).toEqual([
      [{ text: 'A', kind: 'heading' }, { text: ' ' }, { text: 'B', kind: 'heading' }],
    ])
    expect(table([])).toEqual([])
  })

  test('counts characters, not UTF-16 units', () => {
    expect(table([row('\u00e9\u{1f600}', 'b'), row('abcd', 'c')])).toEqual(['\u00e9\u{1f600}   b', 'abcd c'])
  })
})

test('keeps what the spans of a cell are', () => {
  const cell: Line = [
    { text: '{', kind: 'value' },
    { text: 'HASH(2) at 0x10', kind: 'sv', row: 7 },
  ]
  expect(formatTable([[cell, [plain('x')]]], { indent: 2 })).toEqual([[plain('  '), ...cell, plain(' '), plain('x')]])
})

test('every line but for a last left column is equally wide', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyText(), { maxLength: 5 })), (rows) => {
      const lines = formatTable(
        rows.map((cells) => row(...cells)),
        { align: 'right', indent: 1 },
      )
      expect(new Set(lines.map(lineWidth)).size).toBeLessThanOrEqual(1)
    }),
  )
})
