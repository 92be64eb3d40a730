import { describe, expect, test } from 'vitest'
import { drawn, drawnConsole } from '../helpers/drawn-console.ts'
import { array, code, drawnClass, glob, hash, object, ref, scalar, stash } from '../helpers/pmat-writer.ts'

const main = (pairs: Record<string, number>) => [
  stash(0x1000, 'main', { 'main::': 0x1010, ...pairs }),
  glob(0x1010, 'main::', { stash: 0x1000, hash: 0x1000 }),
]

describe('what stands at the greatest depth', () => {
  const drawing = {
    roots: { defstash: 0x1000, mess_sv: 0x200, '-custom': 0x210 },
    mortals: [0x200],
    svs: [
      ...main({ a: 0x1020 }),
      glob(0x1020, 'a', { stash: 0x1000, array: 0x100 }),
      array(0x100, [0x200, 0x210, 0x220]),
      scalar(0x200, 'mortal, and a root'),
      scalar(0x210, 'a weak root'),
      scalar(0x220, 'neither'),
    ],
  }

  test('is told to be a root, and that more would follow', async () => {
    const pmat = await drawnConsole(drawing)
    expect(await pmat('identify 0x200 --depth 0')).toBe(
      drawn(`
        SCALAR(PV) at 0x200=mess_sv is:
        ├─a mortal
        └─not found at this depth`),
    )
    expect(await pmat('identify 0x210 -d 0 --weak')).toBe(
      drawn(`
        SCALAR(PV) at 0x210=-custom is:
        ├─[weak] custom
        └─not found at this depth`),
    )
    expect(await pmat('identify 0x220 -depth=0')).toBe(
      drawn(`
        SCALAR(PV) at 0x220 is:
        └─not found at this depth`),
    )
  })

  test('is the root alone once its referrers are within reach', async () => {
    const pmat = await drawnConsole(drawing)
    expect(await pmat('identify 0x200')).toBe(
      drawn(`
        SCALAR(PV) at 0x200=mess_sv is:
        ├─a mortal
        └─the message SV`),
    )
    expect(await pmat('identify 0x220 -depth 1')).toBe(
      drawn(`
        SCALAR(PV) at 0x220 is:
        └─element [2] of ARRAY(3) at 0x100, which is:
          └─the symbol '@main::a'`),
    )
  })
})

test('fields that a class has from the one it is derived from lead to its objects', async () => {
  const pmat = await drawnConsole({
    roots: { defstash: 0x1000 },
    svs: [
      ...main({ 'Base::': 0x1100, 'Leaf::': 0x1200, it: 0x1300 }),
      glob(0x1100, 'Base::', { stash: 0x1000, hash: 0x1110 }),
      drawnClass(0x1110, 'Base', {}, { 0: '$x', 1: '@list' }),
      glob(0x1200, 'Leaf::', { stash: 0x1000, hash: 0x1210 }),
      drawnClass(0x1210, 'Leaf', { ISA: 0x1220 }, { 2: '$y' }),
      glob(0x1220, 'ISA', { stash: 0x1210, array: 0x1230 }),
      array(0x1230, [0x1240]),
      scalar(0x1240, 'Base'),
      glob(0x1300, 'it', { stash: 0x1000, scalar: 0x1310 }),
      ref(0x1310, 0x2000),
      object(0x2000, [0x2010, 0x2020, 0x2030, 0], { blessed: 0x1210, size: 64 }),
      scalar(0x2010, 1),
      array(0x2020, [0x2040], { size: 100 }),
      ref(0x2030, 0x2050),
      scalar(0x2040, 'in the list', { size: 40 }),
      hash(0x2050, {}),
    ],
  })
  expect(await pmat('identify 0x2040')).toBe(
    drawn(`
      SCALAR(PV) at 0x2040 is:
      └─element [0] of ARRAY(1) at 0x2020, which is:
        └─the @list field of OBJ()=Leaf at 0x2000, which is:
          └─(via RV) the scalar of GLOB($*) at 0x1300, which is:
            └─the glob '*main::it"`),
  )
  expect(await pmat('outrefs 0x2000 --all')).toBe(
    drawn(`
      s  the $x field         SCALAR(UV) at 0x2010
      s  the $y field         REF() at 0x2030
      i  the $y field via RV  HASH(0) at 0x2050
      s  the @list field      ARRAY(1) at 0x2020
      w  the bless package    STASH(1) at 0x1210`),
  )
  expect(await pmat('show 0x2000')).toBe(
    drawn(`
      OBJ()=Leaf at 0x2000 with refcount 1
        size 64 bytes
        blessed as Leaf
        $x=SCALAR(UV) at 0x2010 = 1
        @list=ARRAY(1) at 0x2020 = [SCALAR(PV) at 0x2040]
        $y=REF() at 0x2030 => HASH(0) at 0x2050 = {}
        field [3]=NULL`),
  )
  expect(await pmat('size 0x2000')).toContain('  276 bytes including owned referrants')
  expect(await pmat('values 0x1210')).toBe('  {ISA} GLOB(@*) at 0x1220 is *Leaf::ISA')
})

