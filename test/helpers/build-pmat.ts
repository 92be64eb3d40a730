import { ByteWriter, type IntegerField, type Num, type Str } from './byte-writer.ts'
import {
  type ExtRow,
  EXT_ROWS,
  type Form,
  type FormOptions,
  formOf,
  type Row,
  SV_ROWS,
  type SvRow,
} from './pmat-form.ts'

/** What all SVs have. */
export interface Head {
  readonly rc?: Num
  readonly size?: Num
  readonly blessed?: Num
}

export interface ScalarParts extends Head {
  readonly flags?: number
  readonly iv?: Num
  readonly uv?: Num
  readonly nv?: number | Uint8Array
  readonly pv?: Str
  readonly utf8?: boolean
  readonly pvlen?: Num
  readonly ourstash?: Num
}

export type CodeItem =
  | readonly ['constsv' | 'gvsv' | 'padnames', Num]
  | readonly ['constix' | 'gvix', Num]
  | readonly ['padname', ix: Num, name: Str, ourstash?: Num]
  | readonly ['pad', depth: Num, pad: Num]
  | readonly ['flags', ix: Num, flags: number]
  | readonly ['field', ix: Num, fieldix: Num, stash: Num]
  | readonly ['padsv', Num, Num, Num]

export interface CodeParts extends Head {
  readonly line?: Num
  readonly flags?: number
  readonly oproot?: Num
  readonly depth?: Num
  readonly nameHek?: Num
  readonly stash?: Num
  readonly glob?: Num
  readonly outside?: Num
  readonly padlist?: Num
  readonly constval?: Num
  readonly file?: Str
  readonly hekname?: Str
  readonly items?: readonly CodeItem[]
}

export type GlobSlot = 'stash' | 'scalar' | 'array' | 'hash' | 'code' | 'egv' | 'io' | 'form'
export interface GlobParts extends Head, Partial<Record<GlobSlot, Num>> {
  readonly line?: Num
  readonly nameHek?: Num
  readonly name?: Str
  readonly file?: Str
}

/** Key, value, and from minor 6 on the address of the shared key. */
export type Pair = readonly [key: Str, value: Num, hek?: Num]
export interface HashParts extends Head {
  readonly backrefs?: Num
}
export interface StashParts extends HashParts {
  readonly name?: Str
  /** linear all, linear current, next::method, ISA cache */
  readonly mro?: readonly Num[]
}
export interface ClassParts extends StashParts {
  readonly adjust?: Num
  readonly fields?: readonly (readonly [index: Num, name: Str])[]
}

/** A record of the heap and where it stands in the dump. */
export interface BuiltRecord {
  readonly tag: number
  readonly address: Num
  readonly start: number
  readonly end: number
}

/** A dump in memory and what a test wants to know of it. */
export interface BuiltDump {
  readonly form: Form
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Byte behind the header's tables, behind the list of roots and the stack, behind the end of the heap, of the contexts. */
  readonly headerEnd: number
  readonly preambleEnd: number
  readonly heapEnd: number
  readonly contextsEnd: number
  readonly records: readonly BuiltRecord[]
  readonly integers: readonly IntegerField[]
  /** Where each field begins, ascending. */
  readonly fieldStarts: readonly number[]
}

/** Bytes and addresses that fill fields which no reader knows. */
const SURPLUS_BYTE = 0xee
const SURPLUS_PTR = 0xeeee
const SURPLUS_STR = 'surplus'

/**
 * A dump, drawn by calls in the order of the file:
 *
 *     pmat({ minor: 6 }).root('defstash', 0x1000).stash(0x1000, 'main', [['x', 0x1010]]).scalar(0x1010, { iv: 5 }).bytes()
 *
 * Records are as the size tables say: what a row has no room for is left out, what it has beyond is filled.
 */
export function pmat(options: FormOptions = {}): PmatBuilder {
  return new PmatBuilder(formOf(options))
}

export class PmatBuilder {
  readonly form: Form
  #immortals: readonly Num[] = [0x10, 0x20, 0x30]
  readonly #roots: (readonly [Str, Num])[] = []
  #stack: readonly Num[] = []
  readonly #heap: ByteWriter
  readonly #records: BuiltRecord[] = []
  readonly #contexts: ByteWriter
  readonly #trailer: ByteWriter

  constructor(form: Form) {
    this.form = form
    this.#heap = new ByteWriter(form)
    this.#contexts = new ByteWriter(form)
    this.#trailer = new ByteWriter(form)
  }

