import { foldOf } from './case-fold.ts'
import { charAt, fail, type PatternState, requireUnicode, rulesOf, unsupported, widthOf } from './pattern-state.ts'
import { readBracedOctal, readControl, readHex, readNamed, readOctal, SIMPLE_ESCAPES } from './parse-escape.ts'
import { type PropertyName, propertyNamed } from './properties.ts'
import { boundsAt, skipBlanks } from './skip.ts'
import { CLASS_NAMES, type ClassItem, type ClassName, type ClassNode } from './syntax.ts'

const ESCAPED_CLASSES: Readonly<Record<string, ClassName>> = {
  d: 'digit',
  s: 'space',
  w: 'word',
  h: 'horizontal',
  v: 'vertical',
}

/** The class that `\w` and its kin stand for, negated when the letter is a capital. */
export function escapedClass(letter: string): (ClassItem & { type: 'named' }) | undefined {
  const lower = letter.toLowerCase()
  const name = Object.hasOwn(ESCAPED_CLASSES, lower) ? ESCAPED_CLASSES[lower] : undefined
  return name && { type: 'named', name, negated: letter !== lower }
}

/** Read a class from after its `[` to after its `]`, as regcomp.c's regclass does. */
export function readClass(state: PatternState): ClassNode {
  const { text } = state
  const open = state.at
  const items: ClassItem[] = []
  skipWhite(state)
  const negated = text[state.at] === '^'
  if (negated) state.at++
  skipWhite(state)

  let isFirst = true // a ] that comes first is a character
  let range: { readonly lo: number; readonly start: number } | undefined // a range that wants its end
  for (;;) {
    if (!isFirst) skipWhite(state)
    if (state.at >= text.length) fail(state, 'Unmatched [', open)
    if (text[state.at] === ']' && !isFirst) break
    isFirst = false
    const start = state.at
    const item = readItem(state, range !== undefined)
    if (typeof item !== 'number') {
      if (range) items.push(single(range.lo), single(0x2d)) // a-\d: no range after all
      range = undefined
      items.push(...(Array.isArray(item) ? [] : [item]))
      continue
    }
    if (range) {
      if (range.lo > item) fail(state, `Invalid [] range "${text.slice(range.start, state.at)}"`)
      items.push({ type: 'range', lo: range.lo, hi: item })
      range = undefined
      continue
    }
    skipWhite(state)
    const end = text[state.at] === '-' ? skipWhiteFrom(state, state.at + 1) : 0
    if (end > 0 && end < text.length && text[end] !== ']') {
      range = { lo: item, start }
      state.at = end
    } else items.push(single(item))
  }
  state.at++
  if (items.some((item) => item.type === 'range' && item.hi > 0xff)) requireUnicode(state)
  // Perl writes these as if they stood without brackets, where what no byte is makes all of the pattern Unicode's.
  const isWrittenOut =
    !negated && items.some((item) => isLone(item) && (items.length === 1 || foldsToSeveral(state, item.hi)))
  if (isWrittenOut) state.unicode = true
  return { type: 'class', negated, items, rules: rulesOf(state) }
}

/** Read what follows `\p` or `\P`. */
export function readProperty(state: PatternState, letter: string): ClassItem {
  const { text } = state
  requireUnicode(state)
  if (state.at >= text.length) fail(state, `Empty \\${letter}`)
  let negated = letter === 'P'
  let name: string
  if (text[state.at] === '{') {
    const close = text.indexOf('}', state.at)
    if (close < 0) fail(state, `Missing right brace on \\${letter}{}`, state.at + 1)
    let start = skipSpaces(text, state.at + 1)
    if (text[start] === '^') {
      negated = !negated
      start = skipSpaces(text, start + 1)
    }
    if (start === close) fail(state, `Empty \\${letter}{}`, start)
    name = text.slice(start, close).trimEnd()
    state.at = close + 1
  } else {
    name = text[state.at]
    state.at += widthOf(charAt(state, state.at))
    if (!/[A-Za-z]/.test(name)) {
      fail(state, `Character following \\${letter} must be '{' or a single-character Unicode property name`)
    }
  }
  return { type: 'property', name: knownProperty(state, name, letter), negated }
}

