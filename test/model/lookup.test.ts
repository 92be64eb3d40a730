import { expect, test } from 'vitest'
import { findSymbol } from '../../src/model/lookup.ts'
import { openFixture } from '../helpers/open-dump.ts'

test.each([
  ['$Carp::', '*Carp:: has no scalar slot'],
  ['$::Carp::', '*::Carp:: has no scalar slot'],
  ['$main::Carp::', '*main::Carp:: has no scalar slot'],
  ['@main::', '*main:: has no array slot'],
  ['$nosuch', 'main has no symbol nosuch'],
  ['$Carp::nosuch', 'Carp has no symbol nosuch'],
])('%s: what is missing is called what it was called in the line', async (symbol, message) => {
  const heap = await openFixture('code-5.42')
  expect(() => findSymbol(heap, symbol)).toThrow(message)
})
