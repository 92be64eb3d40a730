import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { NO_SV } from '../../src/columns/sv-table.ts'
import { addressText } from '../../src/model/describe.ts'
import { createModel } from '../../src/model/model.ts'
import { StrengthSet, strengthMark } from '../../src/model/strength.ts'
import { heapText, outrefLines } from '../helpers/heap-text.ts'
import { openHeap } from '../helpers/open-dump.ts'
import type { FormOptions } from '../helpers/pmat-form.ts'
import { zoo } from '../helpers/zoo.ts'

/** Every header that a writer can write: 7 minors, byte orders, widths, with threads and without. */
const FORMS: FormOptions[] = []
for (const minor of [0, 1, 2, 3, 4, 5, 6] as const) {
  for (const bigEndian of [false, true]) {
    for (const uint of [4, 8] as const) {
      for (const ptr of [4, 8] as const) {
        for (const nv of [8, 10] as const) {
          for (const ithreads of [false, true]) FORMS.push({ minor, bigEndian, uint, ptr, nv, ithreads })
        }
      }
    }
  }
}

describe.each([0, 1, 2, 3, 4, 5, 6] as const)('minor %i', (minor) => {
  const forms = FORMS.filter((form) => form.minor === minor)

  test('all widths, byte orders and kinds of perl give the same SVs with the same references', async () => {
    for (const form of forms) {
      const heap = await openHeap(zoo(form).bytes())
      expect(heap.data.damage).toBeNull()
      expect(heapText(heap), `as ${JSON.stringify(form)}`).toBe(zooText(form))
    }
  })

  test('frames of the call stack, roots, the stack, mortals', async () => {
    for (const form of forms) {
      const heap = await openHeap(zoo(form).bytes())
      expect(surroundings(heap), `as ${JSON.stringify(form)}`).toEqual(zooSurroundings(form))
    }
  })

  test('without mortals there are none', async () => {
    for (const form of forms) {
      const { data } = await openHeap(zoo(form, false).bytes())
      expect([...data.mortals]).toEqual([])
      expect(data.damage).toBeNull()
      expect(data.warnings.map(({ text }) => text).join()).not.toContain('mortal')
    }
  })

  test('what is odd about the file is counted', async () => {
    for (const form of forms) {
      const { data } = await openHeap(zoo(form).bytes())
      expect(
        data.warnings.map(({ text }) => text),
        `as ${JSON.stringify(form)}`,
      ).toEqual(zooWarnings(minor))
    }
  })
})

test('extensions of a kind that is not known are skipped and counted', async () => {
  const heap = await openHeap(zoo({ minor: 6, numExtRows: 12, rows: { MAGIC: [2, 3, 0] } }).bytes())
  expect(heap.data.damage).toBeNull()
  expect(heap.data.warnings.map(({ text }) => text)).toContain(
    '1 extension record of a kind that is not known: skipped',
  )
})

test.each([4, 5, 6] as const)('minor %i: every inref is some outref the other way round', async (minor) => {
  for (const ithreads of [true, false]) {
    const heap = await openHeap(zoo({ minor, ithreads }).bytes())
    expect(await allInrefs(heap)).toEqual(allOutrefs(heap))
  }
})

/** `0x1300 <- s element [0] of ...` for all SVs but the immortals, sorted. */
async function allInrefs(heap: Heap): Promise<string[]> {
  const analyses = new Analyses(heap)
  const inrefs = await analyses.inrefs(UNSLICED)
  const lines: string[] = []
  for (let row = 0; row < heap.svs.numSvs; row++) {
    for (const { name, strength, from } of inrefs.of(row, StrengthSet.ALL)) {
      if (from === NO_SV) continue // a root, the stack
      const { model } = analyses
      lines.push(`${addressText(model, row)} <- ${strengthMark(strength)} ${name} of ${addressText(model, from)}`)
    }
  }
  return lines.sort()
}

function allOutrefs(heap: Heap): string[] {
  const model = createModel(heap)
  const lines: string[] = []
  for (let row = 0; row < heap.svs.numRows; row++) {
    for (const line of outrefLines(model, row)) {
      const at = line.lastIndexOf(' ')
      const target = line.slice(at + 1)
      if (Number(target) >= 0x1000) lines.push(`${target} <- ${line.slice(0, at)} of ${addressText(model, row)}`)
    }
  }
  return lines.sort()
}

