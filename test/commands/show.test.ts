import { expect, test } from 'vitest'
import { drawn, drawnConsole } from '../helpers/drawn-console.ts'
import { NO, UNDEF, YES, array, hash, opaque, ref, scalar, stash } from '../helpers/pmat-writer.ts'

test('a reference that leads back to itself ends in dots', async () => {
  const pmat = await drawnConsole({
    svs: [ref(0x100, 0x100), array(0x200, [0x210, 0x100, 0x220]), ref(0x210, 0x220), ref(0x220, 0x210)],
  })
  expect(await pmat('elems 0x200')).toBe(
    drawn(`
        [0] REF() at 0x210 => REF() at 0x220 => ...
        [1] REF() at 0x100 => ...
        [2] REF() at 0x220 => REF() at 0x210 => ...`).replace(/^/gm, '  '),
  )
  expect(await pmat('show 0x100')).toBe(
    drawn(`
      REF() at 0x100 with refcount 1
        size 24 bytes
        RV=REF() at 0x100`),
  )
})

test('what is not there is NULL', async () => {
  const pmat = await drawnConsole({
    svs: [
      array(0x100, [0, 0x110, 0x999]),
      scalar(0x110, 5),
      hash(0x200, { a: 0, b: 0x110, c: 0x999 }),
      ref(0x300, 0x100),
      ref(0x310, 0x200),
      array(0x400, [0x300, 0x310, UNDEF, YES, NO]),
    ],
    stack: [0x999, 0x110],
  })
  expect(await pmat('elems 100')).toBe('  [0] NULL\n  [1] SCALAR(UV) at 0x110 = 5\n  [2] NULL')
  expect(await pmat('values 200')).toBe('  {a} NULL\n  {b} SCALAR(UV) at 0x110 = 5\n  {c} NULL')
  expect(await pmat('elems 400')).toBe(
    [
      '  [0] REF() at 0x300 => ARRAY(3) at 0x100 = [NULL, ...]',
      '  [1] REF() at 0x310 => HASH(3) at 0x200 = {{a} => NULL, ...}',
      '  [2] UNDEF at 0x10=sv_undef',
      '  [3] YES at 0x20=sv_yes = 1 / "1"',
      '  [4] NO at 0x30=sv_no = 0 / "0"',
    ].join('\n'),
  )
})

test('of kinds that pmat knows nothing of, what all have', async () => {
  const pmat = await drawnConsole({
    svs: [
      opaque(0x100, 10, { blessed: 0x200, refcount: 2, size: 2048 }),
      stash(0x200, 'Regexp', {}),
      opaque(0x300, 11),
    ],
    mortals: [0x100],
  })
  expect(await pmat('show 0x100')).toBe(
    drawn(`
      REGEXP()=Regexp at 0x100 with refcount 2 (mortalized)
        size 2.0 KiB (2048 bytes)
        blessed as Regexp`),
  )
  expect(await pmat('show 0x300')).toBe('FORMAT() at 0x300 with refcount 1\n  size 24 bytes')
})

test('an immortal has its length', async () => {
  const pmat = await drawnConsole({ svs: [] })
  expect(await pmat('show sv_yes')).toContain('  PV="1"\n  PVLEN 1')
  expect(await pmat('show sv_no')).toContain('  PV=""\n  PVLEN 0')
  expect(await pmat('show sv_undef')).toBe('UNDEF at 0x10=sv_undef with refcount 0\n  size 0 bytes')
  expect(await pmat('identify sv_no')).toBe('NO at 0x30=sv_no is:\n└─false')
  expect(await pmat('size sv_no')).toContain('  0 bytes structurally')
})

test('a hash that is weakly referred to has its saved values too', async () => {
  const pmat = await drawnConsole({
    svs: [
      hash(0x100, { key: 0x110 }, { backrefs: 0x120, savedValues: [[0x140, 0x150]] }),
      scalar(0x110, 'new'),
      array(0x120, [0x130]),
      ref(0x130, 0x100, { isWeak: true }),
      scalar(0x140, 'key'),
      scalar(0x150, 'old'),
    ],
  })
  expect(await pmat('outrefs 0x100')).toBe(
    drawn(`
      ~  a key for saved value       SCALAR(PV) at 0x140
      ~  saved value of value {key}  SCALAR(PV) at 0x150
      s  the backrefs list           ARRAY(1,!REAL) at 0x120
      s  value {key}                 SCALAR(PV) at 0x110`),
  )
  expect(await pmat('inrefs 0x150 --all')).toBe('~  saved value of value {key}  HASH(1) at 0x100')
  expect(await pmat('size 0x100')).toContain('  120 bytes including owned referrants')
})
