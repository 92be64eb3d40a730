import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FILTERS } from '../../../src/commands/shell/declarations/find.ts'
import { findStateAfter, parseFind } from '../../../src/commands/shell/find-line.ts'
import { ShellError } from '../../../src/commands/shell/shell-error.ts'
import { tokenize } from '../../../src/commands/shell/tokenize.ts'

const parse = (line: string) => parseFind(tokenize(line).tokens)
/** What was given, the rest left out. */
function given(line: string): unknown[] {
  return parse(line).filters.map(({ name, options, args }) => {
    const values = Object.entries({ ...options, ...args }).filter(([, value]) => value !== undefined && value !== false)
    return [name, Object.fromEntries(values)]
  })
}

describe('filters', () => {
  test.each([
    ['', []],
    ['io', [['io', {}]]],
    ['-C blessed main', [['blessed', { package: 'main' }]]],
    ['pv a', [['pv', { pattern: 'a' }]]],
    ['pv -r ^[A-Z]+$', [['pv', { pattern: '^[A-Z]+$', regexp: true }]]],
    ['pv --eq main', [['pv', { pattern: 'main', eq: true }]]],
    ['pv main --eq -i', [['pv', { pattern: 'main', eq: true, ignorecase: true }]]],
    ['num --iv 1', [['num', { iv: true, value: '1' }]]],
    ['num -5', [['num', { value: '-5' }]]],
    ['cv --xsub -p Scalar::Util', [['cv', { xsub: true, package: 'Scalar::Util' }]]],
    ['io -f 2', [['io', { fileno: 2 }]]],
    ['io 2', [['io', { fileno: '2' }]]],
    ['lexical -I $x', [['lexical', { inactive: true, name: '$x' }]]],
    ['magicv2 --funcs 0x1', [['magicv2', { funcs: 1n }]]],
    ['struct Mod/Type', [['struct', { name: 'Mod/Type' }]]],
    [
      'lexical $self pv ev',
      [
        ['lexical', { name: '$self' }],
        ['pv', { pattern: 'ev' }],
      ],
    ],
    // an argument may be called like a filter
    ['blessed pv', [['blessed', { package: 'pv' }]]],
    [
      'pv num num',
      [
        ['pv', { pattern: 'num' }],
        ['num', {}],
      ],
    ],
    ['blessed -x', [['blessed', { package: '-x' }]]],
    ['pv -- -r', [['pv', { pattern: '-r' }]]],
    ['pv "-r"', [['pv', { pattern: '-r' }]]],
    ['-- pv a', [['pv', { pattern: 'a' }]]],
    // pmat refuses these, or understands something else
    [
      'num pv four',
      [
        ['num', {}],
        ['pv', { pattern: 'four' }],
      ],
    ],
    [
      'num pv -r x',
      [
        ['num', {}],
        ['pv', { pattern: 'x', regexp: true }],
      ],
    ],
    [
      'cv io -f 2',
      [
        ['cv', {}],
        ['io', { fileno: 2 }],
      ],
    ],
    ['num "pv"', [['num', { value: 'pv' }]]],
    [
      'pv foo blessed Bar -i',
      [
        ['pv', { pattern: 'foo', ignorecase: true }],
        ['blessed', { package: 'Bar' }],
      ],
    ],
    ['pv -ignorecase --regexp foo', [['pv', { pattern: 'foo', regexp: true, ignorecase: true }]]],
  ])('find %s', (line, filters) => {
    expect(given(line)).toEqual(filters)
  })

  test('its own options come first', () => {
    expect(parse('--count pv a').options.count).toBe(true)
    expect(parse('pv a').options.count).toBe(false)
    expect(() => parse('pv a -C')).toThrow("No such option '-C'")
  })

  // as Devel::MAT 0.56 says
  test.each([
    ['nosuch', "Unknown filter type 'nosuch'", 0],
    ['constructor', "Unknown filter type 'constructor'", 0],
    ['-depth 3', "Unknown filter type '-depth'", 0],
    ['io x', "Unknown filter type 'x'", 3],
    ['pv a b', "Unknown filter type 'b'", 5],
    ['--foo', "No such option '--foo'", 0],
    ['-C -Z', "No such option '-Z'", 3],
    ['num -r x', "No such option '-r'", 4],
    ['pv', "Expected a value for 'pattern' argument", -1],
    ['lexical -I', "Expected a value for 'name' argument", -1],
    ['struct', "Expected a value for 'name' argument", -1],
    ['num 5 pv', "Expected a value for 'pattern' argument", -1],
    ['magicv2 -f zz', "Option --funcs value 'zz' is not a (hex)number", 11],
    ['magicv2 --auxsv', 'Option --auxsv requires a value', 8],
    ['io -f 0x2', "Option --fileno value '0x2' is not a number", 6],
  ])('find %s: %s', (line, message, at) => {
    expect(() => parse(line)).toThrow(ShellError)
    expect(() => parse(line)).toThrow(expect.objectContaining({ message, at }))
  })
})

describe('where a line stands', () => {
  test.each([
    ['', undefined, undefined],
    ['-C', undefined, undefined],
    ['pv', 'pv', 'pattern'],
    ['pv -r', 'pv', 'pattern'],
    ['pv x', 'pv', undefined],
    ['pv x blessed', 'blessed', 'package'],
    ['cv --package', 'cv', undefined],
    ['pv x nosuch', 'pv', undefined],
  ])('find %s', (line, filter, argument) => {
    const state = findStateAfter(tokenize(line).tokens)
    expect([state.filter?.name, state.argument?.name]).toEqual([filter, argument])
  })

  test('nothing stops it', () => {
    const word = fc.constantFrom(...Object.keys(FILTERS), '-r', '--', '-f', '--funcs', 'x', '0x1', '"', '-5', '-C', '|')
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const { filter, argument } = findStateAfter(tokenize(words.join(' ')).tokens)
        expect(argument === undefined || filter !== undefined).toBe(true)
      }),
    )
  })
})