/** The zoo as the format's rules have it, SV by SV. */
function zooText({ minor = 4, uint = 8, nv = 8, ithreads = true }: FormOptions): string {
  const isLong = nv === 10 // of which the real tool sees none
  const since = (first: number, text: string) => (minor >= first ? text : '')
  const threaded = (text: string) => (ithreads ? text : '')
  const unthreaded = (text: string) => (ithreads ? '' : text)
  const magic =
    minor === 0
      ? `  s '~' magic object 0x1300\n  s '\0' magic object 0x1400\n`
      : `  s '~' magic object 0x1300\n  s '~' magic pointer 0x1210\n  w '' magic object 0x1400\n`
  return `0x1000 STASH(3) rc=1 size=24
  s the backrefs list 0x1360
  i a backref 0x1080
  i a backref 0x1210
  s value {x} 0x1080
  s value {"Foo::"} 0x1090
  s the mro linear current 0x1050
  s the mro ISA cache 0x1400
0x1050 HASH(2) rc=1 size=24
0x1080 GLOB($@%&*IF) rc=3 size=152
  s the scalar 0x1200
  s the array 0x1300
  s the hash 0x1400
  s the code 0x1110
  s the io 0x1500
  s the form 0x1510
  w the egv 0x1080
${since(4, '  ~ saved value of SCALAR slot 0x1220\n  ~ saved value of ARRAY slot 0x1340\n  ~ saved value of HASH slot 0x1400\n')}\
0x1090 GLOB(%*) rc=1 size=24
  s the hash 0x10a0
  s the egv 0x1080
0x1098 GLOB() rc=1 size=24
0x10a0 STASH(0) rc=1 size=24
  w a backref 0x1200
0x1100 CODE() rc=1 size=24
  s pad at depth 1 0x1310
0x1110 CODE(PP,closure) rc=1 size=24
  s the scope 0x1100
  w the stash 0x1000
  w the glob 0x1080
  ~ the protosub 0x1120
${threaded('  i a constant 0x1210\n  i a referenced glob 0x1080\n')}\
  s pad at depth 1 0x1320
  s pad at depth 3 0x1330
0x1120 CODE(PP,CONST,proto) rc=1 size=24
  w the scope 0x1110
  w the stash 0x10a0
  s the glob 0x1080
  s the constant value 0x1200
${unthreaded('  s a constant 0x1200\n  s a constant 0x1200\n  s a referenced glob 0x1080\n')}\
0x1130 CODE(XS) rc=1 size=24
  s the padlist 0x1200
0x1200 SCALAR(UV,${isLong ? '' : 'NV,'}PV) rc=7 size=50 blessed=0x10a0
  w the bless package 0x10a0
${magic}\
0x1210 REF() rc=1 size=24
  s the referrant 0x1300
0x1218 REF(W) rc=1 size=24
  w the referrant 0x1400
0x1220 SCALAR(UV) rc=1 size=24
0x1228 SCALAR(IV) rc=1 size=24
${since(6, '  w MagicV2 auxsv 0x1200\n  s MagicV2 keysv 0x1220\n  s MagicV2 userstruct 0x1300\n')}\
0x1230 SCALAR(PV) rc=1 size=24
0x1238 ${isLong ? 'UNDEF()' : 'SCALAR(NV)'} rc=1 size=24
0x1240 UNDEF() rc=1 size=24
0x1300 ARRAY(5) rc=1 size=24
  s element [0] 0x1200
  s element [1] 0x1210
  i element [1] via RV 0x1300
  s element [4] 0x20
${since(4, `  ~ saved value of element [${uint === 4 ? '4294967295' : '18446744073709551615'}] 0x1220\n`)}\
0x1310 PAD(2) rc=1 size=24
  s pad temporary 1 0x1220
0x1320 PAD(3) rc=1 size=24
  s the @_ av 0x1300
  s the lexical $x 0x1210
  i the lexical $x via RV 0x1300
  s pad temporary 2 0x1080
0x1330 PAD(3) rc=1 size=24
  s the lexical $x 0x1220
  s pad temporary 2 0x1200
0x1340 ARRAY(1,!REAL) rc=1 size=24
  w element [0] 0x1200
0x1350 ARRAY(0) rc=1 size=24
0x1360 ARRAY(3,!REAL) rc=2 size=24
  w element [0] 0x1080
  w element [2] 0x1210
0x1400 HASH(4) rc=1 size=24
  s value {k} 0x1210
  i value {k} via RV 0x1300
  s value {__proto__} 0x1228
  s value {"\\351"} 0x1200
${since(4, '  ~ a key for saved value 0x1230\n  ~ saved value of value {"\\x{e9}"} 0x1228\n  s the note 0x1220\n  s  0x1228\n')}\
0x1500 IO() rc=1 size=24
${since(2, '  s the top GV 0x1080\n  s the bottom GV 0x1090\n')}\
0x1510 FORMAT() rc=1 size=24
0x1518 REGEXP() rc=1 size=24
0x1520 INVLIST() rc=1 size=24
0x1528 LVALUE() rc=1 size=24
  s the target 0x1200
${since(3, '0x1530 UNDEF() rc=1 size=24\n')}\
${since(4, '0x1538 BOOL(YES) rc=1 size=24\n0x1540 BOOL(NO) rc=1 size=24\n')}\
${since(
  5,
  `0x1600 STASH(1) rc=1 size=24
  s value {new} 0x1080
  s the ADJUST blocks AV 0x1340
0x1610 OBJ() rc=1 size=24 blessed=0x1600
  s the $a field 0x1220
  s the @b field 0x1210
  i the @b field via RV 0x1300
  s field [3] 0x1300
  w the bless package 0x1600
`,
)}\
0x1700 C_STRUCT(My/Struct) rc=4294967295 size=64
  s sv 0x1210
`
}

