import { describe, expect, test } from 'vitest'
import { type Cell, csvLines, jsonLines, markdownLines, rawCsvLines } from '../../src/base/table-text.ts'

const table = (...cells: Cell[]) => ({ columns: cells.map((_, i) => `c${i}`), rows: [cells] })

describe('CSV', () => {
  test.each<[Cell, string]>([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    [-1, '-1'],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\uff1d1', "'\uff1d1"],
    ['\t=1', "'\\t=1"],
    ['\0', "'\\x{0}"],
    ['a\nb', 'a\\nb'],
    ['a\u202eb', 'a\\x{202e}b'],
    [null, ''],
    [true, 'true'],
  ])('%j', (cell, text) => {
    expect([...csvLines(table(cell))]).toEqual(['c0', text])
  })

  test('raw, texts stay as they are', () => {
    expect([...rawCsvLines(table('=1', 'a\nb'))]).toEqual(['c0,c1', '=1,"a\nb"'])
  })
})

test('JSON can be read back, and stand in a script', () => {
  const cells = ['</script>', '\u2028', '__proto__', 1.5, null, Number.NaN]
  const text = [...jsonLines({ columns: ['a', 'b', 'c', 'd', 'e', 'f'], rows: [cells, cells] })].join('\n')
  expect(text).not.toMatch(/<\/|\u2028/)
  const row = { a: '</script>', b: '\u2028', c: '__proto__', d: 1.5, e: null, f: null }
  expect(JSON.parse(text)).toEqual([row, row])
  expect([...jsonLines({ columns: ['a'], rows: [] })].join('\n')).toBe('[\n]')
})

test('Markdown: no cell is markup', () => {
  const lines = [...markdownLines(table('a|b', '<img>', '`x`', '[l](http://a)', '@you', 'a\nb', 'Foo::Bar'))]
  expect(lines[1]).toBe('| --- | --- | --- | --- | --- | --- | --- |')
  expect(lines[2]).toBe('| a\\|b | &lt;img> | \\`x\\` | \\[l\\](http&#58;//a) | &#64;you | a\\\\nb | Foo::Bar |')
})
