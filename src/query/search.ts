import { REGISTRY } from '../commands/registry.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { LookupError, findSv } from '../model/lookup.ts'
import { rootDescription } from '../model/roots.ts'
import { displayName } from '../perl/escape.ts'
import type { OpenDump } from './open-dump.ts'
import type { SearchHit } from './protocol.ts'
import type { SymbolIndex } from './symbol-index.ts'

interface Candidate {
  readonly kind: SearchHit['kind']
  readonly text: string
  readonly detail: string
  readonly row: SvIndex
  /** The lower the better. */
  readonly rank: number
}

const KINDS: readonly SearchHit['kind'][] = ['address', 'root', 'command', 'package', 'symbol']

/** What of a dump goes by such a name: an address, roots, packages, symbols, commands. The best first. */
export function search(dump: OpenDump, { symbols, packages }: SymbolIndex, text: string, limit: number): SearchHit[] {
  const typed = text.trim()
  if (typed === '') return []
  const found: Candidate[] = []
  const consider = (kind: SearchHit['kind'], name: string, detail: string, row: SvIndex) => {
    const rank = rankOf(name, typed)
    if (rank !== null) found.push({ kind, text: name, detail, row, rank })
  }
  const atAddress = addressed(dump, typed)
  if (atAddress !== NO_SV) found.push({ kind: 'address', text: typed, detail: '', row: atAddress, rank: 0 })
  for (const { name, row } of dump.heap.data.roots) {
    consider('root', displayName(name), displayName(rootDescription(name)), row)
  }
  for (const { declaration } of REGISTRY.values()) consider('command', declaration.name, declaration.description, NO_SV)
  const [, sigil, bare] = /^([$@%&*]?)(?:main::(?=.))?(.*)$/s.exec(typed) ?? ['', '', typed]
  if (sigil === '') for (const { shown, row } of packages) consider('package', shown, '', row)
  for (const { shown, row } of symbols) {
    if (sigil !== '' && sigil !== '*' && shown[0] !== sigil) continue
    const rank = rankOf(shown.slice(1), bare)
    if (rank !== null) found.push({ kind: 'symbol', text: shown, detail: '', row, rank })
  }
  found.sort(
    (a, b) => a.rank - b.rank || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.text.length - b.text.length,
  )
  return found.slice(0, limit).map(({ kind, text: shown, detail, row }) => {
    const sv = dump.chips.chipOrNull(row)
    return { kind, text: shown, detail: detail === '' ? (sv?.description ?? '') : detail, sv }
  })
}

/** 0 the name itself, 1 its beginning, 2 that of a part of it, 3 somewhere in it; null not at all. */
function rankOf(name: string, typed: string): number | null {
  const lower = name.toLowerCase()
  const wanted = typed.toLowerCase()
  const at = lower.indexOf(wanted)
  if (at < 0) return null
  if (at === 0) return lower.length === wanted.length ? 0 : 1
  return /[:_]/.test(lower[at - 1]) || lower.includes(`::${wanted}`) ? 2 : 3
}

function addressed({ model }: OpenDump, typed: string): SvIndex {
  if (!/^(0x)?[0-9a-f]+$/i.test(typed)) return NO_SV
  try {
    return findSv(model, typed)
  } catch (error) {
    if (error instanceof LookupError) return NO_SV
    throw error
  }
}
