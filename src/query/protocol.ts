import type { FindingsApi } from './protocol-findings.ts'

/**
 * What page and worker say to each other. Types only: the page must not pull in the engine. Everything is plain data that
 * survives structured cloning; addresses are texts (`0x55d0c8`), because no number holds all of them; strings of the
 * dump are shown escaped and bounded already.
 */

/** Errors are answered, not thrown: their class and fields would stay behind at the worker's boundary. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: QueryError }

export interface QueryError {
  /** What kind: the page words it, offers what to do, or says nothing (cancelled). */
  readonly code:
    | 'cancelled'
    | 'not-a-dump'
    | 'unsupported'
    | 'damaged'
    | 'cut'
    | 'unreadable'
    | 'too-large'
    | 'not-stored' // no stored dump of that id, or one of another version, or a damaged one
    | 'no-dump' // nothing is open
    | 'not-found' // no such SV, symbol or command
    | 'engine' // a fault of ours
  /** One sentence. */
  readonly message: string
  /** Byte of the dump it is about; -1 = none. */
  readonly offset: number
}

/** Names a long call, so that `cancel` can end it: an AbortSignal does not survive the boundary. */
export type JobId = number

/** Phases of work in words for the user, in the order they run. */
export type Phase =
  | 'reading' // bytes of the file -> records
  | 'building tables'
  | 'following references'
  | 'turning references around'
  | 'finding dominators'
  | 'looking for findings'
  | 'summing owned sizes'
  | 'preparing commands'
  | 'storing'
  | 'loading' // of a stored dump

export interface Progress {
  readonly phase: Phase
  /** Of the phase, in a unit of its own (bytes while reading, SVs later). */
  readonly done: number
  readonly total: number
  readonly svs: number
}

/** What the store keeps of a dump, as the start page lists it. */
export interface StoredDump {
  readonly id: string
  readonly name: string
  readonly perl: string
  readonly svs: number
  /** Bytes of the dump, and of what is stored of it. */
  readonly bytes: number
  readonly storedBytes: number
  /** Milliseconds since 1970. */
  readonly storedAt: number
  readonly isPartial: boolean
}

export interface StorageState {
  readonly dumps: readonly StoredDump[]
  /** Bytes; null where the browser does not say. */
  readonly used: number | null
  readonly available: number | null
  readonly isPersistent: boolean
  /** Why nothing can be kept (a private window, no IndexedDB), or null. */
  readonly unavailable: string | null
}

/** A dump that is open: what the bar at the top says at all times. */
export interface OpenedDump {
  readonly id: string
  readonly name: string
  readonly perl: string
  readonly isThreaded: boolean
  /** "0.6 little-endian, 64-bit integers, 64-bit pointers". */
  readonly format: string
  readonly svs: number
  /** Bytes of the file (uncompressed), and of all SVs together. */
  readonly fileBytes: number
  readonly heapBytes: number
  readonly roots: number
  readonly warnings: readonly string[]
  /** Why the dump is not whole: null = it is. `text` says what of it was read, too. */
  readonly damage: { readonly problem: string; readonly offset: number; readonly text: string } | null
  /** Why it could not be kept, or null: it is stored, is being stored (by `analyse`), or was not to be. */
  readonly notStored: string | null
}

export interface CountRow {
  /** Type, or package. */
  readonly name: string
  readonly count: number
  readonly bytes: number
}

/** The first view. It is stored with a dump: whoever changes its shape, or that of OpenedDump, raises STORE_VERSION. */
export interface Overview {
  readonly dump: OpenedDump
  readonly byType: readonly CountRow[]
  /** Packages of blessed SVs, by bytes. */
  readonly byPackage: readonly CountRow[]
  /** SVs by size: bin i holds sizes in [2^i, 2^(i+1)). */
  readonly sizeBins: readonly { readonly count: number; readonly bytes: number }[]
}

/** An SV as its chip shows it. */
export interface SvChip {
  readonly address: string
  /** HASH, SCALAR, ... : for the colour. */
  readonly type: string
  /** `HASH(3)`: what it is, truly (the console has the real tool's quirks, this has not). */
  readonly description: string
  readonly package: string | null
  /** Root name, symbol (`%main::cache`) or null. */
  readonly name: string | null
}

/** What the card of a chip adds. */
export interface SvCard extends SvChip {
  readonly size: number
  readonly refcount: number
  /** Value in a line, escaped and bounded, or null. */
  readonly value: string | null
}

export type Strength = 'strong' | 'weak' | 'indirect' | 'inferred'

/** A reference; `sv` is the SV at its other end, null for a root or the value stack. */
export interface Reference {
  readonly name: string
  readonly strength: Strength
  readonly sv: SvChip | null
  readonly size: number
}

/** Part of a long answer: rows[0] is row `start` of `total`. */
export interface RowWindow<Row> {
  readonly start: number
  readonly rows: readonly Row[]
  readonly total: number
}

export interface SvRow extends SvChip {
  readonly size: number
  readonly structureSize: number
  /** null = not worked out yet. */
  readonly ownedSize: number | null
  readonly refcount: number
}

export type SvSortKey = 'size' | 'structure' | 'owned' | 'refcount' | 'type' | 'package' | 'address'