test('an SV that several refer to is told once, and has a letter', async () => {
  const pmat = await drawnConsole({
    svs: [
      array(0x100, [0x200, 0x210]),
      array(0x200, [0x300]),
      array(0x210, [0x300]),
      scalar(0x300, 'held twice', { refcount: 2 }),
      array(0x400, [0x400, 0x410]),
      scalar(0x410, 'in a circle of one'),
      array(0x500, [0x510, 0x520]),
      array(0x510, [0x500]),
      scalar(0x520, 'in a circle of two'),
    ],
  })
  expect(await pmat('identify 0x300')).toBe(
    drawn(`
      SCALAR(PV) at 0x300 is:
      ├─element [0] of ARRAY(1) at 0x200, which is:
      │ └─element [0] of ARRAY(2) at 0x100, which is (*A):
      │   └─not found
      └─element [0] of ARRAY(1) at 0x210, which is:
        └─element [1] of ARRAY(2) at 0x100, which is:
          └─not found`),
  )
  expect(await pmat('identify 0x410')).toBe(
    drawn(`
      SCALAR(PV) at 0x410 is:
      └─element [1] of ARRAY(2) at 0x400, which is (*A):
        └─element [0] of ARRAY(2) at 0x400, which is:
          itself`),
  )
  expect(await pmat('identify 0x520')).toBe(
    drawn(`
      SCALAR(PV) at 0x520 is:
      └─element [1] of ARRAY(2) at 0x500, which is (*A):
        └─element [0] of ARRAY(1) at 0x510, which is:
          └─element [0] of ARRAY(2) at 0x500, which is:
            └─already found circularly as *A`),
  )
})

test('pads stand for their sub, at a depth that it runs at', async () => {
  const pmat = await drawnConsole({
    roots: { defstash: 0x1000 },
    svs: [
      ...main({ f: 0x1020 }),
      glob(0x1020, 'f', { stash: 0x1000, code: 0x100 }),
      code(0x100, { stash: 0x1000, glob: 0x1020, depth: 1, names: { 1: '$x' }, pads: [0x200, 0x300] }),
      array(0x200, [0, 0x210]),
      scalar(0x210, 'running'),
      array(0x300, [0, 0x310]),
      scalar(0x310, 'idle'),
    ],
  })
  expect(await pmat('identify 0x210')).toContain('└─the lexical $x at depth 1 of CODE(PP) at 0x100, which is:')
  expect(await pmat('identify 0x310')).toContain('└─the lexical $x of CODE(PP) at 0x100, which is:')
  expect(await pmat('identify 0x310 --no-elide')).toContain('└─the lexical $x of PAD(2) at 0x300, which is:')
})

test('a GLOB without a package goes by no package', async () => {
  const pmat = await drawnConsole({ svs: [glob(0x100, 'lost', { scalar: 0x200 }), scalar(0x200, 1)] })
  expect(await pmat('identify 0x200')).toBe(
    drawn(`
      SCALAR(UV) at 0x200 is:
      └─the scalar of GLOB($*) at 0x100, which is:
        └─the glob '*__ANON__::lost"`),
  )
  expect(await pmat('show 0x200')).toContain('named as $__ANON__::lost')
})
