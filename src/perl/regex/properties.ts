import { type CharSet, charSet, MAX_CODE_POINT } from './char-set.ts'

/**
 * A Unicode property as the inside of a JavaScript class, `\p{Lu}` or `^\p{Lu}`: the engine that runs this has
 * Unicode's tables already. (Its Unicode may be newer than that of the Perl that wrote the dump.)
 */
export type PropertyName = string

export const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d'
export const SPACE = '\\p{White_Space}'
export const DIGIT = '\\p{Nd}'
export const HORIZONTAL = '\\t\\p{Zs}'
export const VERTICAL = '\\n-\\r\\x85\\u2028\\u2029'
const ALNUM = '\\p{Alphabetic}\\p{Nd}'
const CASED = '\\p{Cased}'
const CASED_LETTER = '\\p{LC}'
const GRAPH = '^\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}'
const PRINT = '^\\p{Zl}\\p{Zp}\\p{Cc}\\p{Cs}\\p{Cn}'
const UNICODE = '\\0-\\u{10ffff}'
const PUNCT = '\\p{P}$+<=>^`|~'

/** The POSIX classes beyond ASCII. */
export const XPOSIX: Readonly<Record<string, PropertyName>> = {
  alnum: ALNUM,
  alpha: '\\p{Alphabetic}',
  ascii: '\\0-\\x7f',
  blank: HORIZONTAL,
  cntrl: '\\p{Cc}',
  digit: DIGIT,
  graph: GRAPH,
  lower: '\\p{Lowercase}',
  print: PRINT,
  punct: PUNCT,
  space: SPACE,
  upper: '\\p{Uppercase}',
  word: WORD,
  xdigit: '\\p{Hex_Digit}',
}

/** The POSIX classes within ASCII. */
export const POSIX: Readonly<Record<string, PropertyName>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  ascii: '\\0-\\x7f',
  blank: '\\t ',
  cntrl: '\\0-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: 'A-Fa-f0-9',
}

const CATEGORIES =
  'L Letter|LC Cased_Letter|Lu Uppercase_Letter|Ll Lowercase_Letter|Lt Titlecase_Letter|Lm Modifier_Letter|Lo Other_Letter|' +
  'M Mark Combining_Mark|Mn Nonspacing_Mark|Mc Spacing_Mark|Me Enclosing_Mark|N Number|Nd Decimal_Number|Nl Letter_Number|' +
  'No Other_Number|P Punctuation punct|Pc Connector_Punctuation|Pd Dash_Punctuation|Ps Open_Punctuation|Pe Close_Punctuation|' +
  'Pi Initial_Punctuation|Pf Final_Punctuation|Po Other_Punctuation|S Symbol|Sm Math_Symbol|Sc Currency_Symbol|' +
  'Sk Modifier_Symbol|So Other_Symbol|Z Separator|Zs Space_Separator|Zl Line_Separator|Zp Paragraph_Separator|C Other|' +
  'Cc Control cntrl|Cf Format|Cs Surrogate|Co Private_Use|Cn Unassigned'
const BINARIES =
  'Alphabetic Alpha|Uppercase Upper|Lowercase Lower|White_Space WSpace Space|ASCII_Hex_Digit AHex|Hex_Digit Hex|Math|Dash|' +
  'Diacritic Dia|Extender Ext|Ideographic Ideo|ID_Start IDS|ID_Continue IDC|XID_Start XIDS|XID_Continue XIDC|Cased|' +
  'Case_Ignorable CI|Changes_When_Lowercased CWL|Changes_When_Uppercased CWU|Changes_When_Titlecased CWT|' +
  'Changes_When_Casefolded CWCF|Changes_When_Casemapped CWCM|Default_Ignorable_Code_Point DI|Bidi_Mirrored Bidi_M|' +
  'Bidi_Control Bidi_C|Join_Control Join_C|Noncharacter_Code_Point NChar|Pattern_Syntax Pat_Syn|Pattern_White_Space Pat_WS|' +
  'Quotation_Mark QMark|Radical|Regional_Indicator RI|Sentence_Terminal STerm|Soft_Dotted SD|Terminal_Punctuation Term|' +
  'Unified_Ideograph UIdeo|Variation_Selector VS|Grapheme_Base Gr_Base|Grapheme_Extend Gr_Ext|Deprecated Dep|Emoji|' +
  'Emoji_Presentation EPres|Emoji_Modifier EMod|Emoji_Modifier_Base EBase|Emoji_Component EComp|Extended_Pictographic ExtPict'

