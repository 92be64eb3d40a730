import { expect, test } from 'vitest'
import { drawnConsole } from '../helpers/drawn-console.ts'
import { hash, scalar } from '../helpers/pmat-writer.ts'

const HASH = { svs: [hash(0x100, { a: 0x200, b: 0x210, c: 0x220 }), ...[0x200, 0x210, 0x220].map((at) => scalar(at))] }

test.each([
  ['1', '{b} {c}'],
  ['3', ''],
  ['-1', '{c}'],
  ['-2', '{b} {c}'],
  ['-9', '{a} {b} {c}'],
])('values --skip %s: of a negative number, as in pmat, so many are left', async (skip, keys) => {
  const pmat = await drawnConsole(HASH)
  const lines = (await pmat(`values --skip ${skip} 0x100`)).split('\n')
  expect(lines.map((line) => line.trim().split(' ')[0]).join(' ')).toBe(keys)
})
