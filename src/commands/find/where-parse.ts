import {
  ATTRIBUTES,
  type Comparison,
  type Condition,
  type FlagAttribute,
  isAttribute,
  type NameAttribute,
  type NumberAttribute,
} from './where-condition.ts'
import { TYPE_NAMES } from '../../model/describe.ts'
import { WhereReader } from './where-reader.ts'

/**
 * Parse a condition, by recursive descent:
 *
 *     condition = all { "or" all }
 *     all       = one { "and" one }
 *     one       = "not" one | "(" condition ")" | comparison
 *     comparison = NUMBER-ATTRIBUTE ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) NUMBER [ UNIT ]
 *                | NAME-ATTRIBUTE ( "=" | "!=" ) NAME  |  NAME-ATTRIBUTE ( "~" | "!~" ) "/" PATTERN "/" FLAGS
 *                | FLAG-ATTRIBUTE
 *
 * @param start where the text stands in the line
 * @throws {ShellError} that points at the character of the line
 */
export function parseWhere(text: string, start = 0): Condition {
  const reader = new WhereReader(text, start)
  const condition = readAny(reader, 0)
  if (!reader.isAtEnd()) {
    reader.fail(reader.next() === ')' ? 'Unmatched )' : `Expected and, or, or the end, not ${reader.found()}`)
  }
  return condition
}

/** Parentheses and nots inside each other: no one writes so many, and the parser calls itself for each. */
const MAX_DEPTH = 100

function readAny(reader: WhereReader, depth: number): Condition {
  const parts = [readAll(reader, depth)]
  while (reader.takeWord('or')) parts.push(readAll(reader, depth))
  return parts.length === 1 ? parts[0] : { is: 'or', parts }
}

function readAll(reader: WhereReader, depth: number): Condition {
  const parts = [readOne(reader, depth)]
  while (reader.takeWord('and')) parts.push(readOne(reader, depth))
  return parts.length === 1 ? parts[0] : { is: 'and', parts }
}

function readOne(reader: WhereReader, depth: number): Condition {
  if (depth > MAX_DEPTH) reader.fail('Too many parentheses inside each other')
  if (reader.takeWord('not')) return { is: 'not', part: readOne(reader, depth + 1) }
  const open = reader.position()
  if (!reader.take('(')) return readComparison(reader)
  const condition = readAny(reader, depth + 1)
  if (!reader.take(')')) {
    if (reader.isAtEnd()) reader.fail('Unmatched (', open)
    reader.fail(`Expected and, or, or ), not ${reader.found()}`)
  }
  return condition
}

function readComparison(reader: WhereReader): Condition {
  const at = reader.position()
  const word = reader.word()
  if (word === '') reader.fail(`Expected ${ATTRIBUTE_NAMES}, not ${reader.found()}`, at)
  if (!isAttribute(word)) reader.fail(`'${word}' is none of ${ATTRIBUTE_NAMES}`, at)
  switch (ATTRIBUTES[word].kind) {
    case 'flag':
      return { is: 'flag', attribute: word as FlagAttribute }
    case 'bytes':
    case 'count':
      return readNumber(reader, word as NumberAttribute)
    case 'type':
    case 'name':
    case 'key':
      return readName(reader, word as NameAttribute)
  }
}

const ATTRIBUTE_NAMES = Object.keys(ATTRIBUTES)
  .join(', ')
  .replace(/, (?=\w+$)/, ' or ')
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '<=': '<=',
  '>=': '>=',
  '!=': '!=',
  '==': '=',
  '=': '=',
  '<': '<',
  '>': '>',
}

function readNumber(reader: WhereReader, attribute: NumberAttribute): Condition {
  const operator = reader.takeOneOf(Object.keys(COMPARISONS))
  if (operator === undefined)
    reader.fail(`Expected a comparison such as > behind '${attribute}', not ${reader.found()}`)
  const value = ATTRIBUTES[attribute].kind === 'bytes' ? reader.byteCount() : reader.count()
  return { is: 'number', attribute, comparison: COMPARISONS[operator], value }
}

function readName(reader: WhereReader, attribute: NameAttribute): Condition {
  const at = reader.position()
  const operator = reader.takeOneOf(['!=', '!~', '==', '=', '~'])
  if (operator === undefined) reader.fail(`Expected =, !=, ~ or !~ behind '${attribute}', not ${reader.found()}`)
  const isNegated = operator.startsWith('!')
  // A hash has many keys: does `!=` mean any of them, or all? So it is `not key = ...`.
  if (isNegated && attribute === 'key') reader.fail(`Write: not key ${operator.slice(1)} ...`, at)
  if (operator.endsWith('~')) return { is: 'pattern', attribute, isNegated, filter: reader.pattern() }
  const nameAt = reader.position()
  const name = reader.name(attribute)
  if (attribute !== 'type') return { is: 'name', attribute, isNegated, name }
  const type = name.toUpperCase()
  if (!TYPE_NAMES.includes(type)) reader.fail(`'${name}' is no type: ${TYPE_NAMES.join(', ')}`, nameAt)
  return { is: 'name', attribute, isNegated, name: type }
}
