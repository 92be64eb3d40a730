import { elementOf, elementsOf } from '../columns/array-record.ts'
import { PadnameFlag, type Padname, decodeCode } from '../columns/code-record.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { padnamesOf } from '../model/code.ts'
import { svWithValue } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { type Line, type Span, charCount, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'

/** A slot of a pad. */
export interface PadSlot {
  readonly index: number
  /** The name of its variable as it is declared (`state $x`, `$y *OUTER`), `@_` for slot 0; null = a temporary. */
  readonly name: string | null
  /** What a slot without a name is for; '' = working space. */
  readonly use: 'GLOB' | 'CONST' | ''
  readonly value: SvIndex
}

/** All slots of a PAD. O(slots). */
export function padSlots(model: Model, pad: SvIndex): PadSlot[] {
  const { heap } = model
  const owner = relatedTo(heap.data.padOwners, pad)
  const code = owner === NO_SV ? null : decodeCode(heap, owner)
  const names = code ? padnamesOf(heap, code) : []
  const constants = new Set(code?.constantSlots)
  const globs = new Set(code?.globSlots)
  return Array.from({ length: elementsOf(heap, pad).count }, (_, index): PadSlot => {
    const name = index === 0 ? '@_' : declaredName(names[index])
    const use = constants.has(index) ? 'CONST' : globs.has(index) ? 'GLOB' : ''
    return { index, name, use, value: elementOf(heap, pad, index) }
  })
}

/** The contents of a PAD, a line a slot, as `show --pad` and `callers --pad` print them. */
export function padLines(model: Model, pad: SvIndex): Line[] {
  const slots = padSlots(model, pad)
  const indexWidth = String(slots.length - 1).length
  // As in the real tool only names of variables make the column wide: `@_`, GLOB and CONST may stand out.
  const nameWidth = Math.max(0, ...slots.slice(1).map(({ name }) => charCount(name ?? '')))
  return slots.map(({ index, name, use, value }): Line => {
    const label: Span = name === null ? plain(use) : { text: name, kind: 'symbol' }
    return [
      plain('  ['),
      { text: String(index).padStart(indexWidth), kind: 'value' },
      plain(name === null ? ' ' : '/'),
      label,
      plain(`${' '.repeat(Math.max(0, nameWidth - charCount(label.text)))}]=`),
      ...(value === NO_SV ? [plain('NULL')] : svWithValue(model, value)),
    ]
  })
}

/** The words of a declaration before a name, and whether it is a variable of an outer sub behind it. */
function declaredName(padname: Padname | undefined): string | null {
  if (!padname?.name || padname.name.length === 0) return null
  const { flags } = padname
  const words = [
    flags & PadnameFlag.STATE && 'state',
    flags & PadnameFlag.OUR && 'our',
    flags & PadnameFlag.FIELD && 'field',
    decodeLatin1(padname.name),
    flags & PadnameFlag.OUTER && !(flags & PadnameFlag.OUR) && '*OUTER',
  ]
  return words.filter(Boolean).join(' ')
}
