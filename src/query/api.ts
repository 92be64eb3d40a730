import { findSv } from '../model/lookup.ts'
import { Console, completeWithoutDump } from './console.ts'
import { DumpCalls } from './dump-calls.ts'
import { createFindingsApi } from './findings-api.ts'
import { answer, Jobs } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { EngineApi, JobId, Result } from './protocol.ts'
import { search } from './search.ts'
import { svDetails } from './sv-details.ts'

/** The engine as the page talks to it: one dump at a time, questions about it, and the dumps that are kept. */
export function createApi(): EngineApi {
  const jobs = new Jobs()
  const dumps = new DumpCalls(jobs)
  const consoles = new WeakMap<OpenDump, Console>()

  const consoleOf = (dump: OpenDump): Console => {
    const before = consoles.get(dump)
    if (before) return before
    const opened = new Console(dump, (name, signal) => dumps.other(name, signal))
    consoles.set(dump, opened)
    return opened
  }

  /** A question about the open dump that may take long. */
  const ask = <Value>(
    job: JobId,
    question: (dump: OpenDump, signal: AbortSignal) => Value | Promise<Value>,
  ): Promise<Result<Value>> => jobs.run(job, async (signal) => question(dumps.open, signal))

  /** One that does not. */
  const askNow = <Value>(question: (dump: OpenDump) => Value | Promise<Value>): Promise<Result<Value>> =>
    answer(() => question(dumps.open))

  return {
    ping: () => Promise.resolve(performance.now()),
    cancel: async (job) => jobs.cancel(job),

    openFile: (job, file, keep, onProgress) => dumps.openFile(job, file, keep, onProgress),
    openBytes: (job, name, bytes, keep, onProgress) => dumps.openBytes(job, name, bytes, keep, onProgress),
    openStored: (job, id, onProgress) => dumps.openStored(job, id, onProgress),
    storedOverview: (id) => dumps.storedOverview(id),
    close: () => dumps.close(),
    storage: () => dumps.storage(),
    forget: (id) => dumps.forget(id),
    forgetAll: () => dumps.forgetAll(),
    analyse: (job, onProgress) => dumps.analyse(job, onProgress),

    overview: () => askNow(({ overview }) => overview),
    svRows: (job, query, start, count) => ask(job, ({ rows }, signal) => rows.window(query, start, count, signal)),
    sv: (job, word) =>
      ask(job, (dump) => {
        const row = findSv(dump.model, word)
        return svDetails(dump, row, dump.contents.of(row))
      }),
    card: (address) => askNow(({ chips }) => chips.card(chips.rowAt(address))),
    contents: (address, start, count) =>
      askNow(({ chips, contents }) => contents.window(chips.rowAt(address), start, count)),
    outrefs: (job, address, start, count) =>
      ask(job, ({ chips, references }) => references.outrefs(chips.rowAt(address), start, count)),
    inrefs: (job, address, start, count) =>
      ask(job, ({ chips, references }, signal) => references.inrefs(chips.rowAt(address), start, count, signal)),
    holders: (job, address, options) =>
      ask(job, ({ chips, references }, signal) => references.holders(chips.rowAt(address), options, signal)),
    ...createFindingsApi(ask),

    search: (text, limit) => askNow(async (dump) => search(dump, await dump.symbols(dump.ended), text, limit)),

    runLine: (job, line, onLines) => ask(job, (dump, signal) => consoleOf(dump).run(line, signal, onLines)),
    exportedFile: (job, id) => ask(job, (dump, signal) => consoleOf(dump).exportedFile(id, signal)),
    complete: async (line, cursor) => {
      const dump = dumps.current
      if (!dump) return completeWithoutDump(line, cursor)
      const symbols = await dump.symbols(dump.ended).catch(() => ({ symbols: [], packages: [] }))
      return consoleOf(dump).complete(line, cursor, symbols, await dumps.storedNames())
    },
  }
}
