import { type Slice, UNSLICED } from '../base/slice.ts'
import { type Layout, perlVersionText } from '../reader/layout.ts'
import type { Scan } from '../reader/read-dump.ts'
import { ContextType } from '../reader/sections.ts'
import { readHi, readLo } from '../reader/primitives.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { AddressIndex, rankAddresses } from './address-index.ts'
import { decodeCode } from './code-record.ts'
import { attachExtensions } from './extensions.ts'
import { fillColumns } from './fill-columns.ts'
import { applyFixups } from './fixups.ts'
import { countDistinctKeys, hashHead } from './hash-record.ts'
import { type Context, Heap, type HeapData, type Root, type Warning } from './heap.ts'
import { NO_SV, type SvRelation, relationOf } from './sv-table.ts'

const NO_RELATION: SvRelation = { from: new Int32Array(0), to: new Int32Array(0) }

/** Make the tables of a dump from what was read. O(SVs), plus sorting of pages and of what few SVs have. */
export async function buildHeap(scan: Scan, slice: Slice = UNSLICED): Promise<Heap> {
  const pages = rankAddresses(scan.addresses)
  const addresses = new AddressIndex(pages)
  const svs = await fillColumns(scan, addresses, slice)
  const bare: HeapData = {
    name: scan.name,
    fingerprint: scan.fingerprint,
    layout: scan.layout,
    bytes: scan.bytes,
    svs,
    pages,
    extensions: { row: new Int32Array(0), offset: new Uint32Array(0) },
    roots: rootsOf(scan, () => NO_SV),
    stack: [],
    contexts: [],
    mortals: new Int32Array(0),
    structs: scan.structs,
    globs: NO_RELATION,
    padOwners: NO_RELATION,
    distinctKeys: NO_RELATION,
    warnings: [],
    damage: scan.damage,
  }
  // The parts below are found through pointers, and pointers are resolved by a heap that has columns already.
  const first = new Heap(bare, addresses)
  // Roots before the rest: they end with the immortals, and what was never found before would surprise the compiler.
  const roots = rootsOf(scan, (lo, hi) => first.rowAt(lo, hi))
  const numLostPvs = forgetLostPvs(scan, first)
  if (slice.isOver()) await slice.next()
  const { extensions, warnings: extensionWarnings } = attachExtensions(scan, first)
  if (slice.isOver()) await slice.next()
  const { globs, padOwners, numLostPadnames } = await applyFixups(first, slice)
  if (slice.isOver()) await slice.next()
  const mortalRows = scan.mortals.map(({ lo, hi }) => first.rowAt(lo, hi))
  const mortals = Int32Array.from(new Set(mortalRows.filter((row) => row !== NO_SV))).sort()
  const numLostMortals = mortalRows.filter((row) => row === NO_SV).length
  return new Heap(
    {
      ...bare,
      extensions,
      roots,
      stack: scan.preamble.stack.map((address) => ({ address, row: first.rowAt(address.lo, address.hi) })),
      contexts: contextsOf(scan, first),
      mortals,
      globs,
      padOwners,
      distinctKeys: distinctKeysOf(scan, first, roots),
      warnings: [
        ...warningsOf(scan),
        ...counted(
          numLostPvs,
          'scalar',
          'says that it has a string, and has none',
          'say that they have strings, and have none',
        ),
        ...extensionWarnings,
        ...counted(
          numLostPadnames,
          'sub',
          'has pad names that are not in the heap',
          'have pad names that are not in the heap',
        ),
        ...counted(numLostMortals, 'mortal', 'points at no SV', 'point at no SV'),
      ],
    },
    addresses,
  )
}

/**
 * The immortals count as roots of these names, and nothing else does; of several other roots of one name the last
 * counts, at the first's place.
 */
function rootsOf({ preamble }: Scan, rowAt: (lo: number, hi: number) => number): Root[] {
  const immortals = preamble.immortals.map((address, i) => ({ name: IMMORTAL_ROOTS[i], address }))
  const byName = new Map<string, Root>()
  for (const { name, address } of [...immortals, ...preamble.roots, ...immortals]) {
    byName.set(name, { name, address, row: rowAt(address.lo, address.hi) })
  }
  return [...byName.values()]
}

const IMMORTAL_ROOTS = ['sv_undef', 'sv_yes', 'sv_no']

