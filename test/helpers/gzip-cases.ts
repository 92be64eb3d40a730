import { type ByteSource, bytesSource } from '../../src/reader/byte-source.ts'
import { gzipSource } from '../../src/reader/gzip-source.ts'

/** What reading a source to its end gives. */
export interface ReadOut {
  readonly bytes: Uint8Array
  readonly error: { readonly code: string; readonly message: string; readonly offset: number } | null
  readonly warnings: readonly string[]
}

export async function readOut(source: ByteSource): Promise<ReadOut> {
  const windows: Uint8Array[] = []
  let error: ReadOut['error'] = null
  try {
    for (let window = await source.read(); window; window = await source.read()) windows.push(window)
  } catch (thrown) {
    const { code, message, offset } = thrown as NonNullable<ReadOut['error']>
    if (code === undefined) throw thrown
    error = { code, message, offset }
  } finally {
    source.close()
  }
  return { bytes: joined(...windows), error, warnings: source.warnings ?? [] }
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** One member. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

/** Bytes that pack badly, so that files of some size come out. */
export function noise(length: number): Uint8Array<ArrayBuffer> {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 0x41c6_4e6d) + 12345
    return (state >>> 16) & 0x3f
  })
}

export interface GzipCase {
  readonly name: string
  /** Of the file, and what comes out of it. */
  readonly file: () => Promise<Uint8Array<ArrayBuffer>>
  readonly content: Uint8Array
  readonly error?: { readonly code: string; readonly message: RegExp }
  readonly warning?: RegExp
}

const LONG = noise(300_000)
const SHORT = new TextEncoder().encode('PMAT and more')
const NOTHING = new Uint8Array(0)

const flip = (bytes: Uint8Array<ArrayBuffer>, at: number) => {
  bytes[at < 0 ? bytes.length + at : at] ^= 1
  return bytes
}

/** Gzip files as people have them; the same must come out in every engine. */
export const GZIP_CASES: readonly GzipCase[] = [
  { name: 'one member', file: () => gzip(LONG), content: LONG },
  { name: 'an empty member', file: () => gzip(NOTHING), content: NOTHING },
  {
    name: 'two members (cat a.gz b.gz)',
    file: async () => joined(await gzip(LONG), await gzip(SHORT)),
    content: joined(LONG, SHORT),
  },
  {
    name: 'many small members (bgzip)',
    file: async () => {
      const members: Uint8Array[] = []
      for (let at = 0; at < LONG.length; at += 7001) members.push(await gzip(LONG.slice(at, at + 7001)))
      return joined(...members, await gzip(NOTHING))
    },
    content: LONG,
  },
  {
    name: 'zeros behind the end',
    file: async () => joined(await gzip(LONG), new Uint8Array(70_000)),
    content: LONG,
  },
  {
    name: 'something else behind the end',
    file: async () => joined(await gzip(LONG), SHORT),
    content: LONG,
    warning: /^case\.gz has something else behind its compressed data, from byte \d+ on$/,
  },
  {
    name: 'cut in the midst',
    file: async () => {
      const packed = await gzip(LONG)
      return packed.slice(0, packed.length >> 1)
    },
    content: LONG,
    error: { code: 'cut', message: /^case\.gz ends within its compressed data \([\d,]+ bytes were unpacked\)$/ },
  },
  {
    name: 'cut in its last four bytes',
    file: async () => (await gzip(LONG)).slice(0, -4),
    content: LONG,
    error: { code: 'cut', message: /ends within/ },
  },
  {
    name: 'cut after its first bytes',
    file: async () => (await gzip(LONG)).slice(0, 5),
    content: NOTHING,
    error: { code: 'cut', message: /ends within its compressed data \(0 bytes/ },
  },
  {
    name: 'second member cut',
    file: async () => joined(await gzip(SHORT), (await gzip(LONG)).slice(0, 5000)),
    content: joined(SHORT, LONG),
    error: { code: 'cut', message: /ends within/ },
  },
  {
    name: 'a wrong checksum',
    file: async () => flip(await gzip(LONG), -8),
    content: LONG,
    warning: /^The checksum of case\.gz is wrong: its content is damaged somewhere$/,
  },
  {
    name: 'a wrong length',
    file: async () => flip(await gzip(LONG), -1),
    content: LONG,
    warning: /checksum/,
  },
  {
    name: 'a method nobody has',
    file: async () => flip(await gzip(LONG), 2),
    content: NOTHING,
    error: { code: 'unsupported', message: /^case\.gz is not packed as gzip packs \(method 9\)$/ },
  },
  {
    name: 'a block of a type that does not exist',
    file: async () => joined((await gzip(NOTHING)).slice(0, 10), Uint8Array.of(7, 0, 0, 0)),
    content: NOTHING,
    error: { code: 'damaged', message: /^The compressed data of case\.gz has a block of an unknown type \(0 bytes/ },
  },
  {
    name: 'gzip in gzip: one layer is taken off',
    file: async () => gzip(joined(Uint8Array.of(0x1f, 0x8b), SHORT)),
    content: joined(Uint8Array.of(0x1f, 0x8b), SHORT),
  },
  {
    name: 'name, comment, extra field and checksum in its head',
    file: async () => {
      const packed = await gzip(SHORT)
      const extra = Uint8Array.of(2, 0, 0x42, 0x43)
      const name = new TextEncoder().encode('heap.pmat\0of a server\0')
      const head = packed.slice(0, 10)
      head[3] = 0x04 | 0x08 | 0x10
      return joined(head, extra, name, packed.slice(10), packed)
    },
    content: joined(SHORT, SHORT),
  },
]

/** Read a case through windows of some size; what is not as it should be. */
export async function problemsOf({ file, content, error, warning }: GzipCase, windowBytes: number): Promise<string[]> {
  const problems: string[] = []
  const check = (isRight: boolean, problem: string) => {
    if (!isRight) problems.push(problem)
  }
  const packed = await file()
  const source = gzipSource(() => bytesSource('case.gz', packed, 50_000), windowBytes)
  const read = await readOut(source)
  const { length } = read.bytes
  check(sameBytes(read.bytes, content.subarray(0, length)), `other bytes: ${length} of ${content.length}`)
  if (error) {
    check(read.error?.code === error.code, `error ${read.error?.code}`)
    check(error.message.test(read.error?.message ?? ''), `message ${read.error?.message}`)
    check(read.error?.offset === length, `offset ${read.error?.offset}, ${length} bytes`)
    // Whatever could be unpacked: all but what the last bits do not complete.
    check(content.length === 0 || length > packed.length >> 1, `only ${length} bytes`)
  } else {
    check(read.error === null, `error ${read.error?.message}`)
    check(length === content.length, `${length} bytes of ${content.length}`)
    check(source.consumed === packed.length, `consumed ${source.consumed} of ${packed.length}`)
  }
  const numWarnings = !warning ? 0 : 1
  check(read.warnings.length === numWarnings, `warnings ${read.warnings.join()}`)
  if (numWarnings > 0) check(warning?.test(read.warnings[0]) === true, `warning ${read.warnings[0]}`)
  return problems
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
