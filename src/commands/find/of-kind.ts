import { decodeCode } from '../../columns/code-record.ts'
import { CodeLinks } from '../../columns/code-links.ts'
import { GLOB_SLOTS, globSlot } from '../../columns/glob-record.ts'
import type { Heap } from '../../columns/heap.ts'
import { decodeIo } from '../../columns/io-record.ts'
import { NO_SV, type SvIndex, relatedTo } from '../../columns/sv-table.ts'
import { packageOf, stashName, symbolName } from '../../model/names.ts'
import { plain } from '../../perl/span.ts'
import { decodeLatin1 } from '../../perl/utf8.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import type { FilterUse } from '../shell/find-line.ts'
import { typedName } from '../typed-bytes.ts'
import { type Filter, countsAsMiss } from './filter.ts'

/** `blessed`: what is blessed into just that package. */
export function blessedFilter(heap: Heap, { args }: FilterUse & { name: 'blessed' }): Filter {
  const name = typedName(args.package)
  const isWanted = new Map<SvIndex, boolean>()
  const { blessed } = heap.svs
  return {
    kinds: null,
    accept(row) {
      const stash = blessed[row]
      if (stash === NO_SV) return NO_SV
      let wanted = isWanted.get(stash)
      if (wanted === undefined) {
        wanted = packageOf(heap, row) === name && !countsAsMiss(name)
        isWanted.set(stash, wanted)
      }
      return wanted ? row : NO_SV
    },
    spansOf: () => [{ text: name, kind: 'symbol' }],
  }
}

/** `struct`: C structures of that type. */
export function structFilter(heap: Heap, { args }: FilterUse & { name: 'struct' }): Filter {
  const name = typedName(args.name)
  return {
    kinds: [SvKind.C_STRUCT],
    accept(row) {
      if (heap.svs.kind[row] !== SvKind.C_STRUCT || countsAsMiss(name)) return NO_SV
      return heap.structOf(row)?.name === name ? row : NO_SV
    },
    spansOf: () => [{ text: name, kind: 'symbol' }],
  }
}

/** `io`: file handles, with that number. */
export function ioFilter(heap: Heap, { options, args }: FilterUse & { name: 'io' }): Filter {
  const fileno = options.fileno ?? (args.fileno === undefined ? undefined : Number(args.fileno))
  return {
    kinds: [SvKind.IO],
    accept(row) {
      if (heap.svs.kind[row] !== SvKind.IO) return NO_SV
      if (fileno === undefined) return row
      const { inputFileno, outputFileno } = decodeIo(heap, row)
      // In formats that have no numbers each counts as 0: a quirk of pmat's.
      return (inputFileno ?? 0) === fileno || (outputFileno ?? 0) === fileno ? row : NO_SV
    },
    spansOf(row) {
      const { inputFileno, outputFileno } = decodeIo(heap, row)
      return [plain(`ifileno=${inputFileno ?? ''} ofileno=${outputFileno ?? ''}`)]
    },
  }
}

const STASH_SLOT = GLOB_SLOTS.indexOf('stash')

/** `cv`: subs by where they were written. As in pmat a sub that no GLOB names is in no package. */
export function cvFilter(heap: Heap, { options }: FilterUse & { name: 'cv' }): Filter {
  const { kind, flags } = heap.svs
  const links = new CodeLinks(heap)
  const packageNames = new Map<SvIndex, string | null>()
  const packageOfGlob = (glob: SvIndex): string | null => {
    if (glob === NO_SV || kind[glob] !== SvKind.GLOB) return null
    const stash = globSlot(heap, glob, STASH_SLOT)
    if (!packageNames.has(stash)) packageNames.set(stash, stashName(heap, stash))
    return packageNames.get(stash) ?? null
  }
  const globOf = (row: SvIndex): SvIndex => {
    const claimed = relatedTo(heap.data.globs, row)
    return claimed === NO_SV ? links.read(row).glob : claimed
  }
  const wantedPackage = options.package === undefined ? undefined : typedName(options.package)
  const wantedFile = options.file === undefined ? undefined : typedName(options.file)
  return {
    kinds: [SvKind.CODE],
    accept(row) {
      if (kind[row] !== SvKind.CODE) return NO_SV
      if (options.xsub && !(flags[row] & SvFlag.CODE_XSUB)) return NO_SV
      if (wantedPackage !== undefined && packageOfGlob(globOf(row)) !== wantedPackage) return NO_SV
      if (wantedFile === undefined) return row
      const { file } = decodeCode(heap, row, false)
      return file !== null && decodeLatin1(file) === wantedFile ? row : NO_SV
    },
    spansOf: (row) => [{ text: symbolName(heap, row) ?? '__ANON__', kind: 'symbol' }],
  }
}
