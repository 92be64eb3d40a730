import { useEffect, useMemo } from 'preact/hooks'
import type { EngineApi, JobId, Result, RowWindow } from '../../query/protocol.ts'
import { ask } from '../state/engine.ts'
import { PagedRows } from './row-source.ts'

/** Rows that the worker answers by windows; new ones whenever `questions` change, which ends what was asked before. */
export function usePagedRows<Row>(
  call: (api: EngineApi, job: JobId, start: number, count: number) => Promise<Result<RowWindow<Row>>>,
  questions: readonly unknown[],
): PagedRows<Row> {
  const rows = useMemo(
    () => new PagedRows<Row>((start, count, signal) => ask((api, job) => call(api, job, start, count), signal)),
    questions,
  )
  useEffect(() => () => rows.dispose(), [rows])
  return rows
}
