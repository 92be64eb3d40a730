import { caretLines } from '../base/caret.ts'
import { type Slice, UNSLICED } from '../base/slice.ts'
import { type Exported, exportLast } from '../commands/export.ts'
import { REGISTRY } from '../commands/registry.ts'
import { Shell } from '../commands/run-line.ts'
import { type CompletionSource, complete } from '../commands/shell/complete.ts'
import { parsePipeline } from '../commands/shell/pipeline.ts'
import { ShellError } from '../commands/shell/shell-error.ts'
import type { Analyses } from '../analyses/analyses.ts'
import { addressText } from '../model/describe.ts'
import { visibleText } from '../base/visible-text.ts'
import type { Line } from '../perl/span.ts'
import { Exports } from './exports.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { Completion, ConsoleLine, ConsoleSpan, ExportedFile, LineEnd } from './protocol.ts'
import type { SymbolIndex } from './symbol-index.ts'

export type SendLines = (lines: readonly ConsoleLine[]) => void

/** Lines that go to the page in one message: few while it draws them, many once it only keeps them. */
const BATCH_LINES = 100
const LATER_BATCH_LINES = 400
const NUM_DRAWN = 1000
/** All lines that it gets of one answer: it keeps them, and the memory of a tab ends. */
const MOST_LINES = 100_000
/** Addresses of answers that completion offers. */
const MAX_ADDRESSES = 100

const DUMP_ENDING = /\.pmat(\.gz)?$/i

/** The console over one dump: its session, and what it has answered. */
export class Console {
  readonly #dump: OpenDump
  readonly #shell: Shell
  /** Those of the line that runs now. */
  #slice: Slice = UNSLICED
  #signal = new AbortController().signal
  /** One line runs at a time. */
  #last: Promise<unknown> = Promise.resolve()
  #addresses: string[] = []
  readonly #exports = new Exports()
  /** The line that `export` would write the answer of. */
  #asked = ''

  constructor(dump: OpenDump, openDump: (name: string, signal: AbortSignal) => Promise<Analyses>) {
    this.#dump = dump
    this.#shell = new Shell({
      analyses: dump.analyses,
      slice: {
        isOver: () => this.#slice.isOver(),
        progress: (done, total) => this.#slice.progress(done, total),
        next: () => this.#slice.next(),
      },
      openDump: (name) => openDump(name, this.#signal),
      loadedTools: new Set(),
    })
  }

  /** Run a line; its answer goes out in batches, of which the page takes one before it gets the next. */
  async run(line: string, signal: AbortSignal, send: SendLines): Promise<LineEnd> {
    const before = this.#last
    const running = before.then(() => this.#run(line, signal, send))
    this.#last = running.catch(() => {})
    return running
  }

  async #run(line: string, signal: AbortSignal, send: SendLines): Promise<LineEnd> {
    signal.throwIfAborted()
    this.#signal = signal
    const answer = await stage(signal, (slice) => {
      this.#slice = slice
      return this.#shell.run(line)
    })
    await this.#sendLines(answer.lines, signal, send)
    const { error, errorAt, hasMore } = answer
    if (error !== null) {
      await (send(errorLines(error, line, errorAt)) as unknown)
      return { hasMore, file: null }
    }
    return { hasMore, file: this.#fileOf(line, answer.data) }
  }

  async #sendLines(lines: readonly Line[], signal: AbortSignal, send: SendLines): Promise<void> {
    const end = Math.min(lines.length, MOST_LINES)
    for (let start = 0; start < end; ) {
      const next = Math.min(start + (start < NUM_DRAWN ? BATCH_LINES : LATER_BATCH_LINES), end)
      await (send(lines.slice(start, next).map((line) => this.#line(line))) as unknown)
      signal.throwIfAborted()
      start = next
    }
    if (end < lines.length) {
      const text = `… ${(lines.length - end).toLocaleString('en')} more lines: export csv writes all of them`
      await (send([[{ text, kind: 'note' }]]) as unknown)
    }
  }

  /** What a line answered, if it is to become a file: an export that is not cut by a pipe. */
  #fileOf(line: string, data: unknown): ExportedFile | null {
    const { command, stages } = parsePipeline(line)
    const name = command[0]?.text
    if (name === exportLast.declaration.name && stages.length === 0) {
      return this.#exports.keep(
        data as Exported,
        `${this.#dump.summary.facts.name.replace(DUMP_ENDING, '')} ${this.#asked}`,
      )
    }
    if (name !== undefined && !REGISTRY.get(name)?.isAboutShell) this.#asked = line
    return null
  }

  exportedFile(id: number, signal: AbortSignal): Promise<Blob> {
    return this.#exports.file(id, signal)
  }

  #line(line: Line): ConsoleLine {
    return line.map(({ text, kind, row }): ConsoleSpan => {
      const span = { text: visibleText(text), ...(kind ? { kind } : {}) }
      if (row === undefined) return span
      const address = addressText(this.#dump.model, row)
      this.#seen(address)
      return { ...span, address }
    })
  }

  #seen(address: string): void {
    if (this.#addresses[0] === address) return
    this.#addresses = [address, ...this.#addresses.filter((other) => other !== address)].slice(0, MAX_ADDRESSES)
  }

  complete(line: string, cursor: number, { symbols, packages }: SymbolIndex, dumps: readonly string[]): Completion {
    return completionOf(line, cursor, {
      symbols: (prefix, limit) => symbolsBeginning(symbols, prefix, limit),
      packages: (prefix, limit) => beginning(packages, prefix, limit),
      roots: () => this.#dump.heap.data.roots.map(({ name }) => name),
      addresses: () => this.#addresses,
      dumps: () => dumps,
    })
  }
}

/** What is wrong with a line, and where in it. */
function errorLines(error: string, line: string, at: number): ConsoleLine[] {
  const told: ConsoleLine = [{ text: `error: ${visibleText(error)}`, kind: 'error' }]
  if (at < 0) return [told]
  const [shown, caret] = caretLines(line, at)
  return [told, [{ text: `  ${shown}`, kind: 'note' }], [{ text: `  ${caret}`, kind: 'error' }]]
}

/** What can be completed when no dump is open. */
export function completeWithoutDump(line: string, cursor: number): Completion {
  const nothing = () => []
  return completionOf(line, cursor, {
    symbols: nothing,
    packages: nothing,
    roots: nothing,
    addresses: nothing,
    dumps: nothing,
  })
}

function completionOf(line: string, cursor: number, source: CompletionSource): Completion {
  const declarations = [...REGISTRY.values()].map(({ declaration }) => declaration)
  const { candidates, start, end, hint } = complete(line, cursor, declarations, source)
  return { candidates, start, end, help: hint }
}

/** Symbols of main go by two names: `%INC` and `%main::INC`, as pmat's documentation has it. */
function symbolsBeginning(symbols: readonly { readonly name: string }[], prefix: string, limit: number): string[] {
  const [, sigil, rest] = /^([$@%&*])main::(.*)$/s.exec(prefix) ?? []
  if (sigil === undefined) return beginning(symbols, prefix, limit)
  return beginning(symbols, sigil + rest, limit).map((name) => `${sigil}main::${name.slice(1)}`)
}

function beginning(entries: readonly { readonly name: string }[], prefix: string, limit: number): string[] {
  const names: string[] = []
  for (const { name } of entries) {
    if (!name.startsWith(prefix)) continue
    names.push(name)
    if (names.length === limit) break
  }
  return names
}

export function noSuchDump(name: string): ShellError {
  return new ShellError(`No dump '${name}' is stored`)
}
