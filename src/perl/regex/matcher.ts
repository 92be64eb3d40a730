import { type RegexBudget, takeSteps } from './budget.ts'
import { foldOf, type FoldRules } from './case-fold.ts'
import { hasChar } from './char-set.ts'
import { RegexBudgetError } from './errors.ts'
import { NO_LIMIT, Op, type Program, type Reference } from './instructions.ts'
import { isMember, type Members } from './members.ts'
import { PlaceMemory } from './place-memory.ts'

const MAX_STACK = 2 ** 26 // 256 MiB
const NEWLINE = 10

/** What to do when the way on fails. A frame is a kind and three numbers. */
const Frame = {
  /** Go to pc a at position b. */ CHOICE: 0,
  /** Of the LOOP at a: go on from position c, then from those before it down to b. */ GREEDY: 1,
  /** Of the LOOP at a: take another one at position b, up to c of them. */ LAZY: 2,
  /** Of the REPEAT at a: start a round at position b. */ ROUND: 3,
  /** Register a had b. */ RESTORE: 4,
} as const
const FRAME_SIZE = 4

/**
 * A backtracking matcher in the manner of Perl's own, without recursion into the string. Where the outcome depends on
 * nothing but the place in the program and the position in the string, it never tries a place at a position twice:
 * then its steps are linear in the string, whatever the pattern (J. C. Davis et al., "Using Selective Memoization to
 * Defeat Regular Expression Denial of Service", 2021). What remains, backreferences above all, the budget bounds.
 */
export class Matcher {
  readonly #program: Program
  readonly #registers: Int32Array
  #input: Uint8Array | Int32Array = new Uint8Array(0)
  #length = 0
  #stack = new Int32Array(1024)
  #top = 0
  readonly #memory = new PlaceMemory()
  #budget: RegexBudget = { stepsLeft: 0 }
  #steps = 0 // granted by the budget, not yet taken

  constructor(program: Program) {
    this.#program = program
    this.#registers = new Int32Array(program.numRegisters)
  }

