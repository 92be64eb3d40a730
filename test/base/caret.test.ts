import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { caretLines } from '../../src/base/caret.ts'
import { anyText } from '../helpers/any-text.ts'

test('the caret is under the character', () => {
  expect(caretLines('show --frob x', 5)).toEqual(['show --frob x', '     ^'])
  expect(caretLines('', 0)).toEqual(['', '^'])
  expect(caretLines('find |', 6)).toEqual(['find |', '      ^'])
})

test('what cannot be seen, or is not one column wide, is written out', () => {
  expect(caretLines('a\tb', 2)).toEqual(['a\\tb', '   ^'])
  expect(caretLines('\u202e x', 2)).toEqual(['\\x{202e} x', '         ^'])
  expect(caretLines('中 x', 2)).toEqual(['\\x{4e2d} x', '         ^'])
  expect(caretLines('e\u0301 x', 3)).toEqual(['e\\x{301} x', '         ^'])
  expect(caretLines('größe x', 6)).toEqual(['größe x', '      ^'])
})

test('a place inside of a surrogate pair is that of its character', () => {
  expect(caretLines('a😀b', 2)).toEqual(['a\\x{1f600}b', ' ^'])
})

test('of a long line, what stands around the place', () => {
  const [line, caret] = caretLines(`${'a'.repeat(500)}X${'b'.repeat(500)}`, 500)
  expect(line[caret.length - 1]).toBe('X')
  expect(line).toMatch(/^…a+Xb+…$/)
  expect(line.length).toBeLessThan(100)
})

test('whatever the line, both have only characters of one column, and the caret stands within it or behind its end', () => {
  fc.assert(
    fc.property(anyText(), fc.nat(), (text, place) => {
      const at = text.length === 0 ? 0 : place % (text.length + 1)
      const [line, caret] = caretLines(text, at)
      expect(line).toMatch(/^[ -~\u00a1-\u052f\u1e00-\u1eff…]*$/)
      expect(caret).toMatch(/^ *\^$/)
      expect(caret.length).toBeLessThanOrEqual(line.length + 1)
    }),
  )
})
