/**
 * A stretch of an answer's text, and what it is. Joined, the texts of a line are exactly the bytes that pmat
 * prints; the kinds only colour and link it.
 */
export interface Span {
  readonly text: string
  readonly kind?: SpanKind
  /** SvIndex of the SV that the text names: the page makes a link of it. */
  readonly row?: number
}

/**
 * sv: an SV's description and address. note: a remark such as `[weak]` or `(via RV)`. value: a number, string,
 * key or index of the dump. symbol: a symbol's name. heading: of a table. command: something to type.
 */
export type SpanKind = 'sv' | 'note' | 'value' | 'symbol' | 'heading' | 'command'

/** One line of an answer, without its newline. */
export type Line = readonly Span[]

export function plain(text: string): Span {
  return { text }
}

export function lineText(line: Line): string {
  if (line.length === 1) return line[0].text
  let text = ''
  for (const span of line) text += span.text
  return text
}

/** Characters as Perl counts them: code points, not UTF-16 units. */
export function charCount(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) !== 0xd800 || (text.charCodeAt(i + 1) & 0xfc00) !== 0xdc00) continue
    count--
    i++
  }
  return count
}

export function lineWidth(line: Line): number {
  let width = 0
  for (const span of line) width += charCount(span.text)
  return width
}
