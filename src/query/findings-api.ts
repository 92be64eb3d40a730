import { findingsOf } from './finding-rows.ts'
import { islandRows } from './island-rows.ts'
import { closureRows, stringRows } from './leak-tables.ts'
import { NameRows } from './name-rows.ts'
import type { OpenDump } from './open-dump.ts'
import { PopulationRows } from './population-rows.ts'
import { withoutWaiting } from './progress.ts'
import type { JobId, Result } from './protocol.ts'
import type { FindingsApi } from './protocol-findings.ts'
import { RetainedRows } from './retained-rows.ts'
import { cutRows, holdOf, pathsOf, totalOf, whatIfOf } from './sv-hold.ts'

/** A question about the open dump, run as a job. */
export type Ask = <Value>(
  job: JobId,
  question: (dump: OpenDump, signal: AbortSignal) => Value | Promise<Value>,
) => Promise<Result<Value>>

/** Tables that remember how they were last sorted. */
interface Tables {
  readonly retained: RetainedRows
  readonly populations: PopulationRows
  readonly names: NameRows
}

/** What leaks, as the page asks for it. */
export function createFindingsApi(ask: Ask): FindingsApi {
  const tables = new WeakMap<OpenDump, Tables>()
  const tablesOf = (dump: OpenDump): Tables => {
    const before = tables.get(dump)
    if (before) return before
    const made = {
      retained: new RetainedRows(dump),
      populations: new PopulationRows(dump),
      names: new NameRows(dump),
    }
    tables.set(dump, made)
    return made
  }

  return {
    findings: (job, onFindings) => ask(job, (dump, signal) => findingsOf(dump, signal, withoutWaiting(onFindings))),
    retained: (job, query, start, count) =>
      ask(job, (dump, signal) => tablesOf(dump).retained.window(query, start, count, signal)),
    populations: (job, query, start, count) =>
      ask(job, (dump, signal) => tablesOf(dump).populations.window(query, start, count, signal)),
    population: (job, id) => ask(job, (dump, signal) => tablesOf(dump).populations.details(id, signal)),
    names: (job, query, start, count) =>
      ask(job, (dump, signal) => tablesOf(dump).names.window(query, start, count, signal)),
    closures: (job, start, count) => ask(job, (dump, signal) => closureRows(dump, start, count, signal)),
    islands: (job, start, count) => ask(job, (dump, signal) => islandRows(dump, start, count, signal)),
    strings: (job, start, count) => ask(job, (dump, signal) => stringRows(dump, start, count, signal)),

    hold: (job, address) => ask(job, (dump, signal) => holdOf(dump, dump.chips.rowAt(address), signal)),
    total: (job, address) => ask(job, (dump, signal) => totalOf(dump, dump.chips.rowAt(address), signal)),
    cutChoices: (job, address, start, count) =>
      ask(job, (dump) => cutRows(dump, dump.chips.rowAt(address), start, count)),
    whatIf: (job, address, ref) => ask(job, (dump, signal) => whatIfOf(dump, dump.chips.rowAt(address), ref, signal)),
    paths: (job, address, count, ignored) =>
      ask(job, (dump, signal) => {
        const rows = ignored.map((word) => dump.chips.rowAt(word))
        return pathsOf(dump, dump.chips.rowAt(address), count, rows, signal)
      }),
  }
}
