import { charsFoldingTo, closeOverCase, foldOf, type FoldRules, longFoldsFrom } from './case-fold.ts'
import { ALL_CHARS, type CharSet, charSet, complement, intersection, union } from './char-set.ts'
import { EMPTY, type Expression, type FoldedExpression } from './expression.ts'
import { caseless, HORIZONTAL, POSIX, propertySet, VERTICAL, XPOSIX } from './properties.ts'
import type { Charset, ClassItem, ClassNode, Node, Rules, Syntax } from './syntax.ts'

/** What a pattern is matched against: strings without and with Perl's UTF-8 flag. */
export type Subject = 'bytes' | 'chars'

const BEYOND_BYTES: CharSet = [0x100, ALL_CHARS[1]]
const NEWLINES = charSet(10, 13, 0x85, 0x85, 0x2028, 0x2029)

/** Work out what a pattern means for one kind of string. Captures are kept only where something refers to them. */
export function resolve(syntax: Syntax, subject: Subject): Expression {
  const keepsCaptures = hasBackreference(syntax.node)
  return expressionOf(syntax.node)

  function expressionOf(node: Node): Expression {
    switch (node.type) {
      case 'empty':
        return EMPTY
      case 'fail':
      case 'assertion':
        return node
      case 'char':
      case 'class':
      case 'sequence':
        return sequence(node)
      case 'newline':
        return {
          type: 'atomic',
          part: { type: 'branches', parts: [sequenceOf(charPart(13), charPart(10)), setPart(NEWLINES)] },
        }
      case 'branches':
        return { type: 'branches', parts: node.nodes.map(expressionOf) }
      case 'capture':
        return keepsCaptures
          ? { type: 'capture', index: node.index, part: expressionOf(node.node) }
          : expressionOf(node.node)
      case 'atomic':
        return { type: 'atomic', part: expressionOf(node.node) }
      case 'look':
        return { type: 'look', behind: node.behind, negative: node.negative, part: expressionOf(node.node) }
      case 'repeat': {
        if (node.max === 0) return EMPTY
        const { min, max, mode } = node
        const repeat: Expression = { type: 'repeat', part: expressionOf(node.node), min, max, lazy: mode === 'lazy' }
        return mode === 'possessive' ? { type: 'atomic', part: repeat } : repeat
      }
      case 'backreference':
        return { type: 'backreference', groups: node.groups, fold: foldRules(node.rules) }
      case 'boundary':
        return { type: 'boundary', negated: node.negated, word: namedSet('word', charsetOf(node.rules)) }
    }
  }

  /** Characters that follow each other fold together: under /i, `ss` is sharp s however it is grouped. */
  function sequence(node: Node): Expression {
    const parts: Expression[] = []
    let run: number[] = []
    let runRules: FoldRules | undefined
    for (const item of flatten(node)) {
      const char = literalOf(item)
      const rules = char === undefined ? undefined : foldRules((item as { rules: Rules }).rules)
      if (char !== undefined && rules) {
        if (rules !== runRules) endRun()
        runRules = rules
        run.push(...foldOf(char, rules))
        continue
      }
      endRun()
      if (char !== undefined) parts.push(charPart(char))
      else parts.push(item.type === 'class' ? classPart(item) : expressionOf(item))
    }
    endRun()
    return sequenceOf(...parts)

    function endRun(): void {
      if (runRules) parts.push(...foldedParts(run, runRules))
      run = []
      runRules = undefined
    }
  }

  function classPart(node: ClassNode): Expression {
    const { negated, items, rules } = node
    const fold = foldRules(rules)
    const charset = charsetOf(rules)
    const chars: CharSet[] = []
    const sets: CharSet[] = []
    const strings: (readonly number[])[] = []
    for (const item of items) {
      if (item.type === 'range') {
        chars.push([item.lo, item.hi])
        if (fold && !negated && item.lo === item.hi && foldOf(item.lo, fold).length > 1)
          strings.push(foldOf(item.lo, fold))
      } else if (item.type === 'string') {
        if (!negated) strings.push(item.chars) // Perl has no complement of a string and ignores it
      } else sets.push(itemSet(item, charset, rules.ignoreCase))
    }
    const plain = union(...chars)
    const set = union(fold ? closeOverCase(plain, fold) : plain, ...sets)
    if (negated) return setPart(complement(set))
    strings.sort((a, b) => b.length - a.length)
    const parts = strings.map((string) =>
      sequenceOf(
        ...(fold
          ? foldedParts(
              string.flatMap((char) => foldOf(char, fold)),
              fold,
            )
          : string.map(charPart)),
      ),
    )
    return parts.length === 0 ? setPart(set) : { type: 'branches', parts: [...parts, setPart(set)] }
  }

  function charsetOf({ charset }: Rules): Charset {
    return charset === 'd' && (syntax.unicode || subject === 'chars') ? 'u' : charset
  }

  function foldRules(rules: Rules): FoldRules | undefined {
    if (!rules.ignoreCase) return undefined
    const charset = charsetOf(rules)
    return charset === 'd' ? 'ascii' : charset === 'aa' ? 'asciiApart' : charset === 'l' ? 'locale' : 'unicode'
  }
}

