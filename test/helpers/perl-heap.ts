import { Analyses } from '../../src/analyses/analyses.ts'
import type { SvIndex } from '../../src/columns/sv-table.ts'
import { type CodeItem, type Pair, type PmatBuilder, pmat } from './build-pmat.ts'
import { rowAt } from './heap-text.ts'
import { openHeap } from './open-dump.ts'

/** A heap of Perl's own structures, drawn as text, with refcounts as Perl would count them. */
export interface PerlHeap {
  readonly analyses: Analyses
  /** Row of an SV by the name that it has in the drawing. Throws for a name that was not drawn. */
  readonly row: (name: string) => SvIndex
  /** Rows -> the names of those that have one in the drawing, as one string: `A B C`. */
  readonly names: (rows: Iterable<SvIndex>) => string
}

interface Drawn {
  readonly name: string
  readonly kind: string
  readonly blessed: string | null
  readonly words: readonly string[]
  readonly size: number | null
  /** References more than the drawing has. */
  readonly extra: number
  /** Its options. */
  readonly flags: ReadonlySet<string>
}

const PAD_OUTER = 1
const CODE_CLONED = 2

/**
 * Draw a heap, a line an SV or a variable:
 *
 *     %main::cache = table                  a package variable; likewise $x and @x
 *     table  HASH  users:list n:number      keys and values
 *     list   REF -> objects                 ~> is a weak reference
 *     objects ARRAY object                  elements
 *     object HASH=Web::Session cb:closure   blessed
 *     closure CLOSURE Session.pm:41 $self:me   a closure, and what it captured
 *     reset  SUB Web::reset Web.pm:7 %seen:table $big:text   a named sub with its lexicals
 *     number IV 5
 *     text   PV hello                       behind the letters, `len=5000`: bytes of the string in the process
 *
 * Behind any: `size=N`; `rc=+N`, so many references that nothing in the heap has, `rc=-N`, fewer than there are; `root`, `stack`, `mortal`.
 */
export async function perlHeap(text: string): Promise<PerlHeap> {
  const drawing = new Drawing(text)
  const heap = await openHeap(drawing.bytes(), 'drawn.pmat')
  const row = (name: string) => rowAt(heap, drawing.addressOf(name))
  return {
    analyses: new Analyses(heap),
    row,
    names: (rows) => {
      const wanted = new Set(rows)
      return drawing.names.filter((name) => wanted.has(row(name))).join(' ')
    },
  }
}

const LINE = /^(\S+) +([A-Z]+)(?:=([\w:]+))?(?: +(.*))?$/
const VARIABLE = /^([$@%])([\w:]+)::(\w+) += +(\S+)$/

class Drawing {
  readonly #builder: PmatBuilder = pmat({ minor: 6, ithreads: true })
  readonly #svs: Drawn[]
  readonly #variables: { sigil: string; stash: string; name: string; target: string }[] = []
  readonly #addresses = new Map<string, number>()
  readonly #counts = new Map<number, number>()
  #next = 0x10000

