import { elementOf, elementsOf } from '../columns/array-record.ts'
import { hashHead, hashPairs, numKeys } from '../columns/hash-record.ts'
import { structValues } from '../columns/struct-record.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { padSlots } from '../commands/pad-lines.ts'
import { fieldNames } from '../model/outref-names.ts'
import { trueValue } from '../model/truth.ts'
import { displayKey, displayName } from '../perl/escape.ts'
import { formatIndex } from '../perl/keys.ts'
import { formatSigned } from '../perl/numbers.ts'
import { readLength } from '../reader/primitives.ts'
import { SvKind } from '../reader/sv-types.ts'
import { Lexicals } from './lexicals.ts'
import type { OpenDump } from './open-dump.ts'
import type { ContentRow, RowWindow, SvDetails } from './protocol.ts'

/** Hashes of more keys than that are listed in the order of the file: sorting them would take longer than one waits. */
const MAX_SORTED = 200_000

/** What is in an SV: elements, values by key, lexicals, fields; in windows. */
export class Contents {
  readonly #dump: OpenDump
  /** Where the pairs of the last hash stand, in the order shown. */
  #pairs: { readonly row: SvIndex; readonly at: Uint32Array } | null = null

  constructor(dump: OpenDump) {
    this.#dump = dump
  }

  /** What `window` lists, and how much of it; null for an SV with nothing in it. */
  of(row: SvIndex): SvDetails['contents'] {
    const { heap } = this.#dump
    switch (heap.svs.kind[row]) {
      case SvKind.ARRAY:
      case SvKind.PADLIST:
      case SvKind.PADNAMES:
        return { what: 'elements', total: elementsOf(heap, row).count }
      case SvKind.PAD:
        return { what: 'lexicals', total: elementsOf(heap, row).count }
      case SvKind.CODE: {
        const { count } = new Lexicals(this.#dump.model, row)
        return count === 0 ? null : { what: 'lexicals', total: count }
      }
      case SvKind.OBJECT:
        return { what: 'fields', total: elementsOf(heap, row).count }
      case SvKind.HASH:
      case SvKind.STASH:
      case SvKind.CLASS:
        return { what: 'values', total: numKeys(heap, row) }
      case SvKind.C_STRUCT:
        return { what: 'fields', total: heap.structOf(row)?.fields.length ?? 0 }
      default:
        return null
    }
  }

  window(row: SvIndex, start: number, count: number): RowWindow<ContentRow> {
    const { heap, model } = this.#dump
    const contents = this.of(row)
    if (!contents) return { start, rows: [], total: 0 }
    const { total } = contents
    const end = Math.min(total, start + count)
    const list = (rowAt: (i: number) => ContentRow) => ({
      start,
      rows: Array.from({ length: Math.max(0, end - start) }, (_, i) => rowAt(start + i)),
      total,
    })
    switch (heap.svs.kind[row]) {
      case SvKind.PAD: {
        const slots = padSlots(model, row)
        return list((i) => this.#row(padLabel(slots[i].index, slots[i].name ?? slots[i].use), slots[i].value))
      }
      case SvKind.CODE: {
        const lexicals = new Lexicals(model, row)
        return list((i) => {
          const { name, depth, value } = lexicals.at(i)
          return this.#row(`${displayName(name)}${depth === null ? '' : `, depth ${depth}`}`, value)
        })
      }
      case SvKind.OBJECT: {
        const names = fieldNames(heap, row)
        return list((i) => this.#row(displayName(names[i] ?? formatIndex(i)), elementOf(heap, row, i)))
      }
      case SvKind.HASH:
      case SvKind.STASH:
      case SvKind.CLASS: {
        const pairAt = this.#pairAt(row, total)
        return list((i) => {
          const { key, value } = pairAt(i)
          return this.#row(displayKey(key), value)
        })
      }
      case SvKind.C_STRUCT:
        return list(this.#structRow(row))
      default:
        return list((i) => this.#row(formatIndex(i), elementOf(heap, row, i)))
    }
  }

  #row(label: string, sv: SvIndex): ContentRow {
    const { chips, model } = this.#dump
    return { label, sv: chips.chipOrNull(sv), value: sv === NO_SV ? null : trueValue(model, sv) }
  }

  #structRow(row: SvIndex): (i: number) => ContentRow {
    const values = structValues(this.#dump.heap, row)
    return (i) => {
      const field = values[i]
      const label = displayName(field.name)
      if (field.type === 'ptr') return this.#row(label, field.sv)
      const value = field.type === 'bool' ? String(field.value) : formatSigned(field.value.hi, field.value.lo)
      return { label, sv: null, value }
    }
  }

  /** The i-th pair in the order shown: by key in byte order, or as in the file where there are very many. */
  #pairAt(row: SvIndex, total: number): (i: number) => { readonly key: Uint8Array; readonly value: SvIndex } {
    const { heap } = this.#dump
    if (relatedTo(heap.data.distinctKeys, row) !== NO_SV) {
      const pairs = hashPairs(heap, row)
      return (i) => pairs[i]
    }
    if (this.#pairs?.row !== row) this.#pairs = { row, at: this.#orderOfPairs(row, total) }
    const { at } = this.#pairs
    const { view, bytes } = hashHead(heap, row)
    const { littleEndian, uintBytes, hekBytes } = heap.geometry
    return (i) => {
      const keyAt = at[i] + uintBytes
      const length = Math.max(0, readLength(view, at[i], littleEndian, uintBytes))
      const value = heap.rowOfPtr(view, keyAt + length + hekBytes)
      return { key: bytes.subarray(keyAt, keyAt + length), value }
    }
  }

  /** Positions of the pairs of a hash: one walk over it, nothing is decoded. */
  #orderOfPairs(row: SvIndex, total: number): Uint32Array {
    const { heap } = this.#dump
    const { view, bytes, pairsAt } = hashHead(heap, row)
    const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
    const at = new Uint32Array(total)
    const keyBytes = new Uint32Array(total)
    let next = pairsAt
    for (let i = 0; i < total; i++) {
      at[i] = next
      keyBytes[i] = Math.max(0, readLength(view, next, littleEndian, uintBytes))
      next += uintBytes + keyBytes[i] + hekBytes + ptrBytes
    }
    if (total > MAX_SORTED) return at
    const order = Uint32Array.from({ length: total }, (_, i) => i)
    order.sort((a, b) => {
      const length = Math.min(keyBytes[a], keyBytes[b])
      for (let i = uintBytes; i < uintBytes + length; i++) {
        if (bytes[at[a] + i] !== bytes[at[b] + i]) return bytes[at[a] + i] - bytes[at[b] + i]
      }
      return keyBytes[a] - keyBytes[b]
    })
    return order.map((i) => at[i])
  }
}

function padLabel(index: number, name: string): string {
  return name === '' ? formatIndex(index) : displayName(name)
}
