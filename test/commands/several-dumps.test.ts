import { expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { Shell } from '../../src/commands/run-line.ts'
import { fullText } from '../helpers/console.ts'
import { drawn } from '../helpers/drawn-console.ts'
import { openHeap } from '../helpers/open-dump.ts'
import { array, drawPmat, type DrawnSv, ref, scalar } from '../helpers/pmat-writer.ts'

/** A console over the first of these dumps, which knows the others by name. */
async function consoleOver(dumps: Readonly<Record<string, readonly DrawnSv[]>>) {
  const opened = new Map<string, Analyses>()
  for (const [name, svs] of Object.entries(dumps)) {
    opened.set(name, new Analyses(await openHeap(drawPmat({ svs }), name)))
  }
  const open = (name: string): Analyses => {
    const found = opened.get(name)
    if (!found) throw new Error(`not drawn: ${name}`)
    return found
  }
  const analyses = open(Object.keys(dumps)[0])
  const openDump = (name: string) => Promise.resolve(open(name))
  const shell = new Shell({ analyses, slice: UNSLICED, openDump, loadedTools: new Set() })
  return async (line: string) => (await fullText(shell, line)).replace(/\n$/, '')
}

test('diff: each below the first that refers to it, be it through an RV, by address', async () => {
  const pmat = await consoleOver({
    a: [scalar(0x100), scalar(0x110)],
    b: [scalar(0x100), array(0x200, [0x230, 0x210]), ref(0x210, 0x220), scalar(0x220, 1), scalar(0x230, 2)],
  })
  expect(await pmat('diff b')).toBe(
    [
      '',
      '1 unique to a:',
      '  - UNDEF() at 0x110',
      '',
      '4 unique to b:',
      '  + ARRAY(2) at 0x200',
      '    ├─ REF() at 0x210',
      '    ├─ SCALAR(UV) at 0x220',
      '    └─ SCALAR(UV) at 0x230',
      '',
      '1 common',
    ].join('\n'),
  )
})

test('leakreport: what came, and stayed as what it was', async () => {
  const pmat = await consoleOver({
    before: [scalar(0x100)],
    after: [scalar(0x100), scalar(0x200, 1), scalar(0x210, 2), scalar(0x220, 3)],
    later: [scalar(0x100), ref(0x200, 0x100), array(0x210, []), scalar(0x300, 4)],
    last: [scalar(0x100), ref(0x200, 0x100), scalar(0x300, 4), scalar(0x400, 5)],
  })
  const all = 'LEAK[2] REF() at 0x200\nLEAK[3] SCALAR(UV) at 0x300'
  expect(await pmat('leakreport after later last')).toBe(all)
  expect(await pmat('leakreport before after later last')).toBe(all)
  expect(await pmat('leakreport -1 after later last')).toBe('LEAK[2] REF() at 0x200')
  expect(await pmat('leakreport last')).toMatch(/^error: Need three dumps or more/)
})

test('counts: what changed since the dump before', async () => {
  const pmat = await consoleOver({ a: [scalar(0x100, 1), array(0x200, [])], b: [scalar(0x100, 1), scalar(0x110, 2)] })
  expect(await pmat('counts b')).toBe(
    drawn(`
      a
        Kind       Count (blessed)       Bytes (blessed)
        ARRAY          1              24 bytes          
        SCALAR         1              24 bytes          
        -------    ----- ---------    -------- ---------
        (total)        2              48 bytes          
      b
        Kind       Count     (blessed)       Bytes            (blessed)
        SCALAR         2(+1)              48 bytes(+24 bytes)          
        -------    --------- ---------    ------------------- ---------
        (total)        2                  48 bytes                     `),
  )
})

test('list-orphans: nothing refers to them; in the order of the digits', async () => {
  const pmat = await consoleOver({ a: [scalar(0x3e7), scalar(0x3e8), ref(0x500, 0x3f0), scalar(0x3f0)] })
  expect(await pmat('list-orphans')).toBe('UNDEF() at 0x3e8\nREF() at 0x500\nUNDEF() at 0x3e7')
})

test('cat-svpv: the string as it is, or why there is none', async () => {
  const pmat = await consoleOver({ a: [scalar(0x100, 'a\nb'), scalar(0x110, 5), scalar(0x120)] })
  expect(await pmat('cat-svpv 0x100')).toBe('a\nb')
  expect(await pmat('cat-svpv 0x110')).toBe('error: SV does not have a PV')
  expect(await pmat('cat-svpv 0x120')).toBe('error: SV is not a SCALAR')
  expect(await pmat('cat-svpv 0x999')).toBe('error: No SV at 0x999')
})
