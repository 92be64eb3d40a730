import { crc32 } from '../base/checksum.ts'
import type { ByteSource } from './byte-source.ts'
import { DumpError } from './dump-error.ts'
import { Inflate, InflateError, type InflateInput } from './inflate.ts'

/** What of a gzip file was fed to the decompressor, and what is to be said of it. */
export interface GunzipReport {
  /** Compressed bytes that were used so far. */
  used: number
  readonly warnings: string[]
}

/** Compressed bytes that are fed in one go: few, so that what a bomb makes of them is bounded. */
export const PIECE_BYTES = 64 * 1024

/**
 * The content of a gzip file in pieces, each a view that the next step overwrites. Unlike the browsers' own
 * DecompressionStream it takes all that gzip(1) takes: several members one after the other, zeros behind the last
 * (other bytes there are told and left alone). A wrong checksum is told; what cannot be unpacked any further ends with
 * a DumpError, after all that could.
 */
export async function* gunzip(source: ByteSource, report: GunzipReport): AsyncGenerator<Uint8Array, void> {
  const input = new PieceInput(source, report)
  let made = 0
  for (let numMembers = 0; ; numMembers++) {
    const start = await findMember(input, numMembers > 0)
    if (start === 'end') return
    if (start === 'junk' && numMembers === 0) {
      throw new DumpError('unsupported', `${source.name} is not packed as gzip packs (method ${input.bytes[2]})`, 0)
    }
    if (start === 'junk') {
      const at = input.position
      report.warnings.push(`${source.name} has something else behind its compressed data, from byte ${at} on`)
      return
    }
    if (start === 'cut' || !(await skipMemberHead(input))) throw cut(source.name, made)
    const inflate = new Inflate()
    let crc = 0
    let length = 0
    for (let state = 'more'; state !== 'done'; ) {
      let problem: unknown
      try {
        state = inflate.run(input)
      } catch (error) {
        problem = error
      }
      const piece = inflate.take()
      if (piece.length > 0) {
        crc = crc32(piece, crc)
        length += piece.length
        made += piece.length
        yield piece
      }
      if (problem !== undefined) throw damaged(source.name, problem, made)
      if (state === 'more' && !(await input.more())) throw cut(source.name, made)
    }
    if (!(await input.has(8))) throw cut(source.name, made)
    const isRight = input.u32(0) === crc && input.u32(4) === length >>> 0
    input.at += 8
    if (!isRight) report.warnings.push(`The checksum of ${source.name} is wrong: its content is damaged somewhere`)
  }
}

/** What comes next. Behind a member other things may stand; the first one is known to be one. */
async function findMember(input: PieceInput, isLater: boolean): Promise<'member' | 'end' | 'cut' | 'junk'> {
  const isEmpty = !(await input.has(1))
  if (isEmpty) return isLater ? 'end' : 'cut'
  const hasMagic = await input.has(3)
  if (hasMagic && input.u32(0, 3) === MAGIC) return 'member'
  if (!isLater) return hasMagic ? 'junk' : 'cut'
  for (;;) {
    while (input.at < input.bytes.length && input.bytes[input.at] === 0) input.at++
    if (input.at < input.bytes.length) return 'junk'
    if (!(await input.more())) return 'end'
  }
}

/** 1f 8b, method 8. */
const MAGIC = 0x08_8b1f
const HAS_CRC = 0x02
const HAS_EXTRA = 0x04
const HAS_NAME = 0x08
const HAS_COMMENT = 0x10

/** Pass over the head of a member; false if the file ends before. */
async function skipMemberHead(input: PieceInput): Promise<boolean> {
  if (!(await input.has(10))) return false
  const flags = input.bytes[input.at + 3]
  input.at += 10
  if (flags & HAS_EXTRA) {
    if (!(await input.has(2))) return false
    const length = 2 + input.u32(0, 2)
    if (!(await input.has(length))) return false
    input.at += length
  }
  for (const flag of [HAS_NAME, HAS_COMMENT]) if (flags & flag && !(await skipText(input))) return false
  if (!(flags & HAS_CRC)) return true
  if (!(await input.has(2))) return false
  input.at += 2
  return true
}

/** Pass over a text and the NUL at its end. */
async function skipText(input: PieceInput): Promise<boolean> {
  for (;;) {
    const nul = input.bytes.indexOf(0, input.at)
    input.at = nul < 0 ? input.bytes.length : nul + 1
    if (nul >= 0) return true
    if (!(await input.more())) return false
  }
}

/** Compressed bytes in pieces. */
class PieceInput implements InflateInput {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  readonly #pieces: AsyncGenerator<Uint8Array, void>
  readonly #report: GunzipReport

  constructor(source: ByteSource, report: GunzipReport) {
    this.#pieces = piecesOf(source)
    this.#report = report
  }

  /** Byte of the file. */
  get position(): number {
    return this.#report.used - (this.bytes.length - this.at)
  }

  /** Put a piece behind what is left; false at the end of the file. */
  async more(): Promise<boolean> {
    const { done, value: piece } = await this.#pieces.next()
    if (done) return false
    const keep = Math.max(0, this.at - 4) // whole bytes may be given back from a bit buffer
    const left = this.bytes.subarray(keep)
    const bytes = new Uint8Array(left.length + piece.length)
    bytes.set(left)
    bytes.set(piece, left.length)
    this.bytes = bytes
    this.at -= keep
    this.#report.used += piece.length
    return true
  }

  /** Whether the file has so many bytes from here on; they are in hand then. */
  async has(count: number): Promise<boolean> {
    while (this.bytes.length - this.at < count) if (!(await this.more())) return false
    return true
  }

  /** A little-endian number some bytes ahead. */
  u32(ahead: number, numBytes = 4): number {
    let value = 0
    for (let i = 0; i < numBytes; i++) value |= this.bytes[this.at + ahead + i] << (8 * i)
    return value >>> 0
  }
}

export async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (;;) {
    const window = await source.read()
    if (!window) return
    for (let at = 0; at < window.length; at += PIECE_BYTES) yield window.subarray(at, at + PIECE_BYTES)
  }
}

function cut(name: string, offset: number): DumpError {
  return new DumpError(
    'cut',
    `${name} ends within its compressed data (${grouped(offset)} bytes were unpacked)`,
    offset,
  )
}

function damaged(name: string, error: unknown, offset: number): unknown {
  if (!(error instanceof InflateError)) return error
  return new DumpError(
    'damaged',
    `The compressed data of ${name} has ${error.message} (${grouped(offset)} bytes were unpacked)`,
    offset,
  )
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}
