import type { FoldRules } from './case-fold.ts'
import { type CharSet, sameSet } from './char-set.ts'
import { type Expression, type LookExpression, lengthsOf, type RepeatExpression } from './expression.ts'
import { firstOf, isAnchored } from './first-chars.ts'

/**
 * Instructions of the backtracking matcher, each followed by its operands. `row` operands number the places where
 * the matcher remembers that it has been at a position before.
 */
export const Op = {
  /** Succeed. */ MATCH: 0,
  FAIL: 1,
  /** char */ CHAR: 2,
  /** set */ SET: 3,
  /** pc */ JUMP: 4,
  /** first pc, second pc, row: try the first, then the second. */ SPLIT: 5,
  /** set, min, max, lazy, row: one set, again and again. */ LOOP: 6,
  /** set, min, max: the same without a way back. */ RUN: 7,
  START: 8,
  END: 9,
  FINAL_END: 10,
  LINE_START: 11,
  LINE_END: 12,
  /** set, negated */ BOUNDARY: 13,
  /** pc after the body, negated. The body ends with MATCH. */ LOOKAHEAD: 14,
  /** pc after the body, negated, min, max: how far back the body can start. */ LOOKBEHIND: 15,
  /** pc after the body, remembers: false if its way out depends on the way in. */ ATOMIC: 16,
  /** group */ OPEN: 17,
  /** group */ CLOSE: 18,
  /** group: it matched nothing yet. */ CLEAR: 24,
  /** reference */ REFERENCE: 19,
  /** register: a round of a loop starts here. */ ENTER: 20,
  /** register, pc: leave the loop when the round matched nothing. */ LEAVE_IF_EMPTY: 21,
  /** register: count from 0. */ COUNT: 22,
  /** register, min, max, lazy, body pc: another round, or go on with what follows this instruction. */ REPEAT: 23,
} as const

export interface Program {
  readonly code: Int32Array
  readonly sets: readonly Members[]
  readonly references: readonly Reference[]
  readonly numGroups: number
  /** Registers are captures (3 each: start, end, start of one still open), then loops. */
  readonly numRegisters: number
  /** Rows of remembered positions, -1 if the outcome depends on more than place and position. */
  readonly numRows: number
  readonly isAnchored: boolean
  /** What a match must start with, undefined if it can be empty. */
  readonly first: Members | undefined
}

export interface Reference {
  readonly groups: readonly number[]
  readonly fold: FoldRules | undefined
}

/** A set as the matcher asks it: a table for bytes, ranges beyond. */
export interface Members {
  readonly table: Uint8Array // 256
  readonly beyond: CharSet
}

const NO_LIMIT = 0x7fffffff
const MAX_UNROLLED = 3000 // instructions that a counted loop may become

