import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { count, flag, oneOf, readOptions, svWord, writeOptions } from '../../src/ui/state/options.ts'
import { fromHash, type Route, START, toHash } from '../../src/ui/state/route.ts'
import { anyText } from '../helpers/any-text.ts'

const text = anyText({ maxLength: 24 })
const orNull = fc.option(text)
const anyRoute: fc.Arbitrary<Route> = fc.oneof(
  fc.constant(START),
  fc.record({
    dump: anyText({ minLength: 1, maxLength: 24 }),
    view: text,
    sv: orNull,
    options: fc
      .array(fc.tuple(anyText({ minLength: 1, maxLength: 24 }), text), { maxLength: 5 })
      .map((pairs) => new Map(pairs.filter(([name]) => name !== 'at' && name !== 'console'))),
    selected: orNull,
    isConsoleOpen: fc.boolean(),
  }),
)

test('a hash reads', () => {
  const route: Route = {
    dump: '811c9dc5-9f',
    view: 'sv',
    sv: '%main::SIG',
    options: new Map([['sort', 'owned']]),
    selected: '0x55d0e0',
    isConsoleOpen: true,
  }
  expect(toHash(route)).toBe('#/d/811c9dc5-9f/sv/%25main::SIG?sort=owned&at=0x55d0e0&console')
  expect(toHash({ ...route, selected: null, isConsoleOpen: false })).not.toMatch(/at=|console/)
  expect(toHash(START)).toBe('#/')
  expect(fromHash('#/d/811c9dc5-9f')).toEqual({ ...START, dump: '811c9dc5-9f' })
  expect(fromHash('#/d/x/sv/%main::SIG').sv).toBe('%main::SIG') // as people type it
})

test('every route comes back from its hash', () => {
  fc.assert(
    fc.property(anyRoute, (route) => {
      expect(fromHash(toHash(route))).toEqual(route)
    }),
  )
})

test('no hash throws, and what it says is written the same from then on', () => {
  const hostile = fc.oneof(
    text,
    fc.tuple(fc.constantFrom('#/d/', '#/', '#/d/x/', '#/d/x/y?', '#'), text).map((parts) => parts.join('')),
    fc.string({ unit: fc.constantFrom('%', '/', '?', '&', '=', '#', 'd', 'E0', '\ud800', '__proto__') }),
  )
  fc.assert(
    fc.property(hostile, (hash) => {
      const route = fromHash(hash)
      expect(fromHash(toHash(route))).toEqual(fromHash(toHash(fromHash(toHash(route)))))
    }),
    { numRuns: 2000 },
  )
  expect(fromHash(`#/d/${'x'.repeat(5000)}`)).toEqual(START)
  expect(toHash({ ...START, dump: 'x', view: 'sv', sv: '\ud800' })).toBe('#/d/x/sv/%EF%BF%BD')
})

const codecs = {
  by: oneOf(['size', 'owned'], 'size'),
  weak: flag(),
  elide: flag(true),
  in: svWord(),
  depth: count(10, 1, 99),
}

test('options are read whatever is written, and defaults are not written', () => {
  const standard = { by: 'size', weak: false, elide: true, in: '', depth: 10 } as const
  expect(readOptions(codecs, new Map())).toEqual(standard)
  expect(writeOptions(codecs, standard).size).toBe(0)
  const odd = new Map([
    ['by', '__proto__'],
    ['weak', '1'],
    ['depth', '1e9'],
    ['constructor', 'x'],
  ])
  expect(readOptions(codecs, odd)).toEqual(standard)
  expect(readOptions(codecs, new Map([['depth', '1000000']])).depth).toBe(99)
})

test('options come back from their words', () => {
  const options = fc.record({
    by: fc.constantFrom('size', 'owned'),
    weak: fc.boolean(),
    elide: fc.boolean(),
    in: text,
    depth: fc.integer({ min: 1, max: 99 }),
  })
  fc.assert(
    fc.property(options, (given) => {
      expect(readOptions(codecs, writeOptions(codecs, given))).toEqual(given)
    }),
  )
})