/** SCALARs that say they have a string and have none count as having none; answers how many those are. */
function forgetLostPvs(scan: Scan, heap: Heap): number {
  let numLost = 0
  for (const row of rowsOf(scan, heap, scan.lostPvOffsets)) {
    if (heap.svs.flags[row] & SvFlag.SCALAR_PV) numLost++
    heap.svs.flags[row] &= ~SvFlag.SCALAR_PV
  }
  return numLost
}

/** The rows of the records at these bytes, those left out that a later record of the same address replaced. */
function rowsOf(scan: Scan, heap: Heap, offsets: readonly number[]): number[] {
  const { littleEndian, ptrBytes } = heap.geometry
  const rows = offsets.map((offset) => {
    const { view, start } = scan.bytes.at(offset)
    const at = offset - start + 1
    return heap.addresses.rowAt(readLo(view, at, littleEndian, ptrBytes), readHi(view, at, littleEndian, ptrBytes))
  })
  return rows.filter((row, i) => heap.svs.offset[row] === offsets[i])
}

/**
 * The depth of a SUB frame, from minor 2 on: that which the next inner frame of the same sub says it had before, or the
 * sub's own for the innermost. Frames come innermost first.
 */
function contextsOf(scan: Scan, heap: Heap): Context[] {
  const outerDepth = new Map<number, number>()
  return scan.contexts.map((entry) => {
    const cv = heap.rowAt(entry.cv.lo, entry.cv.hi)
    let depth = -1
    if (entry.type === ContextType.SUB && scan.layout.minor >= 2 && cv !== NO_SV && heap.svs.kind[cv] === SvKind.CODE) {
      depth = outerDepth.get(cv) ?? decodeCode(heap, cv).depth
      outerDepth.set(cv, entry.oldDepth)
    }
    return {
      type: entry.type,
      gimme: entry.gimme,
      file: entry.file,
      line: entry.line,
      cv,
      depth,
      args: recordsArgs(scan.layout) ? heap.rowAt(entry.args.lo, entry.args.hi) : NO_SV,
      code: heap.rowAt(entry.code.lo, entry.code.hi),
    }
  })
}

/**
 * Whether a frame of a sub says where its arguments are; later they are in slot 0 of its pad. The real tool compares
 * versions as text here: right from 5.24 on, and it makes no difference for 5.8 and 5.9.
 */
export function recordsArgs({ perlVersion }: Layout): boolean {
  return perlVersionText(perlVersion) < '5.23.8'
}

function distinctKeysOf(scan: Scan, heap: Heap, roots: readonly Root[]): SvRelation {
  const { kind } = heap.svs
  const strtabs = roots.filter((root) => root.name === 'strtab').map((root) => root.row)
  const rows = new Set([...strtabs, ...rowsOf(scan, heap, scan.oddKeyOffsets)])
  const from: number[] = []
  const to: number[] = []
  for (const row of rows) {
    if (row === NO_SV || !isHashLike(kind[row])) continue
    const distinct = countDistinctKeys(heap, row)
    if (distinct === hashHead(heap, row).count) continue
    from.push(row)
    to.push(distinct)
  }
  return relationOf(from, to)
}

export function isHashLike(kind: number): boolean {
  return kind === SvKind.HASH || kind === SvKind.STASH || kind === SvKind.CLASS
}

function warningsOf(scan: Scan): Warning[] {
  const warnings: Warning[] = scan.sourceWarnings.map((text) => ({ text, count: 1 }))
  if (scan.layout.minor === 0) {
    warnings.push({ text: 'Loading an earlier format of dumpfile - SV MAGIC annotations may be incorrect', count: 1 })
  }
  warnings.push(
    ...counted(
      scan.numUnknown,
      'SV',
      'is of a kind that its dumper did not know',
      'are of kinds that their dumper did not know',
    ),
  )
  warnings.push(
    ...counted(
      scan.numRepeated,
      'SV',
      'stands in the file twice: the later record counts',
      'stand in the file twice: the later records count',
    ),
  )
  return warnings
}

/** "12 mortals point at no SV", or nothing for none. */
export function counted(count: number, noun: string, one: string, many: string): Warning[] {
  if (count === 0) return []
  return [{ text: `${count.toLocaleString('en')} ${noun}${count === 1 ? ` ${one}` : `s ${many}`}`, count }]
}