/** What is not in an SV, with addresses in the place of rows. */
function surroundings(heap: Heap) {
  const { contexts, roots, stack, mortals } = heap.data
  const model = createModel(heap)
  const at = (row: number) => (row === NO_SV ? '-' : addressText(model, row))
  return {
    contexts: contexts.map(
      ({ type, gimme, file, line, cv, depth, args, code }) =>
        `${type} ${gimme} "${file}" ${line} cv ${at(cv)} depth ${depth} args ${at(args)} code ${at(code)}`,
    ),
    roots: roots.map(({ name, row }) => `${name} ${at(row)}`),
    stack: stack.map(({ row }) => at(row)),
    mortals: Array.from(mortals, at),
  }
}

function zooSurroundings({ minor = 4 }: FormOptions): ReturnType<typeof surroundings> {
  const [inner, outer] = minor >= 2 ? [2, 1] : [-1, -1]
  return {
    contexts: [
      `1 2 "a.pl" 15 cv 0x1110 depth ${inner} args - code -`,
      '3 3 "(eval 1)" 1 cv - depth -1 args - code 0x1230',
      '2 1 "" 2 cv - depth -1 args - code -',
      `1 9 "b.pl" 16 cv 0x1110 depth ${outer} args - code -`,
      '1 2 "" 0 cv - depth -1 args - code -',
    ],
    roots: [
      'sv_undef 0x10',
      'sv_yes 0x20',
      'sv_no 0x30',
      'defstash 0x1000',
      'main_cv 0x1100',
      'strtab 0x1050',
      '-the weak extra -',
      'custom 0x1240',
      'nothing -',
    ],
    stack: ['0x10', '0x1210', '-', '-'],
    mortals: ['0x1200', '0x1220'],
  }
}

function zooWarnings(minor: number): string[] {
  const misplaced = (n: number) =>
    `${n} extension record${n > 1 ? 's' : ''} on a kind of SV that cannot have them: skipped`
  return [
    ...(minor === 0 ? ['Loading an earlier format of dumpfile - SV MAGIC annotations may be incorrect'] : []),
    '1 SV is of a kind that its dumper did not know',
    '1 extension record of SVs that are not in the heap: skipped',
    ...(minor >= 4 ? [misplaced(minor >= 6 ? 2 : 1)] : []),
    '1 sub has pad names that are not in the heap',
    '1 mortal points at no SV',
  ]
}
