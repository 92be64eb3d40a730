import { type CharSet, hasChar } from './char-set.ts'
import type { Expression } from './expression.ts'
import { firstOf, isAnchored } from './first-chars.ts'
import { type RequiredLiteral, requiredLiteral } from './required-literal.ts'
import { requiredSet } from './required-set.ts'
import type { Subject } from './resolve.ts'

/** What every match needs, looked for in the bytes: that spares most strings the way to JavaScript's characters. */
export class Prefilter {
  /** Bytes with which a string starts that matches, if the pattern is anchored to its start. */
  readonly #first: Uint8Array | undefined
  /** Bytes one of which every match has. */
  readonly #required: Uint8Array | undefined
  readonly #literal: RequiredLiteral | undefined

  constructor(expression: Expression, subject: Subject) {
    const { chars, isEmpty } = firstOf(expression)
    this.#first = isEmpty || !isAnchored(expression) ? undefined : byteTable(chars, subject)
    const required = requiredSet(expression)
    this.#required = required && byteTable(required, subject)
    this.#literal = requiredLiteral(expression)
  }

  /** What may match does. */
  get isAll(): boolean {
    return this.#literal?.isAll === true
  }

  mayMatch(bytes: Uint8Array, start: number, end: number): boolean {
    const first = this.#first
    if (first && (start === end || first[bytes[start]] === 0)) return false
    if (this.#literal) return this.#literal.search.isIn(bytes, start, end)
    const required = this.#required
    if (!required) return true
    for (let i = start; i < end; i++) if (required[bytes[i]] === 1) return true
    return false
  }
}

/** The bytes of which a character of the set can be the first one: 1. */
function byteTable(chars: CharSet, subject: Subject): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => Number(hasChar(chars, byte)))
  const isBeyondAscii = chars.length > 0 && chars[chars.length - 1] > 0x7f
  if (subject === 'chars') table.fill(Number(isBeyondAscii), 0x80)
  return table
}
