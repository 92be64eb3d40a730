import { type Extension, type MagicV2, extensionsOf } from '../columns/extensions.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { packageOf, symbolName } from '../model/names.ts'
import { magicType } from '../model/outref-names.ts'
import { caretName } from '../perl/keys.ts'
import { formatBytes, formatHex, formatSigned, formatUnsigned } from '../perl/numbers.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import type { Address } from '../reader/cursor.ts'
import { Ext } from '../reader/sv-types.ts'
import { type Command, onePage } from './command.ts'
import { givenSv } from './given-sv.ts'
import { kindLines } from './show-kind.ts'
import { show as declaration } from './shell/declarations/inspect.ts'

export interface SvFacts {
  readonly row: SvIndex
  readonly refcount: number
  readonly isMortal: boolean
  readonly size: Bytes
  /** Package that it is blessed into. */
  readonly package: string | null
  /** Its name in the symbol table. */
  readonly symbol: string | null
  /** Magic and what else was recorded beside it, in file order. */
  readonly extensions: readonly Extension[]
}

export const show: Command<typeof declaration, SvFacts> = {
  declaration,
  async run({ analyses: { model } }, { sv, options }) {
    const row = givenSv(model, sv)
    const facts = svFacts(model, row)
    return onePage(facts, [...factLines(model, facts), ...kindLines(model, row, facts.extensions, options)])
  },
}

export function svFacts({ heap }: Model, row: SvIndex): SvFacts {
  return {
    row,
    refcount: heap.svs.refcount[row],
    isMortal: heap.isMortal(row),
    size: heap.svs.size[row],
    package: packageOf(heap, row),
    symbol: symbolName(heap, row),
    extensions: extensionsOf(heap, row),
  }
}

/** What `show` tells of an SV of any kind. */
function factLines(model: Model, facts: SvFacts): Line[] {
  const { row, refcount, isMortal, size, symbol, extensions } = facts
  const lines: Line[] = [
    [svSpan(model, row), plain(` with refcount ${refcount}${isMortal ? ' (mortalized)' : ''}`)],
    [
      plain('  size '),
      value(size < 1024 ? formatBytes(size) : `${formatBytes(size)} (${exactSize(model, row)} bytes)`),
    ],
  ]
  if (facts.package !== null) lines.push([plain('  blessed as '), { text: facts.package, kind: 'symbol' }])
  if (symbol !== null) lines.push([plain('  named as '), { text: symbol, kind: 'symbol' }])
  for (const extension of extensions) {
    if (extension.tag === Ext.MAGIC) lines.push(...magicLines(model, extension))
    if (extension.tag === Ext.MAGIC_V2) lines.push(...magicV2Lines(model, extension.magic))
  }
  const debug = extensions.findLast((extension) => extension.tag === Ext.DEBUG)
  if (debug) lines.push(...debugLines(debug))
  return lines
}

/** The size that the file says, be it as absurd as it may: the column of sizes is exact to 2^53. */
function exactSize({ heap }: Model, row: SvIndex): string {
  const { lo, hi } = heap.sizeOf(row)
  return formatUnsigned(hi, lo)
}

function magicLines(model: Model, magic: Extract<Extension, { tag: typeof Ext.MAGIC }>): Line[] {
  const letter = magicType(model.heap, magic.type)
  const line: Span[] = [plain(`  has ${letter === '' ? '^@' : caretName(letter)} magic`)]
  if (magic.object !== NO_SV) line.push(plain(' with object at '), svSpan(model, magic.object))
  if (magic.pointer !== NO_SV) line.push(plain(' with pointer at '), svSpan(model, magic.pointer))
  return isNull(magic.vtbl) ? [line] : [line, [plain(`     with virtual table at ${hex(magic.vtbl)}`)]]
}

function magicV2Lines(model: Model, magic: MagicV2): Line[] {
  const { funcs, aux, pointer, pointerLength, keyInteger, key } = magic
  const lines: Line[] = [[plain(`  has MagicV2 with funcs at ${hex(funcs)}`)]]
  const length = formatUnsigned(pointerLength.hi, pointerLength.lo)
  if (aux !== NO_SV) lines.push([plain('    with auxsv at '), svSpan(model, aux)])
  if (!isNull(pointer)) {
    lines.push([plain(`    with ptr ${hex(pointer)}${length === '0' ? '' : ` len ${length}`}`)])
  } else if (length !== '0') lines.push([plain(`    with ptrlen ${length}`)])
  if (keyInteger) lines.push([plain(`    with keyiv ${formatSigned(keyInteger.hi, keyInteger.lo)}`)])
  if (key !== NO_SV) lines.push([plain('    with keysv at '), svSpan(model, key)])
  return lines
}

/** Perls built to find leaks know where each SV was made. */
function debugLines({ serial, line, file }: Extract<Extension, { tag: typeof Ext.DEBUG }>): Line[] {
  const lines: Line[] = [[plain('  debug serial '), value(String(serial))]]
  if (file !== null && file.length > 0) lines.push([plain(`  created at ${decodeLatin1(file)}:${line}`)])
  return lines
}

function hex({ lo, hi }: Address): string {
  return formatHex(hi, lo)
}

function isNull({ lo, hi }: Address): boolean {
  return (lo | hi) === 0
}

function value(text: string): Span {
  return { text, kind: 'value' }
}