  immortals(undef: Num, yes: Num, no: Num): this {
    this.#immortals = [undef, yes, no]
    return this
  }

  root(name: Str, address: Num): this {
    this.#roots.push([name, address])
    return this
  }

  stack(...addresses: readonly Num[]): this {
    this.#stack = addresses
    return this
  }

  // --- SVs

  glob(at: Num, parts: GlobParts = {}): this {
    const { stash = 0, scalar = 0, array = 0, hash = 0, code = 0, egv = 0, io = 0, form = 0 } = parts
    return this.#sv('GLOB', at, parts, {
      header: [uint(parts.line ?? 0), ptr(parts.nameHek ?? 0)],
      ptrs: [stash, scalar, array, hash, code, egv, io, form],
      strs: [parts.name ?? null, parts.file ?? null],
    })
  }

  scalar(at: Num, parts: ScalarParts = {}): this {
    const { iv, uv, nv, pv = null, utf8 = false, ourstash = 0 } = parts
    const known =
      (iv === undefined && uv === undefined ? 0 : 0x01) |
      (uv === undefined ? 0 : 0x02) |
      (nv === undefined ? 0 : 0x04) |
      (pv === null ? 0 : 0x08) |
      (utf8 ? 0x10 : 0)
    const noNumber = new Uint8Array(this.form.nv)
    return this.#sv('SCALAR', at, parts, {
      header: [
        u8(parts.flags ?? known),
        uint(uv ?? iv ?? 0),
        (w) => w.nv(nv ?? noNumber),
        uint(parts.pvlen ?? pv?.length ?? 0),
      ],
      ptrs: [ourstash],
      strs: [pv],
    })
  }

  ref(at: Num, rv: Num, parts: Head & { weak?: boolean; flags?: number; ourstash?: Num } = {}): this {
    const flags = parts.flags ?? (parts.weak ? 1 : 0)
    return this.#sv('REF', at, parts, { header: [u8(flags)], ptrs: [rv, parts.ourstash ?? 0] })
  }

  array(at: Num, elements: readonly Num[] = [], parts: Head & { flags?: number; count?: Num } = {}): this {
    const header = [uint(parts.count ?? elements.length), u8(parts.flags ?? 0)]
    return this.#sv('ARRAY', at, parts, { header, body: ptrList(elements) })
  }

  hash(at: Num, pairs: readonly Pair[] = [], parts: HashParts & { count?: Num } = {}): this {
    return this.#sv('HASH', at, parts, { ...this.#hashPart(pairs, parts), body: this.#pairs(pairs) })
  }

  stash(at: Num, name: Str, pairs: readonly Pair[] = [], parts: StashParts = {}): this {
    return this.#sv('STASH', at, parts, { ...this.#stashPart(name, pairs, parts), body: this.#pairs(pairs) })
  }

  class(at: Num, name: Str, pairs: readonly Pair[] = [], parts: ClassParts = {}): this {
    const base = this.#stashPart(name, pairs, parts)
    const row = this.form.tables.sv[SV_ROWS.indexOf('STASH')]
    const body = (w: ByteWriter): void => {
      this.#pairs(pairs)(w)
      for (const [index, field] of parts.fields ?? []) w.u8(1).uint(index).str(field)
      w.u8(0)
    }
    return this.#sv('CLASS', at, parts, {
      ...base,
      ptrs: [...fitted(base.ptrs, row[1], SURPLUS_PTR), parts.adjust ?? 0],
      body,
    })
  }

  code(at: Num, parts: CodeParts = {}): this {
    const { line = 0, flags = 0, oproot = 0, depth = 0, nameHek = 0 } = parts
    const { stash = 0, glob = 0, outside = 0, padlist = 0, constval = 0, items = [] } = parts
    return this.#sv('CODE', at, parts, {
      header: [uint(line), u8(flags), ptr(oproot), (w) => w.u32(depth), ptr(nameHek)],
      ptrs: [stash, glob, outside, padlist, constval],
      strs: [parts.file ?? null, parts.hekname ?? null],
      body: (w) => {
        for (const item of items) this.#codeItem(w, item)
        w.u8(0)
      },
    })
  }

  io(at: Num, parts: Head & { in?: Num; out?: Num; gvs?: readonly Num[] } = {}): this {
    const header = [uint(parts.in ?? -1), uint(parts.out ?? -1)]
    return this.#sv('IO', at, parts, { header, ptrs: parts.gvs ?? [0, 0, 0] })
  }

  lvalue(at: Num, target: Num, parts: Head & { type?: string; offset?: Num; length?: Num } = {}): this {
    const { type = 'x', offset = 0, length = 0 } = parts
    return this.#sv('LVALUE', at, parts, {
      header: [u8(type.charCodeAt(0)), uint(offset), uint(length)],
      ptrs: [target],
    })
  }

  /** An SV with nothing of its own. */
  plain(type: 'REGEXP' | 'FORMAT' | 'INVLIST' | 'UNDEF' | 'YES' | 'NO', at: Num, head: Head = {}): this {
    return this.#sv(type, at, head, {})
  }

  undef(at: Num, head: Head = {}): this {
    return this.plain('UNDEF', at, head)
  }

  object(at: Num, blessed: Num, fields: readonly Num[], head: Head = {}): this {
    return this.#sv('OBJECT', at, { ...head, blessed }, { header: [uint(fields.length)], body: ptrList(fields) })
  }

  /** `values` in the bytes of the struct's fields. */
  struct(at: Num, id: Num, write: (w: ByteWriter) => void, head: Head = {}): this {
    return this.record(0x7f, at, (w) => {
      this.#head(w, at, { rc: 0xffff_ffff, ...head, blessed: id })
      write(w)
    })
  }

  // --- records beside SVs

  defineStruct(id: Num, name: Str, fields: readonly (readonly [name: Str, type: number])[]): this {
    return this.record(0xf0, 0, (w) => {
      w.uint(id).uint(fields.length).str(name)
      for (const [field, type] of fields) w.str(field).u8(type)
    })
  }

  /** A tag of which the dumper itself did not know what it is. */
  unknown(): this {
    return this.record(0xff, 0, () => {})
  }

  magic(target: Num, type: string, parts: { strong?: boolean; obj?: Num; ptr?: Num; vtbl?: Num } = {}): this {
    const { strong = false, obj = 0, ptr: pointer = 0, vtbl = 0 } = parts
    if (this.form.minor === 0) {
      return this.record(0x80, target, (w) => w.ptr(target).ptr(obj).u8(type.charCodeAt(0)))
    }
    const header = [u8(type.charCodeAt(0)), u8(strong ? 1 : 0)]
    return this.#ext('MAGIC', target, { header, ptrs: [obj, pointer, vtbl] })
  }

  magicV2(target: Num, parts: { flags?: number; ptrs?: readonly Num[]; length?: Num; key?: Num } = {}): this {
    const { flags = 0, ptrs = [0, 0, 0, 0, 0], length = 0, key = 0 } = parts
    return this.#ext('MAGIC_V2', target, {
      header: [u8(1), u8(flags), (w) => w.u16(0), uint(length), uint(key)],
      ptrs,
    })
  }

  saved(slot: 'SV' | 'AV' | 'HV' | 'CV', target: Num, value: Num): this {
    return this.#ext(`SAVED_${slot}`, target, { ptrs: [value] })
  }

  savedElement(target: Num, index: Num, value: Num): this {
    return this.#ext('SAVED_AELEM', target, { header: [uint(index)], ptrs: [value] })
  }

  savedValue(target: Num, key: Num, value: Num): this {
    return this.#ext('SAVED_HELEM', target, { ptrs: [key, value] })
  }

  note(target: Num, name: Str, value: Num): this {
    return this.#ext('NOTE', target, { ptrs: [value], strs: [name] })
  }

  debug(target: Num, serial: Num, line: Num, file: Str): this {
    return this.#ext('DEBUG', target, { header: [uint(serial), uint(line)], strs: [file] })
  }

  sharedHek(target: Num, hek: Num): this {
    return this.#ext('PV_SHARED_HEK', target, { header: [ptr(hek)] })
  }

  /** An extension that no reader knows; its row is in the table. */
  extension(tag: number, target: Num): this {
    const row = this.form.tables.ext[tag - 0x80] ?? [0, 0, 0]
    return this.record(tag, target, (w) => {
      w.ptr(target)
      writeFields(w, row, {})
    })
  }

  /** A record written by hand, behind its tag. */
  record(tag: number, address: Num, write: (w: ByteWriter) => void): this {
    const start = this.#heap.length
    write(this.#heap.u8(tag))
    this.#records.push({ tag, address, start, end: this.#heap.length })
    return this
  }

  /** An SV of any type, without a body, as its row in the table says. */
  sv(type: number, at: Num, head: Head = {}): this {
    return this.record(type, at, (w) => {
      this.#head(w, at, head)
      writeFields(w, this.form.tables.sv[type] ?? [0, 0, 0], {})
    })
  }

  // --- behind the heap

  sub(parts: { gimme?: number; file?: Str; line?: Num; cv?: Num; args?: Num; oldDepth?: Num }): this {
    const { cv = 0, args = 0, oldDepth = 0 } = parts
    return this.#context(1, parts, { header: [(w) => w.u32(oldDepth)], ptrs: [cv, args] })
  }

  try(parts: { gimme?: number; file?: Str; line?: Num } = {}): this {
    return this.#context(2, parts, {})
  }

  eval(parts: { gimme?: number; file?: Str; line?: Num; code?: Num }): this {
    return this.#context(3, parts, { ptrs: [parts.code ?? 0] })
  }

  mortals(addresses: readonly Num[], floor: Num | null = 0): this {
    this.#trailer.uint(addresses.length)
    for (const address of addresses) this.#trailer.ptr(address)
    if (floor !== null) this.#trailer.uint(floor)
    return this
  }

  /** Bytes behind all that the format knows. */
  trailer(bytes: Iterable<number>): this {
    this.#trailer.raw(bytes)
    return this
  }

  // --- the file

  bytes(): Uint8Array<ArrayBuffer> {
    return this.build().bytes
  }

  build(): BuiltDump {
    const w = new ByteWriter(this.form)
    this.#header(w)
    const headerEnd = w.length
    for (const address of this.#immortals) w.ptr(address)
    w.u32(this.#roots.length)
    for (const [name, address] of this.#roots) w.str(name).ptr(address)
    w.uint(this.#stack.length)
    for (const address of this.#stack) w.ptr(address)
    const preambleEnd = w.length
    w.append(this.#heap).u8(0)
    const heapEnd = w.length
    w.append(this.#contexts).u8(0)
    const contextsEnd = w.length
    w.append(this.#trailer)
    const records = this.#records.map((record) => ({
      ...record,
      start: record.start + preambleEnd,
      end: record.end + preambleEnd,
    }))
    return {
      form: this.form,
      bytes: w.bytes(),
      headerEnd,
      preambleEnd,
      heapEnd,
      contextsEnd,
      records,
      integers: w.integers,
      fieldStarts: w.fieldStarts,
    }
  }

  #header(w: ByteWriter): void {
    const { minor, bigEndian, uint: uintBytes, ptr: ptrBytes, nv, ithreads, perl, tables } = this.form
    const flags =
      (bigEndian ? 0x01 : 0) |
      (uintBytes === 8 ? 2 : 0) |
      (ptrBytes === 8 ? 4 : 0) |
      (nv === 10 ? 8 : 0) |
      (ithreads ? 16 : 0)
    const [revision, version, subversion] = perl.split('.').map(Number)
    w.raw([0x50, 0x4d, 0x41, 0x54, flags, 0, 0, minor])
    w.u32((BigInt(revision) << 24n) | (BigInt(version) << 16n) | BigInt(subversion))
    writeTable(w, tables.sv)
    if (minor >= 4) writeTable(w, tables.ext)
    if (minor >= 2) writeTable(w, tables.ctx)
  }

  #sv(type: SvRow, at: Num, head: Head, fields: Fields): this {
    const code = SV_ROWS.indexOf(type)
    const row = this.form.tables.sv[code]
    if (!row) throw new Error(`minor ${this.form.minor} has no ${type}`)
    return this.record(code, at, (w) => {
      this.#head(w, at, head)
      writeFields(w, row, fields)
      fields.body?.(w)
    })
  }

  #head(w: ByteWriter, at: Num, { rc = 1, size = 24, blessed = 0 }: Head): void {
    writeFields(w, this.form.tables.sv[0], { header: [ptr(at), (to) => to.u32(rc), uint(size)], ptrs: [blessed] })
  }

  #ext(name: ExtRow, target: Num, fields: Fields): this {
    const code = EXT_ROWS.indexOf(name)
    const row = this.form.tables.ext[code]
    if (!row) throw new Error(`this file has no extension ${name}`)
    return this.record(0x80 + code, target, (w) => writeFields(w.ptr(target), row, fields))
  }

  #context(type: number, parts: { gimme?: number; file?: Str; line?: Num }, fields: Fields): this {
    const { gimme = 2, file = null, line = 0 } = parts
    const w = this.#contexts.u8(type)
    if (this.form.minor >= 2) {
      const [common, ...rows] = this.form.tables.ctx
      writeFields(w, common, { header: [u8(gimme), uint(line)], strs: [file] })
      writeFields(w, rows[type - 1], fields)
    } else {
      w.u8(gimme).str(file).uint(line)
      for (const address of fields.ptrs ?? []) w.ptr(address)
    }
    return this
  }

  #hashPart(pairs: readonly Pair[], { backrefs = 0, count }: HashParts & { count?: Num }) {
    return { header: [uint(count ?? pairs.length)], ptrs: [backrefs] }
  }

  /** A STASH begins with what row HASH says of a HASH, a CLASS with what row STASH says of a STASH. */
  #stashPart(name: Str, pairs: readonly Pair[], parts: StashParts) {
    const [, ptrs, strs] = this.form.tables.sv[SV_ROWS.indexOf('HASH')]
    const base = this.#hashPart(pairs, parts)
    return {
      header: base.header,
      ptrs: [...fitted(base.ptrs, ptrs, SURPLUS_PTR), ...(parts.mro ?? [0, 0, 0, 0])],
      strs: [...fitted<Str>([], strs, SURPLUS_STR), name],
    }
  }

  #pairs(pairs: readonly Pair[]) {
    return (w: ByteWriter): void => {
      for (const [key, value, hek = 0] of pairs) {
        w.str(key)
        if (this.form.minor >= 6) w.ptr(hek)
        w.ptr(value)
      }
    }
  }

  #codeItem(w: ByteWriter, item: CodeItem): void {
    switch (item[0]) {
      case 'constsv':
        return void w.u8(1).ptr(item[1])
      case 'constix':
        return void w.u8(2).uint(item[1])
      case 'gvsv':
        return void w.u8(3).ptr(item[1])
      case 'gvix':
        return void w.u8(4).uint(item[1])
      case 'padname':
        w.u8(5).uint(item[1]).str(item[2])
        if (this.form.minor > 0) w.ptr(item[3] ?? 0) // writers of minor 0 left it out
        return
      case 'padsv':
        return void w.u8(6).uint(item[1]).uint(item[2]).ptr(item[3])
      case 'padnames':
        return void w.u8(7).ptr(item[1])
      case 'pad':
        return void w.u8(8).uint(item[1]).ptr(item[2])
      case 'flags':
        return void w.u8(9).uint(item[1]).u8(item[2])
      case 'field':
        return void w.u8(10).uint(item[1]).uint(item[2]).ptr(item[3])
    }
  }
}