const binaries = spellings(BINARIES)
const categories = spellings(CATEGORIES)
categories.set('l&', CASED_LETTER)
/** What stands alone in \p{...}, by its name without case, blanks, `_` and `-`. */
const names = new Map<string, PropertyName>([
  ...categories,
  ...binaries,
  ...Object.entries(XPOSIX).filter(([name]) => name !== 'punct'),
  ...Object.entries(XPOSIX).map(([name, body]): [string, string] => [`xposix${name}`, body]),
  ...Object.entries(POSIX).map(([name, body]): [string, string] => [`posix${name}`, body]),
  ['any', UNICODE],
  ['unicode', UNICODE],
  ['all', '^'],
  ['assigned', '\\p{Assigned}'],
  ['title', '\\p{Lt}'],
  ['titlecase', '\\p{Lt}'],
  ['perlspace', POSIX.space],
  ['perlword', POSIX.word],
  ['spaceperl', SPACE],
  ['xperlspace', SPACE],
  ['horizspace', HORIZONTAL],
  ['vertspace', VERTICAL],
])
const CASELESS = new Map<PropertyName, PropertyName>([
  ['\\p{Lu}', CASED_LETTER],
  ['\\p{Ll}', CASED_LETTER],
  ['\\p{Lt}', CASED],
  ['\\p{Uppercase}', CASED],
  ['\\p{Lowercase}', CASED],
  [POSIX.upper, POSIX.alpha],
  [POSIX.lower, POSIX.alpha],
])

/** The property that \p{name} means, undefined if it is not known here. */
export function propertyNamed(name: string): PropertyName | undefined {
  const [left, right] = name.split(/\s*[=:]\s*/, 2)
  if (/^(is[\s_-]*)?l_$/i.test(name.trim())) return CASED_LETTER
  const key = simplify(left)
  if (right === undefined) {
    const bare = key.replace(/^is/, '')
    return names.get(key) ?? names.get(bare) ?? scriptNamed(left.trim().replace(/^is[\s_-]*/i, ''), 'scx')
  }
  if (key === 'gc' || key === 'generalcategory' || key === 'category') return categories.get(simplify(right))
  if (key === 'sc' || key === 'script') return scriptNamed(right, 'sc')
  if (key === 'scx' || key === 'scriptextensions') return scriptNamed(right, 'scx')
  const binary = binaries.get(key)
  if (binary && /^(y|yes|t|true)$/i.test(right.trim())) return binary
  if (binary && /^(n|no|f|false)$/i.test(right.trim())) return `^${binary}`
  return undefined
}

/** What the property is under /i: whatever asks for a case takes any. */
export function caseless(property: PropertyName): PropertyName {
  return CASELESS.get(property) ?? property
}

const UNASSIGNED = 0x50000
const BLOCK = 1024 // blocks end at U+DC00, lest surrogates pair up
const sets = new Map<PropertyName, CharSet>()

/** The code points that have the property. The first time it looks at all that are not alike: some 30 ms. */
export function propertySet(property: PropertyName): CharSet {
  const known = sets.get(property)
  if (known) return known
  const bounds: number[] = []
  const runs = new RegExp(`[${property}]+`, 'gu')
  const block: number[] = []
  for (let base = 0; base < 0x40000; base += BLOCK) addRuns(base)
  for (let base = 0xe0000; base < 0xe1000; base += BLOCK) addRuns(base)
  const one = new RegExp(`[${property}]`, 'u')
  for (let plane = 0x40000; plane < 0x110000; plane += 0x10000) {
    addAlike(plane === 0xe0000 ? 0xe1000 : plane, plane + 0xfffd)
    addAlike(plane + 0xfffe, plane + 0xffff)
  }
  const isOfUnassigned = one.test(String.fromCodePoint(UNASSIGNED))
  if (isOfUnassigned && property !== UNICODE) bounds.push(0x110000, MAX_CODE_POINT) // to Perl they are unassigned too
  const set = charSet(...bounds)
  sets.set(property, set)
  return set

  function addRuns(base: number): void {
    for (let i = 0; i < BLOCK; i++) block[i] = base + i
    const unitsPerChar = base > 0xffff ? 2 : 1
    for (const run of String.fromCodePoint(...block).matchAll(runs)) {
      const first = base + run.index / unitsPerChar
      bounds.push(first, first + run[0].length / unitsPerChar - 1)
    }
  }

  /** From U+40000 on there is nothing but what is private or unassigned, and tags. */
  function addAlike(first: number, last: number): void {
    if (one.test(String.fromCodePoint(first))) bounds.push(first, last)
  }
}

function scriptNamed(name: string, property: 'sc' | 'scx'): PropertyName | undefined {
  const words = name.trim().split(/[\s_-]+/)
  const script = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('_')
  const body = `\\p{${property}=${script}}`
  try {
    void new RegExp(body, 'u')
    return body
  } catch {
    return undefined
  }
}

function spellings(table: string): Map<string, PropertyName> {
  return new Map(
    table
      .split('|')
      .flatMap((row) => row.split(' ').map((name, _, [first]): [string, string] => [simplify(name), `\\p{${first}}`])),
  )
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}
