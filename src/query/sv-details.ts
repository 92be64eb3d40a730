import { decodeCode } from '../columns/code-record.ts'
import { type Extension, extensionsOf } from '../columns/extensions.ts'
import { decodeGlob } from '../columns/glob-record.ts'
import { hashHead } from '../columns/hash-record.ts'
import { decodeIo } from '../columns/io-record.ts'
import { decodeLvalue } from '../columns/lvalue-record.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { structureSize } from '../analyses/structure-size.ts'
import { codeOf } from '../model/code.ts'
import { symbolName } from '../model/names.ts'
import { magicType } from '../model/outref-names.ts'
import { rootDescription } from '../model/roots.ts'
import { decodeScalar } from '../model/scalar.ts'
import { integerText, numberText, stringText } from '../model/truth.ts'
import { displayName } from '../perl/escape.ts'
import { formatSigned, formatUnsigned } from '../perl/numbers.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import type { Address } from '../reader/cursor.ts'
import { Ext, SvFlag, SvKind } from '../reader/sv-types.ts'
import type { OpenDump } from './open-dump.ts'
import type { SvDetails, SvField } from './protocol.ts'

/** Characters of a string on the page of its SV. */
const STRING_CHARS = 4096

/** All that the page of an SV says, but for its contents and references. */
export function svDetails(dump: OpenDump, row: SvIndex, contents: SvDetails['contents']): SvDetails {
  const { analyses, chips, heap, model } = dump
  const { refcount, size } = heap.svs
  const chip = chips.chip(row)
  return {
    ...chip,
    refcount: refcount[row],
    isMortal: heap.isMortal(row),
    size: size[row],
    structureSize: heap.isImmortal(row) ? 0 : (analyses.ready('structure sizes')?.[row] ?? structureSize(model, row)),
    ownedSize: heap.isImmortal(row) ? 0 : (analyses.ready('owned sizes')?.[row] ?? null),
    fields: new FieldList(dump, row).all(),
    contents,
    commands: [
      `show ${chip.address}`,
      ...(contents?.what === 'elements' ? [`elems ${chip.address}`] : []),
      ...(contents?.what === 'values' ? [`values ${chip.address}`] : []),
      `outrefs ${chip.address}`,
      `inrefs ${chip.address}`,
      `identify ${chip.address}`,
    ],
  }
}

/** Collects the lines of one SV. */
class FieldList {
  readonly #dump: OpenDump
  readonly #row: SvIndex
  readonly #fields: SvField[] = []

  constructor(dump: OpenDump, row: SvIndex) {
    this.#dump = dump
    this.#row = row
  }

  all(): readonly SvField[] {
    const { chips, heap, model } = this.#dump
    const row = this.#row
    const blessed = heap.svs.blessed[row]
    if (blessed !== NO_SV) this.#sv('Package', blessed, chips.packageName(blessed))
    for (const { name } of model.roots.of(row)) this.#text('Root', displayName(`${rootDescription(name)} (${name})`))
    const symbol = symbolName(heap, row)
    if (symbol !== null) this.#text('Symbol', displayName(symbol))
    if (!heap.isImmortal(row)) this.#ofKind()
    for (const extension of extensionsOf(heap, row)) this.#ofExtension(extension)
    return this.#fields
  }

