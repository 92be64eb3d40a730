import { GLOB_SLOTS, globSlot } from '../columns/glob-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { compatScalar } from '../model/compat-scalar.ts'
import { svSpan } from '../model/describe.ts'
import { findStash, valueOf } from '../model/lookup.ts'
import type { Model } from '../model/model.ts'
import { packageOf } from '../model/names.ts'
import { type Package, packagesIn } from '../model/stash.ts'
import { type Line, plain } from '../perl/span.ts'
import { pvText } from '../perl/pv-text.ts'
import { SvKind } from '../reader/sv-types.ts'
import { type Command, inPages } from './command.ts'
import { type DataColumns, dataTable, svColumns } from './data-table.ts'
import { linesInPages } from './lines-in-pages.ts'
import { packages as declaration } from './shell/declarations/program.ts'

export interface PackageEntry extends Package {
  /** Its $VERSION; null = none, or not asked for; '' = it is declared and undefined. */
  readonly version: string | null
}

const PAGE_LINES = 30

export const packages: Command<typeof declaration, readonly PackageEntry[]> = {
  declaration,
  async run({ analyses: { model, heap } }, { options }) {
    const entries = Array.from(packagesIn(heap, findStash(heap, '')), (entry): PackageEntry => {
      return { ...entry, version: options.versions ? versionOf(model, entry.stash) : null }
    })
    return inPages(
      entries,
      linesInPages(entries.length, PAGE_LINES, (i) => packageLine(model, entries[i])),
      () => dataTable(entries, packageColumns(model)),
    )
  },
}

function packageColumns(model: Model): DataColumns<PackageEntry> {
  return { name: ({ name }) => name, version: ({ version }) => version, ...svColumns(model, ({ stash }) => stash) }
}

function packageLine(model: Model, { name, stash, version }: PackageEntry): Line {
  return [
    plain('package '),
    { text: name, kind: 'symbol' },
    plain(version === null ? '' : ` ${version}`),
    plain(' at '),
    svSpan(model, stash),
  ]
}

const SCALAR_SLOT = GLOB_SLOTS.indexOf('scalar')

/** Where the real tool dies, of a VERSION that is a sub or a reference to something else, there is none. */
function versionOf(model: Model, stash: SvIndex): string | null {
  const { heap } = model
  const glob = valueOf(heap, stash, 'VERSION')
  if (glob === NO_SV || heap.svs.kind[glob] !== SvKind.GLOB) return null
  const scalar = globSlot(heap, glob, SCALAR_SLOT)
  if (scalar === NO_SV) return null
  const referent = model.outrefs.referentOf(scalar)
  if (referent !== NO_SV) return versionObject(heap, referent)
  const kind = heap.svs.kind[scalar]
  return kind === SvKind.SCALAR || kind === SvKind.BOOL ? scalarText(heap, scalar) : null
}

/** The text that an object of class `version` was made from, with a `v`, whether it had one or not. */
function versionObject(heap: Heap, object: SvIndex): string | null {
  if (packageOf(heap, object) !== 'version' || heap.svs.kind[object] !== SvKind.HASH) return null
  const original = valueOf(heap, object, 'original')
  if (original === NO_SV || heap.svs.kind[original] !== SvKind.SCALAR) return null
  const text = scalarText(heap, original)
  return text.startsWith('v') ? text : `v${text}`
}

function scalarText(heap: Heap, row: SvIndex): string {
  const { pv, isUtf8, nv, uv } = compatScalar(heap, row)
  return pv === null ? (nv ?? uv ?? '') : pvText(pv, isUtf8)
}
