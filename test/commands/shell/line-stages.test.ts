import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSlice, UNSLICED } from '../../../src/base/slice.ts'
import { type MakeMatcher, pipeInto, pipeLines } from '../../../src/commands/shell/line-stages.ts'
import { parsePipeline } from '../../../src/commands/shell/pipeline.ts'
import { type Line, lineText, plain } from '../../../src/perl/span.ts'

const makeMatcher: MakeMatcher = (pattern, ignoreCase) => {
  const regexp = new RegExp(pattern, ignoreCase ? 'iu' : 'u')
  return (text) => regexp.test(text)
}

const lines = (text: string): Line[] => text.split('\n').map((line) => [plain(line)])
const piped = (given: Iterable<Line>, stages: string) =>
  pipeLines(given, parsePipeline(`x ${stages}`).stages, makeMatcher, UNSLICED)
const through = async (text: string | Line[], stages: string) =>
  (await piped(typeof text === 'string' ? lines(text) : text, stages)).map(lineText).join('\n')

describe('stages', () => {
  test('grep keeps what matches, across the spans of a line', async () => {
    const spans: Line[] = [[plain('HASH(2)'), { text: '=Foo', kind: 'sv', row: 3 }], [plain('ARRAY(2)')]]
    expect(await through(spans, '| grep \\(2\\)=f -i')).toBe('HASH(2)=Foo')
    expect(await through(spans, '| grep -v FOO -i')).toBe('ARRAY(2)')
  })

  test('head, count, and one after the other', async () => {
    expect(await through('a\nb\nc', '| head 2')).toBe('a\nb')
    expect(await through('a\nb\nc', '| count')).toBe('3')
    expect(await through('ax\nb\ncx', '| grep x | count')).toBe('2')
    expect(await through('ax\nb\ncx', '| head 1 | count')).toBe('1')
    expect(await through('c\nb\na', '| sort | head 1')).toBe('a')
  })

  test('between the lines of a long answer messages come in, and one of them may end it', async () => {
    let numMade = 0
    function* endless(): Generator<Line> {
      for (;;) yield [plain(`${numMade++}`)]
    }
    const controller = new AbortController()
    setTimeout(() => controller.abort())
    const slice = createSlice({ signal: controller.signal, budget: 0 })
    await expect(pipeLines(endless(), parsePipeline('x | count').stages, makeMatcher, slice)).rejects.toThrow(
      'cancelled',
    )
    expect(numMade).toBeGreaterThan(0)
  })

  test('whoever makes the lines can stop once nobody wants more', () => {
    const out: Line[] = []
    const sink = { push: (line: Line) => out.push(line), end: () => {}, isFull: () => false }
    const pipe = pipeInto(sink, parsePipeline('x | grep a | head 2').stages, makeMatcher)
    const pushed: boolean[] = []
    for (const line of lines('a1\nb\na2\na3')) {
      pushed.push(pipe.isFull())
      pipe.push(line)
    }
    expect(pushed).toEqual([false, false, false, true])
    expect(out.map(lineText)).toEqual(['a1', 'a2'])
  })
})

describe('sort', () => {
  const COUNT = ['  ARRAY   479   87.9 KiB  64 bytes', '  BOOL      6  144 bytes', '  HASH    136  188.9 KiB 752 bytes']

  test('by numbers', async () => {
    expect(await through(COUNT.join('\n'), '| sort 2')).toBe([COUNT[1], COUNT[2], COUNT[0]].join('\n'))
  })

  test('by sizes, whatever their unit', async () => {
    expect(await through(COUNT.join('\n'), '| sort 3 -r')).toBe([COUNT[2], COUNT[0], COUNT[1]].join('\n'))
    const largest = 'SCALAR(PV) at 0x1528: 1.9 MiB\nHASH(2) at 0x9: 123.1 KiB\nothers: 940.6 KiB'
    expect(await through(largest, '| sort 4')).toBe(
      'HASH(2) at 0x9: 123.1 KiB\nSCALAR(PV) at 0x1528: 1.9 MiB\nothers: 940.6 KiB',
    )
  })

  test('by addresses of all 64 bits', async () => {
    const svs = ['x 0xfffffffffffffff1', 'x 0x9', 'x 0xfffffffffffffff0', 'x 0x10']
    expect(await through(svs.join('\n'), '| sort 2')).toBe([svs[1], svs[3], svs[2], svs[0]].join('\n'))
  })

  test('numbers, then words, then lines without the column, even backwards', async () => {
    expect(await through('a b\na\na 2\na 10', '| sort 2')).toBe('a 2\na 10\na b\na')
    expect(await through('a b\na\na 2\na 10', '| sort 2 -r')).toBe('a 10\na 2\na b\na')
  })

  test('a column has the name of its heading, cells of it may be missing', async () => {
    const heading: Line = [
      { text: 'Kind ', kind: 'heading' },
      plain('  '),
      { text: 'Blessed', kind: 'heading' },
      plain('  '),
      { text: '   Bytes', kind: 'heading' },
    ]
    const table = [
      heading,
      ...lines(
        [
          'ARRAY             1.0 MiB', //
          'HASH        12   9 bytes',
          'CODE         7   1.2 KiB',
        ].join('\n'),
      ),
    ]
    const sorted = (column: string) => through(table, `| sort ${column} | grep -v Kind`)
    const kinds = async (column: string) => (await sorted(column)).match(/^\w+/gm)
    expect(await kinds('bytes')).toEqual(['HASH', 'CODE', 'ARRAY'])
    expect(await kinds('Blessed')).toEqual(['CODE', 'HASH', 'ARRAY'])
    await expect(sorted('size')).rejects.toThrow("This answer has no column 'size'")
  })

  test('a table keeps its headings and its total', async () => {
    const heading: Line = [{ text: 'Kind', kind: 'heading' }, plain(' '), { text: 'Count', kind: 'heading' }]
    const rows = lines('ARRAY 9\nHASH 10\n----- --\n(total) 19')
    expect(await through([heading, ...rows], '| sort 2 -r')).toBe('Kind Count\nHASH 10\nARRAY 9\n----- --\n(total) 19')
  })

  test('equal lines keep their order, and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), fc.integer({ min: 1, max: 4 }), async (texts, column) => {
        const sorted = await through(texts.join('\n'), `| sort ${column}`)
        expect(sorted.split('\n').toSorted()).toEqual(texts.join('\n').split('\n').toSorted())
        expect(await through(sorted, `| sort ${column}`)).toBe(sorted)
      }),
    )
  })
})