type Write = (w: ByteWriter) => void
interface Fields {
  readonly header?: readonly Write[]
  readonly ptrs?: readonly Num[]
  readonly strs?: readonly Str[]
  readonly body?: Write
}

const u8 = (value: Num) => (w: ByteWriter) => void w.u8(value)
const uint = (value: Num) => (w: ByteWriter) => void w.uint(value)
const ptr = (value: Num) => (w: ByteWriter) => void w.ptr(value)

function ptrList(addresses: readonly Num[]) {
  return (w: ByteWriter): void => {
    for (const address of addresses) w.ptr(address)
  }
}

/** The fixed part of a record as its row says: whole fields while they fit. */
function writeFields(
  w: ByteWriter,
  [headerBytes, numPtrs, numStrs]: Row,
  { header = [], ptrs = [], strs = [] }: Fields,
): void {
  const end = w.length + headerBytes
  for (const write of header) {
    const before = w.length
    const field = w.fieldOf(write)
    if (before + field.length > end) break
    w.append(field)
  }
  while (w.length < end) w.u8(SURPLUS_BYTE)
  for (const address of fitted(ptrs, numPtrs, SURPLUS_PTR)) w.ptr(address)
  for (const text of fitted<Str>(strs, numStrs, SURPLUS_STR)) w.str(text)
}

function fitted<Value>(values: readonly Value[], count: number, surplus: Value): Value[] {
  return Array.from({ length: count }, (_, i) => (i < values.length ? values[i] : surplus))
}

function writeTable(w: ByteWriter, rows: readonly Row[]): void {
  w.u8(rows.length)
  for (const row of rows) w.raw(row)
}