const UNSUPPORTED_PROPERTIES = new Set(
  (
    'age bc bidiclass blk block bpt ccc canonicalcombiningclass dt decompositiontype ea eastasianwidth gcb ' +
    'graphemeclusterbreak hst hangulsyllabletype in presentin insc inpc jg joininggroup jt joiningtype lb linebreak ' +
    'nfcqc nfdqc nfkcqc nfkdqc nt numerictype nv numericvalue sb sentencebreak vo wb wordbreak na name'
  ).split(' '),
)

function knownProperty(state: PatternState, name: string, letter: string): PropertyName {
  const property = propertyNamed(name)
  if (property) return property
  if (/^(hyphen|latin[\s_-]*1)$/i.test(name)) {
    unsupported(state, `\\${letter}{${name}}`)
    return '^'
  }
  const left = name.split(/[=:]/)[0]
  if (left !== name ? UNSUPPORTED_PROPERTIES.has(left.toLowerCase().replace(/[\s_-]/g, '')) : /^i[ns]|::/i.test(name)) {
    unsupported(state, `\\${letter}{${name}}, a property that JavaScript does not know,`)
    return '^'
  }
  return fail(state, `Can't find Unicode property definition "${name}"`)
}

/** One character, a class, or [] for what Perl ignores. */
function readItem(state: PatternState, isRangeEnd: boolean): number | ClassItem | [] {
  const { text } = state
  const char = charAt(state, state.at)
  state.at += widthOf(char)
  if (char === 0x5b) return readPosix(state) ?? char
  if (char !== 0x5c) return char
  if (state.at >= text.length) fail(state, 'Unmatched [')
  const letter = text[state.at]
  const named = escapedClass(letter)
  if (named) {
    state.at++
    return named
  }
  if (letter >= '0' && letter <= '7') return readOctal(state)
  const escaped = charAt(state, state.at)
  state.at += widthOf(escaped)
  switch (letter) {
    case 'x':
      return readHex(state)
    case 'o':
      return readBracedOctal(state)
    case 'c':
      return readControl(state)
    case 'b':
      return 8
    case 'p':
    case 'P':
      return readProperty(state, letter)
    case 'N':
      return readNamedItem(state, isRangeEnd)
    default:
      return SIMPLE_ESCAPES[letter] ?? escaped
  }
}

function readNamedItem(state: PatternState, isRangeEnd: boolean): number | ClassItem {
  if (state.text[state.at] !== '{' || boundsAt(state.text, state.at)) {
    fail(state, '\\N in a character class must be a named character: \\N{...}')
  }
  const chars = readNamed(state)
  if (chars.length === 1) return chars[0]
  if (isRangeEnd || state.text[state.at] === '-') {
    unsupported(state, 'A \\N{U+...} of several characters in a range')
    return chars[0]
  }
  return { type: 'string', chars }
}

/** The POSIX class whose `[` was read, if it is one: otherwise the `[` is a character. */
function readPosix(state: PatternState): ClassItem | undefined {
  const { text, at } = state
  const reserved = /^([.=])[^\]]*?\1\]/.exec(text.slice(at)) // not [^\]]*, which would run over the whole pattern
  if (reserved) {
    const [all, mark] = reserved
    fail(state, `POSIX syntax [${mark} ${mark}] is reserved for future extensions`, at + all.length)
  }
  const found = /^:(\^?)([^\]:\sA-Z]{3,}):\]/.exec(text.slice(at))
  if (!found) return undefined
  const [all, caret, word] = found
  state.at += all.length
  const name = CLASS_NAMES.find((known) => known === word)
  if (!name) fail(state, `POSIX class [:${caret}${word}:] unknown`)
  return { type: 'named', name, negated: caret !== '' }
}

function isLone(item: ClassItem): item is ClassItem & { type: 'range' } {
  return item.type === 'range' && item.lo === item.hi && item.hi > 0xff
}

function foldsToSeveral({ flags }: PatternState, char: number): boolean {
  return flags.i && foldOf(char, 'unicode').length > 1
}

function single(char: number): ClassItem {
  return { type: 'range', lo: char, hi: char }
}

function skipWhite(state: PatternState): void {
  state.at = skipWhiteFrom(state, state.at)
}

/** Blanks inside brackets stand for nothing under /xx. */
function skipWhiteFrom({ text, flags }: PatternState, at: number): number {
  return flags.xx ? skipBlanks(text, at) : at
}

function skipSpaces(text: string, at: number): number {
  while (/\s/.test(text[at] ?? '')) at++
  return at
}