  #text(label: string, value: string | null): void {
    if (value !== null && value !== '') this.#fields.push({ label, value, sv: null })
  }

  /** An SV that is linked; nothing where there is none. */
  #sv(label: string, sv: SvIndex, value?: string): void {
    const chip = this.#dump.chips.chipOrNull(sv)
    if (chip) this.#fields.push({ label, value: value ?? chip.description, sv: chip })
  }

  #location(file: Uint8Array | null, line: number): void {
    if (file !== null && file.length > 0) this.#text('Location', displayName(`${decodeLatin1(file)} line ${line}`))
  }

  #ofKind(): void {
    const { heap, model } = this.#dump
    const row = this.#row
    const flags = heap.svs.flags[row]
    switch (heap.svs.kind[row]) {
      case SvKind.SCALAR:
        return this.#scalar()
      case SvKind.BOOL:
        return this.#text('Value', flags & SvFlag.BOOL_YES ? 'true' : 'false')
      case SvKind.REF:
        this.#sv('Refers to', model.outrefs.referentOf(row))
        return this.#text('Strength', flags & SvFlag.REF_WEAK ? 'weak' : 'strong')
      case SvKind.ARRAY:
        if (flags & SvFlag.ARRAY_BACKREFS) this.#text('Use', 'list of the weak references to an SV')
        else if (flags & SvFlag.ARRAY_UNREAL) this.#text('Elements', 'are not counted as references')
        return
      case SvKind.PAD:
      case SvKind.PADLIST:
      case SvKind.PADNAMES:
        return this.#sv('Of sub', relatedTo(heap.data.padOwners, row))
      case SvKind.HASH:
      case SvKind.STASH:
      case SvKind.CLASS:
        return this.#sv('Weak references to it', hashHead(heap, row).backrefs)
      case SvKind.CODE:
        return this.#code()
      case SvKind.GLOB: {
        const { file, line, stash } = decodeGlob(heap, row)
        this.#sv('In package', stash)
        return this.#location(file, line)
      }
      case SvKind.IO: {
        const { inputFileno, outputFileno } = decodeIo(heap, row)
        this.#text('Input', filenoText(inputFileno))
        return this.#text('Output', filenoText(outputFileno))
      }
      case SvKind.LVALUE: {
        const { type, offset, length, target } = decodeLvalue(heap, row)
        this.#text('Stands for', LVALUE_TYPES[type] ?? displayName(`type ${type}`))
        this.#text('Part', `from ${unsigned(offset)}, ${unsigned(length)} long`)
        return this.#sv('Of', target)
      }
    }
  }

  #scalar(): void {
    const scalar = decodeScalar(this.#dump.heap, this.#row)
    this.#text(scalar.isUnsigned ? 'Unsigned integer' : 'Integer', integerText(scalar))
    this.#text('Number', numberText(scalar))
    this.#text('String', stringText(scalar, STRING_CHARS))
    if (scalar.pv === null) return
    const kept = scalar.pv.length < scalar.pvLength ? `, of which the dump has ${grouped(scalar.pv.length)}` : ''
    this.#text('Length', `${grouped(scalar.pvLength)} bytes${scalar.isUtf8 ? ' of UTF-8' : ''}${kept}`)
  }

  #code(): void {
    const { heap, model } = this.#dump
    const code = codeOf(heap, this.#row, false)
    const flags = heap.svs.flags[this.#row]
    this.#location(code.file, code.line)
    const kinds = [
      flags & SvFlag.CODE_XSUB && 'written in C',
      flags & SvFlag.CODE_CLONED && 'a closure',
      flags & SvFlag.CODE_CLONE && 'the prototype of closures',
      code.constval !== NO_SV && 'a constant',
    ].filter(Boolean)
    this.#text('Kind', kinds.join(', '))
    this.#sv('In package', code.stash)
    this.#sv('Glob', code.namedBy)
    this.#sv('Inside of', code.outside)
    this.#sv('Made from', model.outrefs.protosubs.of(this.#row, code.oproot))
    this.#sv('Constant', code.constval)
    const { depth } = decodeCode(heap, this.#row, false)
    if (depth > 0) this.#text('Running', depth === 1 ? 'yes' : `${depth} deep`)
  }

  #ofExtension(extension: Extension): void {
    const { heap } = this.#dump
    switch (extension.tag) {
      case Ext.MAGIC: {
        const letter = magicType(heap, extension.type)
        const label = displayName(`Magic ${letter === '' ? '(sv)' : `'${letter}'`}`)
        if (extension.object === NO_SV && extension.pointer === NO_SV) this.#text(label, 'yes')
        this.#sv(label, extension.object)
        this.#sv(label, extension.pointer)
        return
      }
      case Ext.MAGIC_V2: {
        const { aux, key, keyInteger, userStruct } = extension.magic
        if (aux === NO_SV && key === NO_SV && userStruct === NO_SV) this.#text('Magic', 'yes')
        if (keyInteger) this.#text('Magic key', formatSigned(keyInteger.hi, keyInteger.lo))
        for (const sv of [aux, key, userStruct]) this.#sv('Magic', sv)
        return
      }
      case Ext.SAVED_SV:
      case Ext.SAVED_AV:
      case Ext.SAVED_HV:
      case Ext.SAVED_CV:
        return this.#sv('Put aside by local', extension.value)
      case Ext.SAVED_AELEM: {
        const { hi, lo } = extension.index
        return this.#sv(`Put aside by local, [${formatUnsigned(hi, lo)}]`, extension.value)
      }
      case Ext.SAVED_HELEM:
        this.#sv('Put aside by local, key', extension.key)
        return this.#sv('Put aside by local, value', extension.value)
      case Ext.NOTE:
        return this.#sv(displayName(extension.name === null ? 'Note' : decodeLatin1(extension.name)), extension.value)
      case Ext.DEBUG: {
        const { file, line, serial } = extension
        const where = file === null ? `line ${line}` : `${decodeLatin1(file)} line ${line}`
        return this.#text('Made at', displayName(`${where} (serial ${serial})`))
      }
    }
  }
}

const LVALUE_TYPES: Readonly<Record<string, string>> = {
  x: 'a substring',
  v: 'bits of a string (vec)',
  k: 'the number of keys',
  y: 'an element that does not exist yet',
  '.': 'a position (pos)',
  T: 'itself',
  t: 'an element of a tied hash or array',
}

function filenoText(fileno: number | null): string | null {
  return fileno === null ? null : fileno < 0 ? 'not open' : `file number ${fileno}`
}

function unsigned({ lo, hi }: Address): string {
  return formatUnsigned(hi, lo)
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}
