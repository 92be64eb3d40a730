import { useEffect, useState } from 'preact/hooks'
import type { EngineApi, JobId, QueryError, Result } from '../../query/protocol.ts'
import { ask } from './engine.ts'

/** What is known of an answer. While a new question is out, the value of the last one stays, marked as old. */
export interface Answer<Value> {
  readonly value: Value | undefined
  readonly error: QueryError | undefined
  readonly isWaiting: boolean
}

/** Ask the worker whenever `questions` change; an earlier question that is still out is cancelled. */
export function useAnswer<Value>(
  call: (api: EngineApi, job: JobId) => Promise<Result<Value>>,
  questions: readonly unknown[],
): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ value: undefined, error: undefined, isWaiting: true })
  useEffect(() => {
    const cancel = new AbortController()
    setAnswer(({ value }) => ({ value, error: undefined, isWaiting: true }))
    const wait = async () => {
      const result = await ask(call, cancel.signal)
      if (cancel.signal.aborted) return
      if (result.ok) setAnswer({ value: result.value, error: undefined, isWaiting: false })
      else setAnswer({ value: undefined, error: result.error, isWaiting: false })
    }
    void wait()
    return () => cancel.abort()
  }, questions)
  return answer
}
