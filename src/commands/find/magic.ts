import { type Extension, type MagicV2, extensionsOf } from '../../columns/extensions.ts'
import type { Heap } from '../../columns/heap.ts'
import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { svSpan } from '../../model/describe.ts'
import type { Model } from '../../model/model.ts'
import { magicType } from '../../model/outref-names.ts'
import { formatHex } from '../../perl/numbers.ts'
import { type Span, plain } from '../../perl/span.ts'
import type { Address } from '../../reader/cursor.ts'
import { Ext, SvFlag } from '../../reader/sv-types.ts'
import type { FilterUse } from '../shell/find-line.ts'
import { ShellError } from '../shell/shell-error.ts'
import type { Filter } from './filter.ts'

/** `magic`: SVs with magic of that vtbl; the first such magic is told about. */
export function magicFilter(model: Model, { options }: FilterUse & { name: 'magic' }): Filter {
  const { heap } = model
  if (!options.vtbl) throw new ShellError('Expected --vtbl')
  const vtbl = options.vtbl
  const find = (row: SvIndex) => {
    return magicOf(heap, row).find((one) => one.tag === Ext.MAGIC && isAt(one.vtbl, vtbl)) as V1 | undefined
  }
  return {
    kinds: null,
    anyFlag: SvFlag.HAS_MAGIC,
    accept: (row) => (find(row) ? row : NO_SV),
    spansOf(row) {
      const magic = find(row)
      if (!magic) return []
      return [
        plain(`magic type '${magicType(heap, magic.type)}'`),
        ...withSv(model, ', with object ', magic.object),
        ...withSv(model, ', with pointer ', magic.pointer),
      ]
    },
  }
}

type V1 = Extension & { tag: typeof Ext.MAGIC }

/** `magicv2`: SVs with magic of the newer kind; the first that fits is told about. */
export function magicV2Filter(model: Model, { options }: FilterUse & { name: 'magicv2' }): Filter {
  const { heap } = model
  const isWanted = ({ funcs, aux }: MagicV2) => {
    if (options.funcs && !isAt(funcs, options.funcs)) return false
    // pmat compares the SV with the number, and never finds any.
    return !options.auxsv || (aux !== NO_SV && isAt(heap.addressOf(aux), options.auxsv))
  }
  const find = (row: SvIndex): MagicV2 | undefined => {
    for (const one of magicOf(heap, row)) if (one.tag === Ext.MAGIC_V2 && isWanted(one.magic)) return one.magic
    return undefined
  }
  return {
    kinds: null,
    anyFlag: SvFlag.HAS_MAGIC,
    accept: (row) => (find(row) ? row : NO_SV),
    spansOf(row) {
      const magic = find(row)
      if (!magic) return []
      const { funcs, aux } = magic
      return [plain(`MagicV2 funcs ${formatHex(funcs.hi, funcs.lo)}`), ...withSv(model, ', with auxsv ', aux)]
    },
  }
}

function magicOf(heap: Heap, row: SvIndex): readonly Extension[] {
  return heap.svs.flags[row] & SvFlag.HAS_MAGIC ? extensionsOf(heap, row) : []
}

function withSv(model: Model, text: string, row: SvIndex): Span[] {
  return row === NO_SV ? [] : [plain(text), svSpan(model, row)]
}

function isAt({ lo, hi }: Address, address: bigint): boolean {
  return lo === Number(address & 0xffff_ffffn) && hi === Number((address >> 32n) & 0xffff_ffffn)
}
