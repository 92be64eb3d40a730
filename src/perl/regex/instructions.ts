import type { FoldRules } from './case-fold.ts'
import type { Members } from './members.ts'

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
  /** group: it matched nothing yet. */ CLEAR: 19,
  /** reference */ REFERENCE: 20,
  /** register: a round of a loop starts here. */ ENTER: 21,
  /** register, pc: leave the loop when the round matched nothing. */ LEAVE_IF_EMPTY: 22,
  /** register: count from 0. */ COUNT: 23,
  /** register, min, max, lazy, body pc: another round, or go on with what follows this instruction. */ REPEAT: 24,
} as const

export interface Program {
  readonly code: Int32Array
  readonly sets: readonly Members[]
  readonly references: readonly Reference[]
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

/** As an operand: no limit to the rounds. */
export const NO_LIMIT = 0x7fffffff
