import { type CharSet, sameSet } from './char-set.ts'
import { type Expression, type LookExpression, lengthsOf, type RepeatExpression } from './expression.ts'
import { firstOf, isAnchored } from './first-chars.ts'
import { NO_LIMIT, Op, type Program, type Reference } from './instructions.ts'
import { forgets, hasEmptyRounds, sizeOf } from './loop-facts.ts'
import { membersOf } from './members.ts'

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

function limited(count: number): number {
  return Math.min(count, NO_LIMIT)
}
