import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileNameOf } from '../../src/base/file-name.ts'
import { anyText } from '../helpers/any-text.ts'

test('words become a name', () => {
  expect(fileNameOf('app-000 largest --owned', 'csv')).toBe('app-000-largest-owned.csv')
  expect(fileNameOf('größe.v2 find pv', 'json')).toBe('größe.v2-find-pv.json')
})

test('no path, no hidden file, no device, nothing invisible', () => {
  expect(fileNameOf('../../etc/passwd', 'csv')).toBe('etc-passwd.csv')
  expect(fileNameOf('.profile', 'md')).toBe('profile.md')
  expect(fileNameOf('C:\\x\\y', 'md')).toBe('C-x-y.md')
  expect(fileNameOf('aux', 'csv')).toBe('aux_.csv')
  expect(fileNameOf('NUL.x', 'csv')).toBe('NUL_.x.csv')
  expect(fileNameOf('gpj\u202eexe', 'csv')).toBe('gpj-exe.csv')
  expect(fileNameOf('', 'csv')).toBe('answer.csv')
  expect(fileNameOf('...', 'csv')).toBe('answer.csv')
})

test('whatever the words, it is short and of kept characters', () => {
  fc.assert(
    fc.property(anyText(), (words) => {
      const name = fileNameOf(words, 'csv')
      expect(name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*\.csv$/u)
      expect(Array.from(name).length).toBeLessThan(90)
    }),
  )
})
