import type { PropertyName } from './properties.ts'

/**
 * What a pattern says, before it is known what it will be matched against. Perl's rules for characters 128 to 255
 * differ between strings of bytes and of characters, so classes are kept as they were written: see resolve.ts.
 */
export type Node =
  | { readonly type: 'empty' }
  | { readonly type: 'fail' } // (?!) and (*FAIL)
  | { readonly type: 'char'; readonly char: number; readonly rules: Rules }
  | ClassNode
  | { readonly type: 'newline' } // \R
  | { readonly type: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly type: 'branches'; readonly nodes: readonly Node[] }
  | { readonly type: 'capture'; readonly index: number; readonly node: Node }
  | { readonly type: 'atomic'; readonly node: Node }
  | { readonly type: 'look'; readonly behind: boolean; readonly negative: boolean; readonly node: Node }
  | RepeatNode
  | { readonly type: 'backreference'; readonly groups: readonly number[]; readonly rules: Rules }
  | { readonly type: 'assertion'; readonly kind: AssertionKind }
  | { readonly type: 'boundary'; readonly negated: boolean; readonly rules: Rules } // \b and \B

export interface RepeatNode {
  readonly type: 'repeat'
  readonly node: Node
  readonly min: number
  readonly max: number // Infinity = no limit
  readonly mode: 'greedy' | 'lazy' | 'possessive'
}

/** [...], \w and its kin, `.`: one character, or one of the strings of a `\N{U+73.74}` inside brackets. */
export interface ClassNode {
  readonly type: 'class'
  readonly negated: boolean
  readonly items: readonly ClassItem[]
  readonly rules: Rules
}

export type ClassItem =
  | { readonly type: 'range'; readonly lo: number; readonly hi: number }
  | { readonly type: 'named'; readonly name: ClassName; readonly negated: boolean }
  | { readonly type: 'property'; readonly name: PropertyName; readonly negated: boolean }
  | { readonly type: 'string'; readonly chars: readonly number[] }

/** The POSIX classes and, under their names, Perl's own: word is \w, vertical \v, horizontal \h. */
export type ClassName = (typeof CLASS_NAMES)[number] | 'horizontal' | 'vertical'
export const CLASS_NAMES = [
  'alnum',
  'alpha',
  'ascii',
  'blank',
  'cntrl',
  'digit',
  'graph',
  'lower',
  'print',
  'punct',
  'space',
  'upper',
  'word',
  'xdigit',
] as const

/**
 * start, end: of the string. lineStart, lineEnd: of any line, under /m. finalEnd: of the string or before its last
 * newline, the plain `$`.
 */
export type AssertionKind = 'start' | 'end' | 'finalEnd' | 'lineStart' | 'lineEnd'

/** The flags that decide what a character, class or boundary matches. */
export interface Rules {
  readonly ignoreCase: boolean
  readonly charset: Charset
}

/** d: depends on the string. u: Unicode. a, aa: ASCII for \d \s \w and POSIX, aa for case too. l: the C locale. */
export type Charset = 'd' | 'u' | 'a' | 'aa' | 'l'

/** A parsed pattern. */
export interface Syntax {
  readonly node: Node
  readonly numGroups: number
  /** /d means /u, because the pattern holds something that only Unicode has. */
  readonly unicode: boolean
}
