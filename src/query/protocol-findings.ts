import type { JobId, Reference, Result, RowWindow, SvChip } from './protocol.ts'

/**
 * What the views about leaks ask for: types only, plain data, like protocol.ts. Sizes are bytes in the dumped process;
 * which size is always said: `bytes` = of the SVs themselves, `retained` = what would go with them.
 */

/** Which question a finding answers; in the order in which they are worth reading. */
export type FindingKind =
  | 'lost-island' // proven lost: a cycle that nothing holds
  | 'held-outside' // a refcount higher than the references in the dump
  | 'holder' // a container that holds much, and may be growing
  | 'name' // what a package variable, a lexical, a package's code holds
  | 'closure' // closures by where they were written
  | 'oversized-buffer' // a buffer far larger than what is in it
  | 'idle-pad' // a sub that is not running and still holds buffers
  | 'shape' // plain hashes by their keys, arrays by pattern
  | 'duplicate-strings' // equal content many times
  | 'made-at' // where SVs were made, when the dump knows
  | 'unreachable' // not reachable, but held from outside: never called lost
  | 'unaccounted' // references of perl's own that the format does not record, learned from the whole dump

export type Certainty = 'proven' | 'likely' | 'hint'

/** A count with its name: 27 of `Web::Session`. */
export interface NamedCount {
  readonly name: string
  readonly count: number
}

/** Where in the app the evidence is: a view, and what to choose in it. */
export interface EvidenceView {
  readonly view: 'islands' | 'retained' | 'names' | 'packages' | 'closures' | 'strings' | 'sv'
  /** Row to open: a group's `id`, or an address for `sv` and `retained`; "" = the view as it is. */
  readonly id: string
}

/** One verdict. The strings are escaped and bounded, ready to show. */
export interface FindingRow {
  readonly id: string
  readonly kind: FindingKind
  readonly certainty: Certainty
  /** Why it is that certain: half a sentence. */
  readonly why: string
  /** What was found, in one plain sentence. */
  readonly sentence: string
  /** What to do, with the Perl line where that is known; null = nothing to do. */
  readonly fix: string | null
  /** How many times: islands, holders, closures, strings. */
  readonly instances: number
  readonly svs: number
  readonly bytes: number
  readonly retained: number
  readonly packages: readonly NamedCount[]
  /** Variables, keys and lexicals involved. */
  readonly names: readonly string[]
  readonly file: string | null
  readonly line: number | null
  readonly example: SvChip | null
  /** How Perl would get there: `$MyApp::cache{users}[3]->{on_close}`; null = nothing leads there. */
  readonly path: string | null
  /** Console lines that show the evidence. */
  readonly commands: readonly string[]
  readonly evidence: EvidenceView | null
}

export interface SvSum {
  readonly svs: number
  readonly bytes: number
}

/** The heap as the findings see it. */
export interface HeapFigures {
  readonly svs: number
  readonly bytes: number
  readonly reachable: SvSum
  readonly unreachable: SvSum
  /** Of the unreachable: what is proven lost, and what something outside holds. */
  readonly lost: SvSum
  readonly heldOutside: SvSum
  /** How much of the heap balances: SVs whose refcount is explained, as a fraction. */
  readonly balanced: number
}

export interface Findings {
  readonly heap: HeapFigures
  /** Ranked: certainty and bytes. */
  readonly findings: readonly FindingRow[]
}

// Retained: the dominator tree, opened row by row.

export type RetainedGrouping =
  | 'auto' // SVs, but groups by package and shape where there are thousands
  | 'sv'
  | 'package'
  | 'shape'

export interface RetainedQuery {
  /** `id` of the row whose children are wanted; null = the top: what roots, outsiders and nothing hold. */
  readonly parent: string | null
  readonly grouping: RetainedGrouping
}

export interface RetainedRow {
  readonly id: string
  readonly kind: 'part' | 'sv' | 'island' | 'group'
  /** What it is called seen from its parent: `%main::cache`, `{users}`, `[3]`, `$self`, `2,000 x Web::Session`. */
  readonly label: string
  /** null for a part, an island or a group. */
  readonly sv: SvChip | null
  /** SVs of its own: 1, or the members of a group or part. */
  readonly count: number
  readonly bytes: number
  readonly retained: number
  readonly numChildren: number
}

// Packages and shapes.

export type PopulationSort = 'retained' | 'bytes' | 'owned' | 'count' | 'name'