  /**
   * Is there a match anywhere in the first `length` of the input's characters?
   * @throws {RegexBudgetError}
   */
  test(input: Uint8Array | Int32Array, length: number, budget: RegexBudget): boolean {
    const { first, isAnchored, numRows } = this.#program
    this.#input = input
    this.#length = length
    this.#budget = budget
    this.#steps = 0
    this.#top = 0
    this.#registers.fill(-1)
    this.#memory.clear(numRows, length)
    this.#spend(1)
    try {
      const last = isAnchored ? 0 : length
      for (let start = 0; start <= last; start++) {
        if (first) {
          start = this.#scan(first, start, length, 0)
          if (start > last || start === length) return false
        }
        if (this.#run(0, start, -1) >= 0) return true
      }
      return false
    } finally {
      budget.stepsLeft += this.#steps
    }
  }

  /** Run from pc at pos: the position at MATCH, which has to be `end` unless that is -1; or -1. */
  #run(pc: number, pos: number, end: number): number {
    const { code, sets } = this.#program
    const registers = this.#registers
    const input = this.#input
    const length = this.#length
    const base = this.#top
    for (;;) {
      if (--this.#steps < 0) this.#spend(0)
      // Every case goes on by itself; to leave the switch is to fail.
      switch (code[pc]) {
        case Op.MATCH:
          if (end >= 0 && pos !== end) break
          this.#dropChoices(base)
          return pos
        case Op.CHAR:
          if (pos >= length || input[pos] !== code[pc + 1]) break
          pos++
          pc += 2
          continue
        case Op.SET:
          if (pos >= length || !isMember(sets[code[pc + 1]], input[pos])) break
          pos++
          pc += 2
          continue
        case Op.JUMP:
          pc = code[pc + 1]
          continue
        case Op.SPLIT:
          if (this.#memory.wasAt(code[pc + 3], pos)) break
          this.#push(Frame.CHOICE, code[pc + 2], pos, 0)
          pc = code[pc + 1]
          continue
        case Op.LOOP: {
          const next = this.#enterLoop(pc, pos)
          if (next < 0) break
          pos = next
          pc += 6
          continue
        }
        case Op.RUN: {
          const max = code[pc + 3]
          const next = this.#scan(sets[code[pc + 1]], pos, max === NO_LIMIT ? length : Math.min(length, pos + max), 1)
          if (next - pos < code[pc + 2]) break
          pos = next
          pc += 4
          continue
        }
        case Op.START:
          if (pos > 0) break
          pc++
          continue
        case Op.END:
          if (pos < length) break
          pc++
          continue
        case Op.FINAL_END:
          if (pos < length && (pos < length - 1 || input[pos] !== NEWLINE)) break
          pc++
          continue
        case Op.LINE_START: // Perl sees no line after the last newline
          if (pos > 0 && (pos === length || input[pos - 1] !== NEWLINE)) break
          pc++
          continue
        case Op.LINE_END:
          if (pos < length && input[pos] !== NEWLINE) break
          pc++
          continue
        case Op.BOUNDARY: {
          const word = sets[code[pc + 1]]
          const before = pos > 0 && isMember(word, input[pos - 1])
          const after = pos < length && isMember(word, input[pos])
          if ((before === after) !== (code[pc + 2] === 1)) break
          pc += 3
          continue
        }
        case Op.LOOKAHEAD:
          if (this.#runBody(pc + 3, pos, -1, true) >= 0 === (code[pc + 2] === 1)) break
          pc = code[pc + 1]
          continue
        case Op.LOOKBEHIND:
          if (this.#looksBack(pc, pos) === (code[pc + 2] === 1)) break
          pc = code[pc + 1]
          continue
        case Op.ATOMIC: {
          const next = this.#runBody(pc + 3, pos, -1, code[pc + 2] === 1)
          if (next < 0) break
          pos = next
          pc = code[pc + 1]
          continue
        }
        case Op.OPEN:
          this.#set(3 * code[pc + 1] + 2, pos)
          pc += 2
          continue
        case Op.CLOSE: {
          const register = 3 * code[pc + 1]
          this.#set(register, registers[register + 2])
          this.#set(register + 1, pos)
          pc += 2
          continue
        }
        case Op.CLEAR:
          this.#set(3 * code[pc + 1] + 1, -1)
          pc += 2
          continue
        case Op.REFERENCE: {
          const next = this.#afterReference(this.#program.references[code[pc + 1]], pos)
          if (next < 0) break
          pos = next
          pc += 2
          continue
        }
        case Op.ENTER:
          this.#set(code[pc + 1], pos)
          pc += 2
          continue
        case Op.LEAVE_IF_EMPTY:
          pc = registers[code[pc + 1]] === pos ? code[pc + 2] : pc + 3
          continue
        case Op.COUNT:
          this.#set(code[pc + 1], 0)
          this.#set(code[pc + 1] + 1, -1)
          pc += 2
          continue
        case Op.REPEAT: {
          const count = registers[code[pc + 1]]
          const isEmpty = registers[code[pc + 1] + 1] === pos
          if (count < code[pc + 2]) pc = this.#startRound(pc, pos)
          else if (count >= code[pc + 3] || isEmpty) pc += 6
          else if (code[pc + 4] === 1) {
            this.#push(Frame.ROUND, pc, pos, 0)
            pc += 6
          } else {
            this.#push(Frame.CHOICE, pc + 6, pos, 0)
            pc = this.#startRound(pc, pos)
          }
          continue
        }
        case Op.FAIL:
          break
        default:
          throw new Error(`no instruction ${code[pc]}`)
      }

      // Failed: back to the last choice.
      for (;;) {
        if (this.#top === base) return -1
        const top = (this.#top -= FRAME_SIZE)
        const a = this.#stack[top + 1]
        const b = this.#stack[top + 2]
        const kind = this.#stack[top]
        if (kind === Frame.RESTORE) {
          registers[a] = b
          continue
        }
        pc = a
        pos = b
        if (kind === Frame.ROUND) pc = this.#startRound(pc, pos)
        else if (kind !== Frame.CHOICE) {
          pos =
            kind === Frame.GREEDY
              ? this.#giveBack(pc, b, this.#stack[top + 3])
              : this.#takeOne(pc, b, this.#stack[top + 3])
          if (pos < 0) continue
          pc += 6
        }
        break
      }
    }
  }

  /** Enter a LOOP: the position to go on from, or -1. */
  #enterLoop(pc: number, pos: number): number {
    const { code, sets } = this.#program
    const members = sets[code[pc + 1]]
    const row = code[pc + 5]
    const max = code[pc + 3]
    const length = this.#length
    const least = pos + code[pc + 2]
    if (least > length || this.#scan(members, pos, least, 1) < least) return -1
    if (max === NO_LIMIT && this.#memory.wasAt(row, least)) return -1
    if (code[pc + 4] === 1) {
      this.#push(Frame.LAZY, pc, least, max === NO_LIMIT ? NO_LIMIT : max - code[pc + 2])
      return max < NO_LIMIT && this.#memory.wasAt(row, least) ? -1 : least
    }
    let last = least
    if (max < NO_LIMIT) last = this.#scan(members, least, Math.min(length, pos + max), 1)
    else if (!this.#memory.isOn) last = this.#scan(members, least, length, 1)
    else {
      while (last < length && isMember(members, this.#input[last]) && !this.#memory.wasAt(row, last + 1)) last++
      this.#spend(last - least)
    }
    return this.#giveBack(pc, least, last)
  }

  /** Of a greedy LOOP: the last position from `least` to `last` to go on from, or -1. Those before it are kept for later. */
  #giveBack(pc: number, least: number, last: number): number {
    const { code } = this.#program
    const row = code[pc + 3] < NO_LIMIT ? code[pc + 5] : -1
    const char = code[pc + 6] === Op.CHAR ? code[pc + 7] : -1
    const from = last
    while (last >= least) {
      if (
        (char < 0 || (last < this.#length && this.#input[last] === char)) &&
        (row < 0 || !this.#memory.wasAt(row, last))
      )
        break
      last--
    }
    this.#spend(from - last)
    if (last > least) this.#push(Frame.GREEDY, pc, least, last - 1)
    return last < least ? -1 : last
  }

  /** Of a lazy LOOP that went on from `pos`: the next position to go on from, or -1. */
  #takeOne(pc: number, pos: number, left: number): number {
    const { code, sets } = this.#program
    const isLimited = code[pc + 3] < NO_LIMIT
    while (left > 0 && pos < this.#length && isMember(sets[code[pc + 1]], this.#input[pos])) {
      if (--this.#steps < 0) this.#spend(0)
      pos++
      if (isLimited) left--
      const wasThere = this.#memory.wasAt(code[pc + 5], pos)
      if (wasThere && !isLimited) return -1 // and so it was at all that follow
      if (wasThere) continue
      this.#push(Frame.LAZY, pc, pos, left)
      return pos
    }
    return -1
  }

  #startRound(pc: number, pos: number): number {
    const { code } = this.#program
    const register = code[pc + 1]
    this.#set(register, this.#registers[register] + 1)
    this.#set(register + 1, pos)
    return code[pc + 5]
  }

  /** Run the body of an assertion or atomic group, by itself. */
  #runBody(pc: number, pos: number, end: number, remembers: boolean): number {
    const outer = this.#memory.enterBody(remembers)
    const result = this.#run(pc, pos, end)
    this.#memory.leaveBody(outer)
    return result
  }

  #looksBack(pc: number, pos: number): boolean {
    const { code } = this.#program
    const least = Math.max(0, pos - code[pc + 4])
    for (let start = pos - code[pc + 3]; start >= least; start--) {
      if (this.#runBody(pc + 5, start, pos, true) >= 0) return true
    }
    return false
  }

  /** The position after what a group matched, again; -1 if it is not there, or the group matched nothing yet. */
  #afterReference({ groups, fold }: Reference, pos: number): number {
    const registers = this.#registers
    const input = this.#input
    const group = groups.find((index) => registers[3 * index + 1] >= 0)
    if (group === undefined) return -1
    const start = registers[3 * group]
    const end = registers[3 * group + 1]
    if (!fold) {
      if (pos + end - start > this.#length) return -1
      let same = start
      while (same < end && input[same] === input[pos + same - start]) same++
      this.#spend(same - start)
      return same === end ? pos + end - start : -1
    }
    this.#spend(end - start)
    return afterFolded(input, start, end, pos, this.#length, fold)
  }

  /** The first position from `from` to `to` at which membership ends (isMember 1) or starts (0), or `to`. */
  #scan({ table, beyond }: Members, from: number, to: number, member: 0 | 1): number {
    const input = this.#input
    let pos = from
    while (pos < to && (input[pos] < 256 ? table[input[pos]] : Number(hasChar(beyond, input[pos]))) === member) pos++
    this.#spend(pos - from)
    return pos
  }

  #set(register: number, value: number): void {
    this.#push(Frame.RESTORE, register, this.#registers[register], 0)
    this.#registers[register] = value
  }

  #push(kind: number, a: number, b: number, c: number): void {
    const top = this.#top
    if (top === this.#stack.length) this.#growStack()
    const stack = this.#stack
    stack[top] = kind
    stack[top + 1] = a
    stack[top + 2] = b
    stack[top + 3] = c
    this.#top = top + FRAME_SIZE
  }

  #growStack(): void {
    if (this.#stack.length >= MAX_STACK) throw new RegexBudgetError('gave up: the pattern leaves too many ways open')
    const stack = new Int32Array(2 * this.#stack.length)
    stack.set(this.#stack)
    this.#stack = stack
  }

  /** After success there is no way back into what was pushed from `base` on; registers still are to be restored. */
  #dropChoices(base: number): void {
    const stack = this.#stack
    let kept = base
    for (let frame = base; frame < this.#top; frame += FRAME_SIZE) {
      if (stack[frame] !== Frame.RESTORE) continue
      stack.copyWithin(kept, frame, frame + FRAME_SIZE)
      kept += FRAME_SIZE
    }
    this.#top = kept
  }

  #spend(steps: number): void {
    this.#steps -= steps
    if (this.#steps < 0) this.#steps += takeSteps(this.#budget, -this.#steps)
  }
}

/** The position after what is, but for case, input[start, end) and starts at pos; -1 if it does not. */
function afterFolded(
  input: Uint8Array | Int32Array,
  start: number,
  end: number,
  pos: number,
  length: number,
  rules: FoldRules,
): number {
  let wanted: readonly number[] = []
  let given: readonly number[] = []
  for (let i = start; i < end || wanted.length > 0; ) {
    if (wanted.length === 0) wanted = foldOf(input[i++], rules)
    if (given.length === 0) {
      if (pos >= length) return -1
      given = foldOf(input[pos++], rules)
    }
    if (wanted[0] !== given[0]) return -1
    wanted = wanted.slice(1)
    given = given.slice(1)
  }
  return given.length > 0 ? -1 : pos
}
