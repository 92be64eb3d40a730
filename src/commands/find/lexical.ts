import { elementOf } from '../../columns/array-record.ts'
import { CodeLinks } from '../../columns/code-links.ts'
import type { Heap } from '../../columns/heap.ts'
import { hasPadname } from '../../columns/padname-search.ts'
import { NO_SV, type SvIndex, relatedTo } from '../../columns/sv-table.ts'
import { codeOf, padnamesOf, padsOf } from '../../model/code.ts'
import { svSpan } from '../../model/describe.ts'
import type { Model } from '../../model/model.ts'
import { plain } from '../../perl/span.ts'
import { decodeLatin1 } from '../../perl/utf8.ts'
import { SvKind } from '../../reader/sv-types.ts'
import type { FilterUse } from '../shell/find-line.ts'
import { typedBytes, typedName } from '../typed-bytes.ts'
import type { Filter } from './filter.ts'

/** A variable in a pad. */
interface Variable {
  readonly row: SvIndex
  readonly code: SvIndex
  readonly depth: number
  /** The sub runs at that depth. */
  readonly isActive: boolean
}

/** `lexical`: variables of that name. It looks at pads, and finds the SV that the variable is. */
export function lexicalFilter(model: Model, { options, args }: FilterUse & { name: 'lexical' }): Filter {
  const { heap } = model
  const name = typedName(args.name)
  const mayHave = nameTest(heap, typedBytes(args.name))
  const find = (pad: SvIndex): Variable | null => {
    const row = heap.svs.kind[pad] === SvKind.PAD ? relatedTo(heap.data.padOwners, pad) : NO_SV
    const variable = row !== NO_SV && mayHave(row) ? variableIn(heap, pad, row, name) : null
    return variable && (variable.isActive || options.inactive) ? variable : null
  }
  return {
    kinds: [SvKind.PAD],
    findsOther: true,
    accept: (pad) => find(pad)?.row ?? NO_SV,
    spansOf(pad) {
      const variable = find(pad)
      if (!variable) return []
      const { code, depth, isActive } = variable
      const note = isActive ? '' : ' [inactive]'
      return [{ text: name, kind: 'symbol' }, plain(` at depth ${depth}${note} of `), svSpan(model, code)]
    },
  }
}

/** Tells of most subs that they have no variable of that name, at the least cost. */
function nameTest(heap: Heap, name: Uint8Array): (code: SvIndex) => boolean {
  const links = new CodeLinks(heap)
  return (code) => hasPadname(heap, code, name) || padsOf(heap, links.read(code)).padnamesAv !== NO_SV
}

/** The first of that name counts, as in pmat; its slot may be empty. */
function variableIn(heap: Heap, pad: SvIndex, row: SvIndex, name: string): Variable | null {
  const code = codeOf(heap, row)
  const slot = padnamesOf(heap, code).findIndex((padname) => padname?.name && decodeLatin1(padname.name) === name)
  const value = slot < 0 ? NO_SV : elementOf(heap, pad, slot)
  if (value === NO_SV) return null
  const depth = code.pads.indexOf(pad) + 1
  return { row: value, code: row, depth, isActive: depth <= code.depth }
}