export interface PopulationQuery {
  readonly of: 'all' | 'packages' | 'shapes'
  readonly sort: PopulationSort
  readonly isDescending: boolean
  /** Only names that contain this; "" = all. */
  readonly filter: string
}

/** All SVs of one package, or one shape: a set of keys, a pattern of elements. */
export interface PopulationRow {
  readonly id: string
  readonly kind: 'package' | 'hash' | 'array'
  /** `Web::Session`, `{ id, name, +3 }`, `[ number x 3 ]`. */
  readonly name: string
  readonly count: number
  readonly bytes: number
  /** Sum of the owned sizes; null = not worked out yet. */
  readonly owned: number | null
  /** Of all together, counted once. */
  readonly retained: number
  readonly example: SvChip
}

/** What one key (or field, or index) of a population costs. */
export interface KeyCost {
  readonly key: string
  /** How many of the population have it. */
  readonly count: number
  /** Values under it: SV bytes, and what they retain. */
  readonly bytes: number
  readonly retained: number
}

export interface PopulationDetails extends PopulationRow {
  readonly keys: readonly KeyCost[]
  /** Who holds them all: the merged shortest paths, largest first. */
  readonly heldBy: readonly MergedPathRow[]
}

/** A step of merged paths, as a tree in the order to draw it. */
export interface MergedPathRow {
  readonly level: number
  readonly label: string
  readonly sv: SvChip | null
  /** How many of the given SVs are here or below. */
  readonly count: number
}

// Names.

export type NameSort = 'retained' | 'bytes' | 'name'

export interface NameQuery {
  readonly of: 'all' | 'variables' | 'lexicals' | 'code'
  readonly sort: NameSort
  readonly isDescending: boolean
  readonly filter: string
}

export interface NameRow {
  readonly id: string
  readonly kind: 'scalar' | 'array' | 'hash' | 'glob' | 'code' | 'lexical' | 'package'
  /** `%main::cache`, `$self of Foo::bar`, `code of Foo::Bar`. */
  readonly name: string
  /** null for a package's code. */
  readonly sv: SvChip | null
  readonly bytes: number
  readonly retained: number
  /** Of a lexical: whether its sub is running. */
  readonly isLive: boolean
  readonly file: string | null
  readonly line: number | null
}

// Closures.

export interface CaptureRow {
  /** `$self`. */
  readonly name: string
  /** Closures of the group that captured something under this name, and how many different SVs these are. */
  readonly count: number
  readonly distinct: number
  /** Bytes retained by these SVs, counted once. */
  readonly retained: number
  /** How many of these captures lie on a cycle. */
  readonly onCycle: number
}

/** Closures that were written at one place. */
export interface ClosureRow {
  readonly id: string
  /** `Web::Session::__ANON__`. */
  readonly name: string
  readonly file: string | null
  readonly line: number | null
  readonly prototype: SvChip | null
  readonly count: number
  readonly bytes: number
  readonly retained: number
  readonly onCycle: number
  readonly captures: readonly CaptureRow[]
  readonly example: SvChip
}

// Islands.

export interface CycleNode {
  readonly sv: SvChip
  /** `Web::Session`, `closure at Session.pm line 41`, `{ cb, name }`. */
  readonly label: string
}

export interface CycleEdge {
  /** Indexes into the drawing's nodes. */
  readonly from: number
  readonly to: number
  /** `{on_close}`, `[0]`, `$self`. */
  readonly label: string
  readonly isWeak: boolean
  /** The edge to cut. */
  readonly isCut: boolean
}

export interface CycleDrawing {
  readonly nodes: readonly CycleNode[]
  readonly edges: readonly CycleEdge[]
  /** SVs of the cycle that are not drawn. */
  readonly numLeftOut: number
}

/** Islands of one structure. */
export interface IslandRow {
  readonly id: string
  /** `Node -> {cb} -> closure at x.pl line 4 -> $self`. */
  readonly title: string
  readonly islands: number
  readonly svs: number
  readonly bytes: number
  readonly packages: readonly NamedCount[]
  readonly example: SvChip
  readonly drawing: CycleDrawing
  /** The best edge to cut, in words and in Perl. */
  readonly cut: string | null
  readonly perl: string | null
  /** What one cut frees, of one island. */
  readonly freed: SvSum | null
}

// Strings.