export interface SvListQuery {
  readonly sort: SvSortKey
  readonly isDescending: boolean
  /** Only SVs of this type or package; "" = all. */
  readonly type: string
  readonly package: string
}

/** A line of what an SV is: a label and its value; `sv` links it. */
export interface SvField {
  readonly label: string
  readonly value: string
  readonly sv: SvChip | null
}

export interface SvDetails extends SvChip {
  readonly refcount: number
  readonly isMortal: boolean
  readonly size: number
  readonly structureSize: number
  readonly ownedSize: number | null
  /** Package, symbol, magic, location, debug data, value, flags: in the order to show. */
  readonly fields: readonly SvField[]
  /** How many elements, keys or pad slots `contents` lists; 0 = none of that kind. */
  readonly contents: { readonly what: 'elements' | 'values' | 'lexicals' | 'fields'; readonly total: number } | null
  /** The console lines that show the same. */
  readonly commands: readonly string[]
}

/** An element, a value under a key, a lexical, a field of an object. */
export interface ContentRow {
  /** `[3]`, `{key}`, `$self`: escaped and bounded. */
  readonly label: string
  readonly sv: SvChip | null
  readonly value: string | null
}

export interface InrefOptions {
  readonly weak: boolean
  readonly all: boolean
  /** Leave out RVs, pads and symbol-table steps, as identify does. */
  readonly elide: boolean
}

/** One step of the inref tree: who holds an SV. A holder without an SV is a root: there the walk ends. */
export interface Holder {
  readonly name: string
  readonly strength: Strength
  readonly sv: SvChip | null
}

/** What the search box offers. */
export interface SearchHit {
  readonly kind: 'address' | 'root' | 'symbol' | 'package' | 'command' | 'view'
  readonly text: string
  readonly detail: string
  readonly sv: SvChip | null
}

/** A stretch of a console line. `address` links it to an SV's page, `insert` is what a click puts at the prompt. */
export interface ConsoleSpan {
  readonly text: string
  readonly kind?: 'sv' | 'note' | 'value' | 'symbol' | 'heading' | 'command' | 'error'
  readonly address?: string
}
export type ConsoleLine = readonly ConsoleSpan[]

/** What a console line came to, besides its lines. */
export interface LineEnd {
  /** A listing waits for its next page. */
  readonly hasMore: boolean
  /** All of an `export`, of which the lines are the first page; null for other lines. */
  readonly file: ExportedFile | null
}

/** A file that can be made of an answer, and the name to save it under. */
export interface ExportedFile {
  readonly id: number
  readonly name: string
}

export interface Completion {
  readonly candidates: readonly { readonly text: string; readonly help: string }[]
  /** What of the line they replace, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** One line about the command being typed. */
  readonly help: string
}

/**
 * The worker, as the page sees it through Comlink. Long calls take a JobId; `onProgress` and the like are proxied
 * callbacks. Every call answers or ends with `cancelled` within a slice of a `cancel`.
 */
export interface EngineApi extends FindingsApi {
  /** A sign of life: the page asks while calls are out. */
  ping(): Promise<number>
  cancel(job: JobId): Promise<void>

  openFile(job: JobId, file: File, keep: boolean, onProgress: (progress: Progress) => void): Promise<Result<OpenedDump>>
  /** Bytes of a .pmat or .pmat.gz, handed over. */
  openBytes(
    job: JobId,
    name: string,
    bytes: ArrayBuffer,
    keep: boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<Result<OpenedDump>>
  openStored(job: JobId, id: string, onProgress: (progress: Progress) => void): Promise<Result<OpenedDump>>
  /** What a stored dump's first view needs, from its manifest alone: at once. */
  storedOverview(id: string): Promise<Result<Overview>>
  close(): Promise<void>
  storage(): Promise<StorageState>
  forget(id: string): Promise<Result<null>>
  forgetAll(): Promise<Result<null>>

  /**
   * Run the later analyses of the open dump in the background, and store it if it is to be kept; tells phases as they run.
   * Answers when all is done, with what is to be said of the dump now: `notStored` is final then.
   */
  analyse(job: JobId, onProgress: (progress: Progress) => void): Promise<Result<OpenedDump>>

  overview(): Promise<Result<Overview>>
  svRows(job: JobId, query: SvListQuery, start: number, count: number): Promise<Result<RowWindow<SvRow>>>
  /** `word`: address, root name or symbol. */
  sv(job: JobId, word: string): Promise<Result<SvDetails>>
  card(address: string): Promise<Result<SvCard>>
  contents(address: string, start: number, count: number): Promise<Result<RowWindow<ContentRow>>>
  outrefs(job: JobId, address: string, start: number, count: number): Promise<Result<RowWindow<Reference>>>
  inrefs(job: JobId, address: string, start: number, count: number): Promise<Result<RowWindow<Reference>>>
  holders(job: JobId, address: string, options: InrefOptions): Promise<Result<readonly Holder[]>>
  search(text: string, limit: number): Promise<Result<readonly SearchHit[]>>

  /** Run a console line; its lines come in batches. */
  runLine(job: JobId, line: string, onLines: (lines: readonly ConsoleLine[]) => void): Promise<Result<LineEnd>>
  /** The text of an ExportedFile. */
  exportedFile(job: JobId, id: number): Promise<Result<Blob>>
  complete(line: string, cursor: number): Promise<Completion>
}
