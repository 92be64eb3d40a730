import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { declare } from '../../../src/commands/shell/declaration.ts'
import { count, largest } from '../../../src/commands/shell/declarations/heap.ts'
import { elems, show, size, values } from '../../../src/commands/shell/declarations/inspect.ts'
import { identify } from '../../../src/commands/shell/declarations/references.ts'
import { tool } from '../../../src/commands/shell/declarations/session.ts'
import { parseWords } from '../../../src/commands/shell/options.ts'
import { ShellError } from '../../../src/commands/shell/shell-error.ts'
import { tokenize } from '../../../src/commands/shell/tokenize.ts'
import { anyText } from '../../helpers/any-text.ts'

const words = (line: string) => tokenize(line).tokens

describe('options', () => {
  const NONE = { all: false, depth: undefined, no_elide: false, weak: false }

  test.each([
    ['0x10', NONE],
    ['0x10 --depth 10', { ...NONE, depth: 10 }],
    ['--depth 10 0x10', { ...NONE, depth: 10 }],
    ['-d 10 -a 0x10 --weak', { ...NONE, depth: 10, all: true, weak: true }],
    ['0x10 -d -1', { ...NONE, depth: -1 }],
    ['0x10 -d 1 -d 2', { ...NONE, depth: 2 }],
    ['--no_elide 0x10', { ...NONE, no_elide: true }],
    // as the manual and people write them, and pmat does not take them
    ['0x10 --no-elide', { ...NONE, no_elide: true }],
    ['0x10 -depth 10', { ...NONE, depth: 10 }],
    ['-depth 10 0x10', { ...NONE, depth: 10 }],
    ['-no-elide 0x10', { ...NONE, no_elide: true }],
    ['0x10 --depth=10', { ...NONE, depth: 10 }],
    ['0x10 -depth=10', { ...NONE, depth: 10 }],
    ['0x10 -d=10', { ...NONE, depth: 10 }],
    ['0x10 -d10', { ...NONE, depth: 10 }],
    // other words are arguments, and too many are ignored
    ['0x10 -dx', NONE],
    ['0x10 junk -owned', NONE],
    ['0x10 -- --all', NONE],
    ['0x10 "--all"', NONE],
  ])('identify %s', (line, options) => {
    const parsed = parseWords(identify, words(line))
    expect(parsed.options).toEqual(options)
    expect(parsed.sv).toBe('0x10')
  })

  // as Devel::MAT 0.56 says
  test.each([
    ['-d', 'Option --depth requires a value'],
    ['0x10 --depth', 'Option --depth requires a value'],
    ['--depth x 0x10', "Option --depth value 'x' is not a number"],
    ['-d "" 0x10', "Option --depth value '' is not a number"],
    ['-d 0x3 0x10', "Option --depth value '0x3' is not a number"],
    ['-Z', "No such option '-Z'"],
    ['--foo', "No such option '--foo'"],
    ['--foo=3', "No such option '--foo=3'"],
    ['--__proto__', "No such option '--__proto__'"],
    ['--constructor', "No such option '--constructor'"],
  ])('identify %s: %s', (line, message) => {
    expect(() => parseWords(identify, words(line))).toThrow(expect.objectContaining({ name: 'ShellError', message }))
  })

  test('ours to say', () => {
    expect(() => parseWords(identify, words('--all=1'))).toThrow('Option --all takes no value')
    expect(() => parseWords(values, words('%x -c 0'))).toThrow('Option --count must be at least 1')
    expect(() => parseWords(elems, words('@x -c 5 --start -1'))).toThrow('Option --start must be at least 0')
  })

  test('an error knows the word that is wrong', () => {
    const at = (line: string) => {
      try {
        parseWords(identify, words(line))
      } catch (error) {
        return error instanceof ShellError ? error.at : undefined
      }
      return undefined
    }
    expect(at('0x10 --foo')).toBe(5)
    expect(at('--depth x')).toBe(8)
  })

  test('a command without options takes --foo for an argument', () => {
    expect(parseWords(size, words('--foo')).sv).toBe('--foo')
  })
})

describe('values', () => {
  const declaration = declare({
    name: 'x',
    description: '',
    options: {
      address: { type: 'hex', alias: 'a', help: '' },
      text: { type: 'str', alias: 't', help: '' },
      number: { type: 'int', help: '' },
      flag: { type: 'flag', help: '' },
    },
    args: [
      { name: 'first', help: '' },
      { name: 'second', help: '', optional: true },
      { name: 'rest', help: '', repeatable: true },
    ],
  })

  test('have the types of their declaration', () => {
    const parsed = parseWords(declaration, words('one two three four --address 0xffffFFFFffffFFFE -t --flag --flag'))
    expect(parsed).toEqual({
      sv: undefined,
      options: { address: 0xffff_ffff_ffff_fffen, text: '--flag', number: undefined, flag: true },
      args: { first: 'one', second: 'two', rest: ['three', 'four'] },
    })
    expectTypeOf(parsed.options.address).toEqualTypeOf<bigint | undefined>()
    expectTypeOf(parsed.options.text).toEqualTypeOf<string | undefined>()
    expectTypeOf(parsed.options.number).toEqualTypeOf<number | undefined>()
    expectTypeOf(parsed.options.flag).toEqualTypeOf<boolean>()
    expectTypeOf(parsed.args.first).toEqualTypeOf<string>()
    expectTypeOf(parsed.args.second).toEqualTypeOf<string | undefined>()
    expectTypeOf(parsed.args.rest).toEqualTypeOf<readonly string[]>()
  })

  test.each([
    ['-a 12', 12n],
    ['-a12', 12n],
    ['-a0x1f', 31n],
    ['-a -5', -5n],
  ])('an address as %s', (line, value) => {
    expect(parseWords(declaration, words(`one ${line}`)).options.address).toBe(value)
  })

  test('an address that is none', () => {
    expect(() => parseWords(declaration, words('one -a zz'))).toThrow(
      "Option --address value 'zz' is not a (hex)number",
    )
    expect(() => parseWords(declaration, words('one -a 0x'))).toThrow(
      "Option --address value '0x' is not a (hex)number",
    )
  })
})

describe('arguments', () => {
  test('come after the SV', () => {
    expect(parseWords(values, words('%main::h /^a b/ -n'))).toMatchObject({ sv: '%main::h', args: { filter: '/^a' } })
    expect(parseWords(values, words('%main::h "/^a b/"'))).toMatchObject({ args: { filter: '/^a b/' } })
    expect(parseWords(show, words('-F'))).toMatchObject({ sv: undefined, options: { full_pv: true } })
  })

  test('are many where they may be', () => {
    expect(parseWords(largest, words('--owned 9 4 3')).args.count).toEqual(['9', '4', '3'])
    expect(parseWords(largest, []).args.count).toEqual([])
    expect(parseWords(largest, words('-5')).args.count).toEqual(['-5'])
  })

  test('are missed where they must be', () => {
    expect(() => parseWords(tool, [])).toThrow("Expected a value for 'tool' argument")
  })
})

test('no line but ends in values or a ShellError', () => {
  const word = fc.oneof(anyText(), fc.constantFrom('-b', '--blessed', '--', '-', '--struct=', '-S3'))
  fc.assert(
    fc.property(fc.array(word), (line) => {
      let outcome: unknown
      try {
        outcome = parseWords(count, words(line.join(' '))).options.blessed
      } catch (error) {
        outcome = error instanceof ShellError
      }
      expect(typeof outcome).toBe('boolean')
    }),
  )
})