/** Translate to instructions. Loops with counts are written out, unless that is too long: then they are counted. */
export function programOf(expression: Expression, numGroups: number): Program {
  const code: number[] = []
  const sets: CharSet[] = []
  const references: Reference[] = []
  let numRegisters = 3 * (numGroups + 1)
  let numRows = 0
  let depends = false // on captures or counts

  emit(expression)
  code.push(Op.MATCH)
  const first = firstOf(expression)
  return {
    code: Int32Array.from(code),
    sets: sets.map(membersOf),
    references,
    numGroups,
    numRegisters,
    numRows: depends ? -1 : numRows,
    isAnchored: isAnchored(expression),
    first: first.isEmpty ? undefined : membersOf(first.chars),
  }

  function emit(part: Expression): void {
    switch (part.type) {
      case 'empty':
        return
      case 'fail':
        code.push(Op.FAIL)
        return
      case 'set':
        emitSet(part.set)
        return
      case 'sequence':
        part.parts.forEach(emit)
        return
      case 'folded':
        emitFolded(part.places)
        return
      case 'branches':
        emitBranches(part.parts.map((branch) => () => emit(branch)))
        return
      case 'repeat':
        emitRepeat(part)
        return
      case 'atomic':
        emitAtomic(part.part)
        return
      case 'look':
        emitLook(part)
        return
      case 'capture':
        code.push(Op.OPEN, part.index)
        emit(part.part)
        code.push(Op.CLOSE, part.index)
        return
      case 'backreference':
        depends = true
        code.push(Op.REFERENCE, references.length)
        references.push(part)
        return
      case 'assertion':
        code.push(ASSERTION_OPS[part.kind])
        return
      case 'boundary':
        code.push(Op.BOUNDARY, indexOfSet(part.word), Number(part.negated))
    }
  }

  function emitSet(set: CharSet): void {
    if (set.length === 2 && set[0] === set[1]) code.push(Op.CHAR, set[0])
    else code.push(Op.SET, indexOfSet(set))
  }

  function indexOfSet(set: CharSet): number {
    const known = sets.findIndex((other) => sameSet(other, set))
    return known >= 0 ? known : sets.push(set) - 1
  }

  /** Splits in a row; patches get the pc behind all of them. */
  function emitBranches(branches: readonly (() => void)[]): void {
    const jumps: number[] = []
    branches.forEach((branch, i) => {
      const isLast = i === branches.length - 1
      const split = isLast ? undefined : emitSplit()
      branch()
      if (isLast) return
      code.push(Op.JUMP, 0)
      jumps.push(code.length - 1)
      if (split !== undefined) code[split + 2] = code.length
    })
    for (const jump of jumps) code[jump] = code.length
  }

  /** A split that goes on behind itself first; its second way is to be filled in, at the pc that comes back + 2. */
  function emitSplit(): number {
    const pc = code.length
    code.push(Op.SPLIT, pc + 4, 0, numRows++)
    return pc
  }

  function emitFolded(places: Extract<Expression, { type: 'folded' }>['places']): void {
    const starts: number[] = []
    const jumps: { at: number; to: number }[] = []
    for (const ways of places) {
      starts.push(code.length)
      emitBranches(
        ways.map(({ set, to }) => () => {
          emitSet(set)
          code.push(Op.JUMP, 0)
          jumps.push({ at: code.length - 1, to })
        }),
      )
    }
    starts.push(code.length)
    for (const { at, to } of jumps) code[at] = starts[to]
  }

  function emitAtomic(part: Expression): void {
    if (part.type === 'repeat' && part.part.type === 'set') {
      const { min, max, lazy } = part
      code.push(Op.RUN, indexOfSet(part.part.set), min, lazy ? min : limited(max))
      return
    }
    const pc = code.length
    code.push(Op.ATOMIC, 0, Number(!hasEmptyRounds(part)))
    emitBody(pc, part)
  }

  function emitLook({ behind, negative, part }: LookExpression): void {
    const pc = code.length
    if (behind) {
      const { min, max } = lengthsOf(part)
      code.push(Op.LOOKBEHIND, 0, Number(negative), min, limited(max))
    } else code.push(Op.LOOKAHEAD, 0, Number(negative))
    emitBody(pc, part)
  }

  function emitBody(pc: number, part: Expression): void {
    emit(part)
    code.push(Op.MATCH)
    code[pc + 1] = code.length
  }

  function emitRepeat(repeat: RepeatExpression): void {
    const { part, min, max, lazy } = repeat
    if (forgets(part)) code.push(Op.CLEAR, part.index)
    if (part.type === 'set') {
      code.push(Op.LOOP, indexOfSet(part.set), min, limited(max), Number(lazy), numRows++)
      return
    }
    const size = sizeOf(part) * (max === Infinity ? min + 1 : max)
    if (size > MAX_UNROLLED) emitCounted(repeat)
    else {
      for (let i = 0; i < min; i++) emit(part)
      if (max === Infinity) emitStar(part, lazy)
      else emitOptional(part, max - min, lazy)
    }
  }

  /** (part(part(part)?)?)? */
  function emitOptional(part: Expression, count: number, lazy: boolean): void {
    const splits: number[] = []
    for (let i = 0; i < count; i++) {
      splits.push(emitSplit())
      emit(part)
    }
    for (const pc of splits) finishSplit(pc, code.length, lazy)
  }

  function finishSplit(pc: number, exit: number, lazy: boolean): void {
    const body = pc + 4
    code[pc + 1] = lazy ? exit : body
    code[pc + 2] = lazy ? body : exit
  }

  function emitStar(part: Expression, lazy: boolean): void {
    const split = emitSplit()
    const register = lengthsOf(part).min === 0 ? numRegisters++ : -1
    if (register >= 0) code.push(Op.ENTER, register)
    emit(part)
    if (register >= 0) code.push(Op.LEAVE_IF_EMPTY, register, code.length + 5)
    code.push(Op.JUMP, split)
    finishSplit(split, code.length, lazy)
  }

  function emitCounted({ part, min, max, lazy }: RepeatExpression): void {
    depends = true
    const register = numRegisters
    numRegisters += 2 // the count and where the round started
    code.push(Op.COUNT, register, Op.JUMP, 0)
    const toRepeat = code.length - 1
    const body = code.length
    emit(part)
    code[toRepeat] = code.length
    code.push(Op.REPEAT, register, min, limited(max), Number(lazy), body)
  }
}

const ASSERTION_OPS = {
  start: Op.START,
  end: Op.END,
  finalEnd: Op.FINAL_END,
  lineStart: Op.LINE_START,
  lineEnd: Op.LINE_END,
} as const

/**
 * A quirk of Perl's: (a)* that matches no `a` forgets what the group matched before, which other loops do not. It is so
 * for what regcomp.c makes a CURLYM or CURLYN: a group of fixed length without groups in it.
 */
function forgets(part: Expression): part is Expression & { type: 'capture' } {
  if (part.type !== 'capture' || hasCapture(part.part)) return false
  const { min, max } = lengthsOf(part.part)
  return min === max && min > 0
}

function hasCapture(expression: Expression): boolean {
  if ('parts' in expression) return expression.parts.some(hasCapture)
  return expression.type === 'capture' || ('part' in expression && hasCapture(expression.part))
}

function limited(count: number): number {
  return Math.min(count, NO_LIMIT)
}

function membersOf(set: CharSet): Members {
  const table = new Uint8Array(256)
  for (let i = 0; i < set.length && set[i] < 256; i += 2) table.fill(1, set[i], Math.min(set[i + 1] + 1, 256))
  return { table, beyond: set.filter((_, i) => set[i | 1] > 255) }
}

/** Instructions that the expression becomes, about. */
function sizeOf(expression: Expression): number {
  switch (expression.type) {
    case 'sequence':
    case 'branches':
      return expression.parts.reduce((sum, part) => sum + 1 + sizeOf(part), 0)
    case 'repeat': {
      const { part, min, max } = expression
      return part.type === 'set' ? 1 : (1 + sizeOf(part)) * (max === Infinity ? min + 1 : max)
    }
    case 'atomic':
    case 'look':
    case 'capture':
      return 2 + sizeOf(expression.part)
    case 'folded':
      return 2 * expression.places.length
    default:
      return 1
  }
}

function hasEmptyRounds(expression: Expression): boolean {
  switch (expression.type) {
    case 'sequence':
    case 'branches':
      return expression.parts.some(hasEmptyRounds)
    case 'repeat':
      return (expression.max === Infinity && lengthsOf(expression.part).min === 0) || hasEmptyRounds(expression.part)
    case 'atomic':
    case 'capture':
      return hasEmptyRounds(expression.part)
    default:
      return false
  }
}