function itemSet(item: ClassItem & { type: 'named' | 'property' }, charset: Charset, ignoreCase: boolean): CharSet {
  let set: CharSet
  if (item.type === 'property') {
    set = propertySet(ignoreCase ? caseless(item.name) : item.name)
  } else {
    const isCase = item.name === 'upper' || item.name === 'lower'
    set = isCase && ignoreCase ? casedSet(charset) : namedSet(item.name, charset)
  }
  return item.negated ? complement(set) : set
}

function casedSet(charset: Charset): CharSet {
  return charset === 'u' ? propertySet('\\p{Cased}') : namedSet('alpha', charset)
}

function namedSet(name: string, charset: Charset): CharSet {
  if (name === 'horizontal') return propertySet(HORIZONTAL)
  if (name === 'vertical') return propertySet(VERTICAL)
  if (charset === 'u') return propertySet(XPOSIX[name])
  const ascii = propertySet(POSIX[name])
  return charset === 'l' ? union(ascii, intersection(propertySet(XPOSIX[name]), BEYOND_BYTES)) : ascii
}

function* flatten(node: Node): Generator<Node> {
  if (node.type === 'sequence') for (const part of node.nodes) yield* flatten(part)
  else yield node
}

/** The character that a node is, be it in brackets of its own. */
function literalOf(node: Node): number | undefined {
  if (node.type === 'char') return node.char
  if (node.type !== 'class' || node.negated || node.items.length !== 1) return undefined
  const [item] = node.items
  return item.type === 'range' && item.lo === item.hi ? item.lo : undefined
}

/** A string of folded characters, cut where no character folds to what lies on both sides. */
function foldedParts(run: readonly number[], rules: FoldRules): Expression[] {
  const parts: Expression[] = []
  const places: { set: CharSet; to: number }[][] = run.map((fold, i) => {
    const long = longFoldsFrom(fold, rules).filter((way) => way.fold.every((part, k) => run[i + k] === part))
    const ways = long.map((way) => ({ set: way.chars, to: i + way.fold.length }))
    return [{ set: charsFoldingTo(fold, rules), to: i + 1 }, ...ways]
  })
  for (let start = 0; start < run.length; ) {
    let end = start + 1
    for (let i = start; i < end; i++) end = Math.max(end, ...places[i].map(({ to }) => to))
    if (end === start + 1) parts.push(setPart(places[start][0].set))
    else parts.push(foldedPart(places.slice(start, end), start))
    start = end
  }
  return parts
}

function foldedPart(places: readonly (readonly { set: CharSet; to: number }[])[], start: number): FoldedExpression {
  return { type: 'folded', places: places.map((ways) => ways.map(({ set, to }) => ({ set, to: to - start }))) }
}

function sequenceOf(...parts: Expression[]): Expression {
  return parts.length === 1 ? parts[0] : parts.length === 0 ? EMPTY : { type: 'sequence', parts }
}

function charPart(char: number): Expression {
  return { type: 'set', set: [char, char] }
}

function setPart(set: CharSet): Expression {
  return { type: 'set', set }
}

function hasBackreference(node: Node): boolean {
  if ('nodes' in node) return node.nodes.some(hasBackreference)
  return node.type === 'backreference' || ('node' in node && hasBackreference(node.node))
}
