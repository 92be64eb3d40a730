import { expect, test } from 'vitest'
import { drawn, drawnConsole } from '../helpers/drawn-console.ts'
import { array, hash, ref, scalar, stash } from '../helpers/pmat-writer.ts'

test('largest: what is shown in one place may be shown in another, and is not among the others', async () => {
  const pmat = await drawnConsole({
    svs: [
      array(0x100, [0x200, 0x210], { size: 100 }),
      array(0x200, [0x300], { size: 1000 }),
      scalar(0x210, 1, { size: 10 }),
      scalar(0x300, 2, { size: 50 }),
      scalar(0x400, 3, { size: 50 }),
    ],
  })
  expect(await pmat('largest --owned 2 2 1')).toBe(
    drawn(`
      ARRAY(2) at 0x100: 1.1 KiB: of which
       |   ARRAY(1) at 0x200: 1.0 KiB: of which
       |    |   SCALAR(UV) at 0x300: 50 bytes
       |   SCALAR(UV) at 0x300: 50 bytes
       |   others: 10 bytes
      ARRAY(1) at 0x200: 1.0 KiB: of which
       |   SCALAR(UV) at 0x300: 50 bytes
      others: 50 bytes`),
  )
  expect(await pmat('largest 3')).toBe(
    drawn(`
      ARRAY(1) at 0x200: 1000 bytes
      ARRAY(2) at 0x100: 100 bytes
      SCALAR(UV) at 0x300: 50 bytes
      others: 60 bytes`),
  )
})

test.each([
  ['largest 0', 1],
  ['largest 2', 3],
  ['largest 1e0', 2],
  ['largest 2x', 3],
  ['largest all', 4],
  ['largest 2.5', 4],
  ['largest 00', 4],
])('%s: pmat counts down to 0, and so lists all where it never gets there', async (line, numLines) => {
  const svs = [1, 2, 3, 4].map((i) => scalar(0x100 * i, i))
  const pmat = await drawnConsole({ svs })
  expect((await pmat(line)).split('\n')).toHaveLength(numLines)
})

test('count: packages by how many there are, ten of them, and the others together', async () => {
  const packages = Array.from({ length: 12 }, (_, i) => stash(0x1000 + 0x10 * i, `P${String.fromCharCode(65 + i)}`, {}))
  const objects = Array.from({ length: 14 }, (_, i) => {
    return hash(0x2000 + 0x10 * i, {}, { size: 100, blessed: 0x1000 + 0x10 * (i < 12 ? i : 4) })
  })
  const pmat = await drawnConsole({ svs: [...packages, ...objects, ref(0x100, 0x2000), scalar(0x200)] })
  expect(await pmat('count --blessed --scalars')).toBe(
    drawn(`
      __Kind            Count (blessed)        Bytes (blessed)
      __HASH               14        14      1.4 KiB   1.4 KiB
      __    PE              0         3      0 bytes 300 bytes
      __    PA              0         1      0 bytes 100 bytes
      __    PB              0         1      0 bytes 100 bytes
      __    PC              0         1      0 bytes 100 bytes
      __    PD              0         1      0 bytes 100 bytes
      __    PF              0         1      0 bytes 100 bytes
      __    PG              0         1      0 bytes 100 bytes
      __    PH              0         1      0 bytes 100 bytes
      __    PI              0         1      0 bytes 100 bytes
      __    PJ              0         1      0 bytes 100 bytes
      __    (others)        0         2      0 bytes 200 bytes
      __REF                 1               24 bytes__________
      __STASH              12              288 bytes__________
      __UNDEF               1               24 bytes__________
      __------------    ----- ---------    --------- ---------
      __(total)            28        14      1.7 KiB   1.4 KiB`).replaceAll('_', ' '),
  )
})
