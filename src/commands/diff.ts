import { type ReferenceForest, referenceForest } from '../analyses/reference-forest.ts'
import { uniqueSvs } from '../analyses/unique-svs.ts'
import type { Analyses } from '../analyses/analyses.ts'
import type { Slice } from '../base/slice.ts'
import type { DataTable } from '../base/table-text.ts'
import { hashHead } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import { stashName } from '../model/names.ts'
import { type Line, lineWidth, plain } from '../perl/span.ts'
import { SvKind } from '../reader/sv-types.ts'
import { type Command, inPages } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { diff as declaration } from './shell/declarations/scripts.ts'

/** What one of two dumps has and the other has not. */
export interface DiffSide {
  readonly name: string
  /** Rows of that dump. */
  readonly unique: Uint32Array
  readonly forest: ReferenceForest
}

export interface Diff {
  readonly sides: readonly [DiffSide, DiffSide]
  /** SVs at addresses that both have. */
  readonly numCommon: number
}

/** pmat-diff: this dump against another, by addresses. */
export const diff: Command<typeof declaration, Diff> = {
  declaration,
  async run(session, { args }) {
    const { analyses, slice } = session
    const other = await session.openDump(args.other)
    const a = await sideOf(analyses, other, slice)
    const b = await sideOf(other, analyses, slice)
    const numCommon = analyses.heap.svs.numSvs - a.unique.length
    return inPages({ sides: [a, b], numCommon }, pagesOf(diffLines([analyses, other], [a, b], numCommon)), () => {
      const [ofA, ofB] = [tableOf(analyses, a), tableOf(other, b)]
      return { columns: ofA.columns, rows: inTurn(ofA.rows, ofB.rows) }
    })
  },
}

async function sideOf({ model, heap }: Analyses, other: Analyses, slice: Slice): Promise<DiffSide> {
  const unique = await uniqueSvs(heap, other.heap, slice)
  return { name: heap.data.name, unique, forest: await referenceForest(model, unique, slice) }
}

function tableOf({ model }: Analyses, { name, unique }: DiffSide): DataTable {
  return dataTable<SvIndex>(unique, { dump: () => name, ...svColumns(model, (row) => row) })
}

function* inTurn<Row>(first: Iterable<Row>, second: Iterable<Row>): Generator<Row> {
  yield* first
  yield* second
}

/** A page ends after so many lines or characters: the lines of deep trees are wide. */
const PAGE_LINES = 1000
const PAGE_CHARS = 1 << 18

function* pagesOf(lines: Iterable<Line>): Generator<Line[]> {
  let page: Line[] = []
  let chars = 0
  for (const line of lines) {
    page.push(line)
    chars += lineWidth(line)
    if (page.length < PAGE_LINES && chars < PAGE_CHARS) continue
    yield page
    page = []
    chars = 0
  }
  if (page.length > 0) yield page
}

const LEADERS = ['- ', '+ ']

function* diffLines(dumps: readonly Analyses[], sides: readonly DiffSide[], numCommon: number): Generator<Line> {
  for (let i = 0; i < sides.length; i++) {
    const { name, unique } = sides[i]
    yield []
    yield [{ text: String(unique.length), kind: 'value' }, plain(` unique to ${name}:`)]
    yield* treeLines(dumps[i], sides[i], LEADERS[i])
  }
  yield []
  yield [{ text: String(numCommon), kind: 'value' }, plain(' common')]
}

/** All trees, depth first, by an own stack: a list that lost its head is a tree of one SV below the other. */
function* treeLines({ model, heap }: Analyses, { forest }: DiffSide, topLeader: string): Generator<Line> {
  const notes = cacheNotes(heap)
  const line = (row: SvIndex, lead: string): Line => {
    const note = notes.get(row)
    return note === undefined ? [plain(lead), svSpan(model, row)] : [plain(lead), svSpan(model, row), plain(note)]
  }
  for (const top of forest.tops) {
    yield line(top, `  ${topLeader}`)
    const levels = [{ kids: forest.kidsOf(top), next: 0, indent: '    ' }]
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      if (level.next === level.kids.length) {
        levels.pop()
        continue
      }
      const row = level.kids[level.next++]
      const isLast = level.next === level.kids.length
      yield line(row, level.indent + (isLast ? '└─ ' : '├─ '))
      levels.push({ kids: forest.kidsOf(row), next: 0, indent: level.indent + (isLast ? '   ' : '│  ') })
    }
  }
}

/** Places of these in the MRO pointers of a stash. */
const CACHES = [
  [1, 'mro_linearcurrent'],
  [3, 'mro_isa'],
] as const

/** What is said of the caches of packages: a diff of a living process is full of them. */
function cacheNotes(heap: Heap): Map<SvIndex, string> {
  const notes = new Map<SvIndex, string>()
  const { kind, numSvs } = heap.svs
  for (let stash = 0; stash < numSvs; stash++) {
    if (kind[stash] !== SvKind.STASH) continue
    const { mro } = hashHead(heap, stash)
    for (const [place, cache] of CACHES) {
      if (mro[place] !== NO_SV) notes.set(mro[place], ` (${cache} of ${stashName(heap, stash)})`)
    }
  }
  return notes
}
