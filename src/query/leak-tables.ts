import { quoted } from '../analyses/findings/strings.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow } from './protocol.ts'
import type { ClosureRow, StringRow } from './protocol-findings.ts'

/** Closures by where they were written. */
export async function closureRows(
  { analyses, chips }: OpenDump,
  start: number,
  count: number,
  signal: AbortSignal,
): Promise<RowWindow<ClosureRow>> {
  const groups = await stage(signal, (slice) => analyses.evidence.closures(slice))
  const rows = groups.slice(start, start + count).map((group, i): ClosureRow => {
    const { name, file, line, prototype, rows: closures, bytes, retained, onCycle, captures } = group
    return {
      id: `${start + i}`,
      name,
      file,
      line: line === 0 ? null : line,
      prototype: chips.chipOrNull(prototype),
      count: closures.length,
      bytes,
      retained,
      onCycle,
      captures: captures.map(({ rows: captured, ...capture }) => ({ ...capture, distinct: captured.length })),
      example: chips.chip(closures[0]),
    }
  })
  return { start, rows, total: groups.length }
}

/** Who holds copies of a string, so many roles. */
const MAX_HOLDERS = 12

/** Equal strings. */
export async function stringRows(
  { analyses, chips }: OpenDump,
  start: number,
  count: number,
  signal: AbortSignal,
): Promise<RowWindow<StringRow>> {
  const groups = await stage(signal, (slice) => analyses.evidence.strings(slice))
  const rows = groups.slice(start, start + count).map((group, i): StringRow => {
    const { example, copies, length, bytes, waste, isPrefix, holders } = group
    return {
      id: `${start + i}`,
      text: quoted(analyses, example),
      copies,
      length,
      bytes,
      waste,
      isPrefix,
      holders: holders.slice(0, MAX_HOLDERS),
      example: chips.chip(example),
    }
  })
  return { start, rows, total: groups.length }
}