  constructor(text: string) {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    this.#svs = lines.flatMap((line) => this.#parse(line))
    for (const { name } of this.#svs) this.addressOf(name, true)
  }

  get names(): string[] {
    return this.#svs.map(({ name }) => name)
  }

  addressOf(name: string, isNew = false): number {
    const known = this.#addresses.get(name)
    if (known !== undefined) return known
    if (!isNew) throw new Error(`not drawn: ${name}`)
    const address = this.#next
    this.#next += 0x20
    this.#addresses.set(name, address)
    return address
  }

  bytes(): Uint8Array<ArrayBuffer> {
    this.#builder.root('defstash', this.#stash('main'))
    this.#counted(this.#stash('main'))
    // Twice: what stands where the first time, to count references; then the records, with their refcounts.
    this.#write(() => {})
    const counts = new Map(this.#counts)
    const records: (() => void)[] = []
    this.#write((record) => records.push(record), counts)
    for (const record of records) record()
    return this.#builder.bytes()
  }

  #parse(line: string): Drawn[] {
    const variable = VARIABLE.exec(line)
    if (variable) {
      const [, sigil, stash, name, target] = variable
      this.#variables.push({ sigil, stash, name, target })
      return []
    }
    const [, name, kind, blessed = null, rest = ''] = LINE.exec(line) ?? []
    if (name === undefined) throw new Error(`not an SV: ${line}`)
    const words = rest.split(/\s+/).filter(Boolean)
    const isOption = (word: string) => /^(size=\d+|rc=[+-]\d+|root|stack|mortal)$/.test(word)
    const option = (of: RegExp) => words.map((word) => of.exec(word)?.[1]).find((found) => found !== undefined)
    const size = option(/^size=(\d+)$/)
    return [
      {
        name,
        kind,
        blessed,
        words: words.filter((word) => !isOption(word)),
        size: size === undefined ? null : Number(size),
        extra: Number(option(/^rc=([+-]\d+)$/) ?? 0),
        flags: new Set(words.filter(isOption)),
      },
    ]
  }

  #counted(address: number): number {
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1)
    return address
  }

  #stash(name: string): number {
    return this.addressOf(`stash ${name}`, true)
  }

  #write(record: (write: () => void) => void, counts?: ReadonlyMap<number, number>): void {
    const to = (target: string) => this.#counted(this.addressOf(target))
    const builder = this.#builder
    const globs = new Map<string, Pair[]>([['main', []]])
    const globIn = (stash: string, key: string, address: number) => {
      if (!globs.has(stash)) globs.set(stash, [])
      globs.get(stash)?.push([key, this.#counted(address)])
    }
    const head = (address: number, sv: Partial<Drawn>, size: number) => ({
      rc: (counts?.get(address) ?? 0) + (sv.extra ?? 0),
      size: sv.size ?? size,
      blessed: sv.blessed ? this.#counted(this.#stash(sv.blessed)) : 0,
    })

    for (const { sigil, stash, name, target } of this.#variables) {
      const slot = ({ $: 'scalar', '@': 'array', '%': 'hash' } as const)[sigil as '$']
      const glob = this.addressOf(`glob ${sigil}${stash}::${name}`, true)
      globIn(stash, name, glob)
      const parts = { [slot]: to(target), stash: this.#stash(stash), egv: glob, name, file: 'drawn.pl', line: 1 }
      const globHead = head(glob, {}, 152)
      record(() => builder.glob(glob, { ...parts, ...globHead }))
    }

    for (const sv of this.#svs) {
      const address = this.addressOf(sv.name)
      const { words, kind } = sv
      if (sv.flags.has('mortal')) this.#counted(address)
      if (sv.flags.has('root')) this.#counted(address)
      switch (kind) {
        case 'HASH': {
          const pairs = words.map(
            (word): Pair => [word.slice(0, word.lastIndexOf(':')), to(word.slice(word.lastIndexOf(':') + 1))],
          )
          const own = head(address, sv, 56 + 64 + 24 * pairs.length)
          record(() => builder.hash(address, pairs, own))
          break
        }
        case 'ARRAY': {
          const elements = words.map(to)
          const own = head(address, sv, 64 + 8 * Math.max(elements.length, words.length === 0 ? 0 : 4))
          record(() => builder.array(address, elements, own))
          break
        }
        case 'REF': {
          const [arrow, target] = words
          const weak = arrow === '~>'
          const rv = weak ? this.addressOf(target) : to(target)
          const own = head(address, sv, 24)
          record(() => builder.ref(address, rv, { ...own, weak }))
          break
        }
        case 'IV': {
          const own = head(address, sv, 24)
          record(() => builder.scalar(address, { iv: Number(words[0]), ...own }))
          break
        }
        case 'PV': {
          const pv = words.filter((word) => !word.startsWith('len=')).join(' ')
          const length = Number(words.find((word) => word.startsWith('len='))?.slice(4) ?? pv.length)
          const own = head(address, sv, 40 + length + 10)
          record(() => builder.scalar(address, { pv, pvlen: length, ...own }))
          break
        }
        case 'CLOSURE':
        case 'SUB':
          this.#code(sv, head, record, globIn)
          break
        default:
          throw new Error(`no such kind: ${kind}`)
      }
      if (sv.flags.has('root')) record(() => builder.root(sv.name, address))
    }
    record(() =>
      builder.stack(
        0x10,
        ...this.#svs.filter(({ flags }) => flags.has('stack')).map(({ name }) => this.addressOf(name)),
      ),
    )
    const mortals = this.#svs.filter(({ flags }) => flags.has('mortal')).map(({ name }) => this.addressOf(name))
    record(() => builder.mortals(mortals))

    // Packages: each in a glob of main, and those that objects alone name too.
    for (const { blessed } of this.#svs) if (blessed !== null && !globs.has(blessed)) globs.set(blessed, [])
    for (const stash of globs.keys()) {
      if (stash === 'main') continue
      const glob = this.addressOf(`glob ${stash}::`, true)
      const hash = this.#counted(this.#stash(stash))
      globIn('main', `${stash}::`, glob)
      const globHead = head(glob, {}, 152)
      record(() => builder.glob(glob, { hash, stash: this.#stash('main'), egv: glob, name: `${stash}::`, ...globHead }))
    }
    for (const [stash, pairs] of globs) {
      const own = head(this.#stash(stash), {}, 200)
      record(() => builder.stash(this.#stash(stash), stash, pairs, own))
    }
  }

  /** A sub with a pad: slot 0 its arguments, then its lexicals. */
  #code(
    sv: Drawn,
    head: (address: number, sv: Partial<Drawn>, size: number) => { rc: number; size: number; blessed: number },
    record: (write: () => void) => void,
    globIn: (stash: string, key: string, glob: number) => void,
  ): void {
    const builder = this.#builder
    const isClosure = sv.kind === 'CLOSURE'
    const symbol = isClosure ? undefined : sv.words.at(0)
    const [place, ...captures] = isClosure ? sv.words : sv.words.slice(1)
    const [file, line] = (place ?? ':0').split(':')
    const address = this.addressOf(sv.name)
    const pad = this.#counted(this.addressOf(`pad of ${sv.name}`, true))
    const items: CodeItem[] = []
    const slots = [0]
    for (const capture of captures) {
      const [name, target] = capture.split(':')
      items.push(['padname', slots.length, name])
      if (isClosure) items.push(['flags', slots.length, PAD_OUTER])
      slots.push(this.#counted(this.addressOf(target)))
    }
    items.push(['pad', 1, pad])
    const padHead = head(pad, {}, 64 + 8 * slots.length)
    record(() => builder.array(pad, slots, padHead))
    const parts = {
      file,
      line: Number(line),
      oproot: 0x900000 + Number(line) * 0x100,
      items,
      stash: this.#stash('main'),
    }
    const own = head(address, sv, 128)
    if (symbol === undefined) {
      record(() => builder.code(address, { ...parts, flags: CODE_CLONED, ...own }))
      return
    }
    const at = symbol.lastIndexOf('::')
    const [stash, name] = [symbol.slice(0, at), symbol.slice(at + 2)]
    const glob = this.addressOf(`glob &${symbol}`, true)
    globIn(stash, name, glob)
    const code = this.#counted(address)
    const globHead = head(glob, {}, 152)
    record(() => builder.glob(glob, { code, stash: this.#stash(stash), egv: glob, name, file, line: 1, ...globHead }))
    record(() => builder.code(address, { ...parts, stash: this.#stash(stash), glob, ...own }))
  }
}
