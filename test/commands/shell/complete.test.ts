import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complete, type CompletionSource } from '../../../src/commands/shell/complete.ts'
import { COMMANDS } from '../../../src/commands/shell/declarations/commands.ts'

const SYMBOLS = ['%main::SIG', '$main::x', '$main::y', '$main::odd name']
const source: CompletionSource = {
  symbols: (prefix, limit) => SYMBOLS.filter((symbol) => symbol.startsWith(prefix)).slice(0, limit),
  packages: (prefix) => ['Foo::Bar', 'Foo::Baz', 'main'].filter((name) => name.startsWith(prefix)),
  roots: () => ['defstash', 'main_cv'],
  addresses: () => ['0x55e8', '0x5610'],
  dumps: () => ['before.pmat', 'after.pmat'],
}

/** The cursor is where the line has a `^`, or at its end. */
function at(line: string) {
  const cursor = line.includes('^') ? line.indexOf('^') : line.length
  return complete(line.replace('^', ''), cursor, COMMANDS, source)
}
const texts = (line: string) => at(line).candidates.map(({ text }) => text)

describe('candidates', () => {
  test.each([
    ['the', []],
    ['id', ['identify']],
    ['st', ['stack', 'stop', 'strtab']],
    ['  su', ['summary']],
    ['time id', ['identify']],
    // options
    ['identify --', ['--all', '--weak', '--depth', '--no-elide']],
    ['identify --no_', ['--no-elide']],
    ['identify -d', ['--depth']],
    ['identify --all --', ['--weak', '--depth', '--no-elide']],
    ['identify -- --', []],
    ['size --', []],
    // SVs
    ['identify ', ['0x55e8', '0x5610', 'defstash', 'main_cv']],
    ['identify --depth 3 def', ['defstash']],
    ['identify --depth ', []],
    ['show 0x56', ['0x5610']],
    ['show $main::', ['$main::x', '$main::y', '"$main::odd name"']],
    ['show $main::x ', []],
    // other arguments
    ['symbols F', ['Foo::Bar', 'Foo::Baz']],
    ['tool ', ['Reachability', 'Sizes']],
    ['diff ', ['before.pmat', 'after.pmat']],
    ['leakreport before.pmat a', ['after.pmat']],
    // find
    ['find p', ['pv']],
    ['find --', ['--count']],
    ['find pv --', ['--eq', '--ignorecase', '--regexp']],
    ['find pv x b', ['blessed']],
    ['find pv ', []],
    ['find cv -p F', ['Foo::Bar', 'Foo::Baz']],
    ['find blessed m', ['main']],
    ['find num m', ['magic', 'magicv2']],
    // help
    ['help la', ['largest']],
    ['help find l', ['lexical']],
    // pipes
    ['roots | ', ['grep', 'head', 'sort', 'count']],
    ['roots | grep --', ['--ignorecase', '--invert']],
    ['roots | head 3 | c', ['count']],
    // nothing
    ['', COMMANDS.map(({ name }) => name)],
    ['nosuch ', []],
    ['find pv "a', []],
    ['find pv "a"', []],
  ])('%j', (line, expected) => {
    expect(texts(line)).toEqual(expected)
  })

  test('replace the word up to the cursor', () => {
    expect(at('id^ 0x55e8')).toMatchObject({ start: 0, end: 2 })
    expect(at('show $main::')).toMatchObject({ start: 5, end: 12 })
    expect(at('show ')).toMatchObject({ start: 5, end: 5 })
  })
})

describe('a hint', () => {
  test.each([
    ['', ''],
    ['identif', ''],
    ['identify', 'identify [OPTIONS...] [SV ADDR] - Identify an SV by its referrers'],
    ['identify ', 'identify [OPTIONS...] [SV ADDR] - Identify an SV by its referrers'],
    ['identify -d', '--depth, -d INT - maximum depth to recurse'],
    ['identify --depth ', '--depth, -d INT - maximum depth to recurse'],
    ['values %x ', '$FILTER - optional pattern to filter keys by'],
    ['find ', 'find [FILTER...] - List SVs matching given criteria'],
    ['find pv ', 'find pv [OPTIONS...] $PATTERN - PV (string) SVs'],
    ['roots | sort ', '$COLUMN - its heading, or its number from 1 on; without it the whole line'],
    ['nosuch ', ''],
  ])('%j: %s', (line, hint) => {
    expect(at(line).hint).toBe(hint)
  })
})

test('wherever the cursor is, there is an answer within the line', () => {
  const word = fc.oneof(fc.constantFrom('find', 'pv', '|', '"', '-', '--', 'identify', '-d', '$', 'time'), fc.string())
  fc.assert(
    fc.property(fc.array(word), fc.nat(), (words, where) => {
      const line = words.join(' ')
      const cursor = where % (line.length + 1)
      const { start, end } = complete(line, cursor, COMMANDS, source)
      expect(start).toBeLessThanOrEqual(end)
      expect(end).toBe(cursor)
    }),
  )
})
