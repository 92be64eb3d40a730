import { elementOf, elementsOf } from '../columns/array-record.ts'
import { recordsArgs } from '../columns/build-heap.ts'
import { isArrayLike } from '../columns/fixups.ts'
import type { Context } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { codeOf, padAtDepth, padnamesOf } from '../model/code.ts'
import { svSpan, svWithValue } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { symbolName } from '../model/names.ts'
import { pvOf } from '../model/scalar.ts'
import { quotePv } from '../perl/quote.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { ContextType } from '../reader/sections.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { type Command, onePage } from './command.ts'
import { padLines } from './pad-lines.ts'
import { callers as declaration } from './shell/declarations/program.ts'
import { valueOrNull } from './value-or-null.ts'

/** A frame of the call stack. Rows are NO_SV where there is nothing. */
export interface Caller {
  readonly index: number
  readonly kind: 'sub' | 'block eval' | 'string eval'
  readonly gimme: 'void' | 'scalar' | 'array' | ''
  readonly file: string
  readonly line: number
  /** String eval: the SV with its source. */
  readonly source: SvIndex
  readonly cv: SvIndex
  /** The pad that a sub runs on, and the elements of its @_; null = it has none. */
  readonly pad: SvIndex
  readonly args: readonly SvIndex[] | null
  /** The variable $self of a sub; null = it has none. */
  readonly self: SvIndex | null
}

const GIMMES = ['', 'void', 'scalar', 'array'] as const
const KINDS = {
  [ContextType.SUB]: 'sub',
  [ContextType.TRY]: 'block eval',
  [ContextType.EVAL]: 'string eval',
} as const

export const callers: Command<typeof declaration, readonly Caller[]> = {
  declaration,
  async run({ analyses: { model } }, { options }) {
    const stack = model.heap.data.contexts.map((context, index) => callerOf(model, context, index))
    return onePage(
      stack,
      stack.flatMap((caller) => callerLines(model, caller, options.pad)),
    )
  },
}

function callerOf(model: Model, context: Context, index: number): Caller {
  const { type, gimme, file, line, code: source, cv } = context
  const frame = { index, kind: KINDS[type], gimme: GIMMES[gimme] ?? '', file, line, source, cv }
  const { heap } = model
  if (type !== ContextType.SUB || cv === NO_SV || heap.svs.kind[cv] !== SvKind.CODE) {
    return { ...frame, pad: NO_SV, args: null, self: null }
  }
  const code = codeOf(heap, cv)
  const pad = padAtDepth(code, context.depth)
  const inPad = pad === NO_SV ? NO_SV : elementOf(heap, pad, 0)
  const argsAv = recordsArgs(heap.layout) ? context.args : inPad
  const selfSlot = padnamesOf(heap, code).findIndex(
    (padname) => padname?.name && decodeLatin1(padname.name) === '$self',
  )
  return {
    ...frame,
    pad,
    args: argsAv !== NO_SV && isArrayLike(heap.svs.kind[argsAv]) ? elements(model, argsAv) : null,
    self: selfSlot < 0 ? null : pad === NO_SV ? NO_SV : elementOf(heap, pad, selfSlot),
  }
}

function elements({ heap }: Model, array: SvIndex): SvIndex[] {
  const { view, at, count } = elementsOf(heap, array)
  return Array.from({ length: count }, (_, i) => heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes))
}

function callerLines(model: Model, caller: Caller, withPad: boolean): Line[] {
  const { index, gimme, file, line, cv, pad, args, self } = caller
  const lines: Line[] = [
    [
      plain('caller('),
      { text: String(index), kind: 'value' },
      plain('): '),
      ...whatSpans(model, caller),
      plain(` => ${gimme}`),
    ],
    [plain(`  at ${file} line ${line}`)],
  ]
  if (args === null) return lines
  args.forEach((arg, i) => {
    lines.push([plain('  $_['), { text: String(i), kind: 'value' }, plain(']: '), ...valueOrNull(model, arg)])
  })
  lines.push([plain('  cv='), svSpan(model, cv)])
  const showsSelf = !withPad && self !== null
  if (showsSelf) {
    const name: Span = { text: '$self', kind: 'symbol' }
    lines.push(self === NO_SV ? [plain('  no '), name] : [plain('  '), name, plain(': '), ...svWithValue(model, self)])
  } else if (withPad && pad !== NO_SV) {
    lines.push([plain('  curpad='), svSpan(model, pad)], ...padLines(model, pad))
  }
  if (args.length === 0 && !showsSelf) lines.push([plain('  (no args)')])
  return lines
}

function whatSpans(model: Model, { kind, cv, source }: Caller): Span[] {
  switch (kind) {
    case 'sub':
      if (cv === NO_SV) return [plain('NULL')]
      return [svSpan(model, cv), plain('='), { text: symbolName(model.heap, cv) ?? '', kind: 'symbol' }]
    case 'block eval':
      return [plain('eval {...}')]
    case 'string eval':
      return [plain('eval ('), { text: sourceText(model, source), kind: 'value' }, plain(')')]
  }
}

function sourceText({ heap }: Model, source: SvIndex): string {
  const pv = source === NO_SV ? null : pvOf(heap, source)
  return pv === null ? 'NULL' : quotePv(pv, (heap.svs.flags[source] & SvFlag.SCALAR_UTF8) !== 0)
}
