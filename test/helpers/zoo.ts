import { type PmatBuilder, pmat } from './build-pmat.ts'
import { type FormOptions, type SvRow, SV_ROWS } from './pmat-form.ts'

/** What a file cannot hold because its size table has no row for it is left out. */
export function canHold(builder: PmatBuilder, type: SvRow): boolean {
  return builder.form.tables.sv.length > SV_ROWS.indexOf(type)
}

/** No SV is here. */
export const NOWHERE = 0xdead0

/**
 * A small heap with a record of every kind that a file of this form can hold: all types of SV and extension, structs, a tag
 * of the unknown, contexts, and mortals if asked for. Addresses say what is where: 0x10.. stashes and globs, 0x11.. subs,
 * 0x12.. scalars, 0x13.. arrays, 0x14.. hashes, 0x15.. the rest, 0x16.. classes, 0x17.. structs.
 */
export function zoo(options: FormOptions = {}, hasMortals = true): PmatBuilder {
  const dump = pmat(options)
  const { minor, uint, ithreads } = dump.form
  dump.root('defstash', 0x1000).root('main_cv', 0x1100).root('strtab', 0x1050).root('-the weak extra', 0x1010)
  dump.root('custom', NOWHERE).root('custom', 0x1240).root('nothing', 0)
  dump.stack(0x10, 0x1210, 0, NOWHERE)

  dump.stash(
    0x1000,
    'main',
    [
      ['x', 0x1080, 0x70],
      ['Foo::', 0x1090],
      ['gone', NOWHERE],
    ],
    { backrefs: 0x1360, mro: [0, 0x1050, NOWHERE, 0x1400] },
  )
  dump.hash(0x1050, [
    ['a', 0, 0x70],
    ['a', 0, 0x71],
    ['b', 0, 0x72],
  ])
  const x = { scalar: 0x1200, array: 0x1300, hash: 0x1400, code: 0x1110, egv: 0x1080, io: 0x1500, form: 0x1510 }
  dump.glob(0x1080, { ...x, stash: 0x1000, line: 3, nameHek: 0x70, name: 'x', file: 'a.pl\0junk', size: 152, rc: 3 })
  dump.glob(0x1090, { stash: 0x1000, hash: 0x10a0, egv: 0x1080, io: NOWHERE, name: 'Foo::', file: '' })
  dump.glob(0x1098)
  dump.stash(0x10a0, 'Foo', [], { backrefs: 0x1200 })

  dump.code(0x1100, {
    file: 'main.pl',
    items: [
      ['padnames', 0],
      ['pad', 1, 0x1310],
    ],
  })
  dump.code(0x1110, {
    line: 12,
    flags: 0x02,
    oproot: 0x9000,
    depth: 2,
    stash: 0x1000,
    glob: 0x1090,
    outside: 0x1100,
    file: 'a.pl\0junk',
    hekname: 'f',
    items: [
      ['constix', 1],
      ['gvix', 2],
      ['constix', 1],
      ['constix', 9],
      ['padname', 1, '$x', 0x1000],
      ['padname', 2, null],
      ['flags', 1, 0x11],
      ...(minor >= 5 ? ([['field', 1, 0, 0x1600]] as const) : []),
      ['flags', 7, 1],
      ['padsv', 1, 2, 3],
      ['pad', 1, 0x1320],
      ['pad', 3, 0x1330],
    ],
  })
  dump.code(0x1120, {
    outside: 0x1110,
    glob: 0x1080,
    constval: 0x1200,
    stash: 0x10a0,
    flags: 0x01 | 0x08 | 0x10,
    oproot: 0x9000,
    // Perls with threads keep constants and globs in the pad.
    items: ithreads
      ? []
      : [
          ['constsv', 0x1200],
          ['gvsv', 0x1080],
          ['constsv', 0x1200],
        ],
  })
  dump.code(0x1130, { flags: 0x04, padlist: 0x1200, items: [['padnames', NOWHERE]] })

  dump.scalar(0x1200, { iv: 5, nv: 1.1, pv: 'five', blessed: 0x10a0, rc: 7, size: 50 })
  dump.ref(0x1210, 0x1300).ref(0x1218, 0x1400, { weak: true })
  dump.scalar(0x1220, { iv: -5 }).scalar(0x1228, { uv: -1 })
  dump.scalar(0x1230, { pv: new Uint8Array([0xc3, 0xa9]), utf8: true, pvlen: uint === 8 ? 2 ** 33 + 1 : 3 })
  dump.scalar(0x1238, { nv: -1.1 }).scalar(0x1240)

  dump.array(0x1300, [0x1200, 0x1210, 0, NOWHERE, 0x20]).array(0x1310, [0, 0x1220])
  dump.array(0x1320, [0x1300, 0x1210, 0x1080]).array(0x1330, [0, 0x1220, 0x1200])
  dump.array(0x1340, [0x1200], { flags: 0x01 }).array(0x1350).array(0x1360, [0x1080, 0, 0x1210], { rc: 2 })
  dump.hash(0x1400, [
    ['k', 0x1210],
    ['__proto__', 0x1228],
    ['\xe9', 0x1200],
    ['a b', 0],
  ])

  dump.io(0x1500, { in: 3, out: -1, gvs: [0x1080, NOWHERE, 0x1090] })
  dump.plain('FORMAT', 0x1510).plain('REGEXP', 0x1518).plain('INVLIST', 0x1520)
  dump.lvalue(0x1528, 0x1200, { type: 'v', offset: 1, length: -1 })
  if (canHold(dump, 'UNDEF')) dump.undef(0x1530)
  if (canHold(dump, 'NO')) dump.plain('YES', 0x1538).plain('NO', 0x1540)
  if (canHold(dump, 'CLASS')) {
    dump.class(0x1600, 'Pt', [['new', 0x1080]], {
      adjust: 0x1340,
      fields: [
        [0, '$a'],
        [1, '@b'],
      ],
    })
    dump.object(0x1610, 0x1600, [0x1220, 0x1210, 0, 0x1300])
  }
  dump.defineStruct(7, 'My/Struct', [
    ['sv', 0],
    ['flag', 1],
    ['small', 2],
    ['medium', 3],
    ['large', 4],
    ['none', 0],
  ])
  dump.struct(0x1700, 7, (w) => w.ptr(0x1210).u8(1).u8(200).u32(0xffff_fffe).uint(-3).ptr(NOWHERE), { size: 64 })
  return behindTheSvs(dump, hasMortals)
}