export interface StringRow {
  readonly id: string
  /** Quoted, bounded. */
  readonly text: string
  readonly copies: number
  /** Bytes of the string in the process; copies may share their buffer (copy on write): those waste nothing. */
  readonly length: number
  readonly bytes: number
  readonly waste: number
  /** Only the first bytes were kept by the dumper, so only these and the length were compared. */
  readonly isPrefix: boolean
  /** Who holds the copies: `{type} of Web::Response`. */
  readonly holders: readonly NamedCount[]
  readonly example: SvChip
}

// The SV page.

export interface DominatorStep {
  readonly label: string
  /** null for an island. */
  readonly sv: SvChip | null
  readonly retained: number
}

export interface RefcountAudit {
  readonly refcount: number
  /** Strong references that the dump shows: from SVs, roots, stack and contexts. */
  readonly seen: number
  /** refcount - seen. */
  readonly excess: number
  /** What explains the difference, or what it means: a sentence; "" = it balances. */
  readonly verdict: string
}

export interface SvHold {
  readonly reach: 'roots' | 'outside' | 'nothing'
  /** References between the roots and here at the least; null = no root leads here. */
  readonly depth: number | null
  readonly retained: number
  /** Perl syntax; null = nothing leads here. */
  readonly path: string | null
  /** From the top down to the SV itself. */
  readonly dominators: readonly DominatorStep[]
  readonly audit: RefcountAudit
  /** Whether it is on a cycle, and of how many SVs. */
  readonly cycle: number
}

/** An outref of an SV, for "what if this were weak?". `ref` is what whatIf wants. */
export interface CutChoice extends Reference {
  readonly ref: number
}

export interface StayingRow {
  readonly sv: SvChip
  /** Its refcount then. */
  readonly left: number
  readonly holders: readonly SvChip[]
  readonly numHolders: number
  /** References that no SV accounts for. */
  readonly outside: number
}

export interface WhatIfAnswer {
  /** One sentence: what would be freed, what stays and because of whom. */
  readonly sentence: string
  /** `weaken($self->{cb})`; null = where it stands is not known. */
  readonly perl: string | null
  readonly freed: SvSum
  readonly freedPackages: readonly NamedCount[]
  /** The first of what is freed. */
  readonly freedExamples: readonly SvChip[]
  readonly staying: readonly StayingRow[]
  readonly numStaying: number
  readonly island: SvSum
}

export interface PathStep {
  /** How the step before leads here: `{users}`; of the first the root's name. */
  readonly label: string
  readonly sv: SvChip
}

export interface RootPath {
  /** In Perl syntax. */
  readonly text: string
  readonly steps: readonly PathStep[]
}

/** The part of the worker's API that serves these views. Calls wait for the stage that they need, not for all. */
export interface FindingsApi {
  /** All findings. `onFinding` gets each kind as it is ready, before they are ranked. */
  findings(job: JobId, onFindings: (found: readonly FindingRow[]) => void): Promise<Result<Findings>>

  retained(job: JobId, query: RetainedQuery, start: number, count: number): Promise<Result<RowWindow<RetainedRow>>>

  populations(
    job: JobId,
    query: PopulationQuery,
    start: number,
    count: number,
  ): Promise<Result<RowWindow<PopulationRow>>>
  population(job: JobId, id: string): Promise<Result<PopulationDetails>>

  names(job: JobId, query: NameQuery, start: number, count: number): Promise<Result<RowWindow<NameRow>>>
  closures(job: JobId, start: number, count: number): Promise<Result<RowWindow<ClosureRow>>>
  islands(job: JobId, start: number, count: number): Promise<Result<RowWindow<IslandRow>>>
  strings(job: JobId, start: number, count: number): Promise<Result<RowWindow<StringRow>>>

  hold(job: JobId, address: string): Promise<Result<SvHold>>
  /** All that an SV reaches, as Devel::Size's total_size counts. */
  total(job: JobId, address: string): Promise<Result<SvSum>>
  cutChoices(job: JobId, address: string, start: number, count: number): Promise<Result<RowWindow<CutChoice>>>
  whatIf(job: JobId, address: string, ref: number): Promise<Result<WhatIfAnswer>>
  /** Independent paths from the roots, shortest first, around the SVs at the ignored addresses. */
  paths(job: JobId, address: string, count: number, ignored: readonly string[]): Promise<Result<readonly RootPath[]>>
}