function behindTheSvs(dump: PmatBuilder, hasMortals: boolean): PmatBuilder {
  const { ext } = dump.form.tables
  dump.magic(0x1200, '~', { strong: true, obj: 0x1300, ptr: 0x1210, vtbl: 0x7000 })
  dump.magic(0x1200, '\0', { obj: 0x1400 }).magic(NOWHERE, '~')
  if (ext.length > 7) {
    dump.saved('SV', 0x1080, 0x1220).saved('AV', 0x1080, 0x1340).saved('HV', 0x1080, 0x1400).saved('CV', 0x1080, 0)
    dump.savedElement(0x1300, -1, 0x1220).savedValue(0x1400, 0x1230, 0x1228).saved('SV', 0x1200, 0x1220)
    dump.note(0x1400, 'the note', 0x1220).note(0x1400, null, 0x1228).note(0x10, 'of undef', 0x1220)
  }
  if (ext.length > 8) dump.debug(0x1220, 77, 12, 'a.pl')
  if (ext.length > 9) dump.sharedHek(0x1230, 0x70).sharedHek(0x1400, 0x71)
  if (ext.length > 10)
    dump.magicV2(0x1228, { flags: 3, ptrs: [0x7000, 0x1200, 0x7010, 0x1220, 0x1300], length: 9, key: -5 })
  if (ext.length > 11) dump.extension(0x8b, 0x1200)
  dump.unknown()

  dump.sub({ file: 'a.pl', line: 15, cv: 0x1110, args: 0x1350, oldDepth: 1, gimme: 2 })
  dump.eval({ file: '(eval 1)', line: 1, code: 0x1230, gimme: 3 }).try({ file: null, line: 2, gimme: 1 })
  dump.sub({ file: 'b.pl', line: 16, cv: 0x1110, args: 0, oldDepth: 0, gimme: 9 }).sub({ cv: NOWHERE })
  return hasMortals ? dump.mortals([0x1200, NOWHERE, 0x1220]) : dump
}
