/**
 * How long work is cut into slices: between two of them messages come in, and one of these may cancel the work.
 *
 *     for (let row = 0; row < numRows; row++) {
 *       if ((row & STEP_MASK) === 0 && slice.isOver()) {
 *         slice.progress(row, numRows)
 *         await slice.next()
 *       }
 *       visit(row)
 *     }
 */
export interface Slice {
  /** Whether it is time to call `next`. Cheap, but reads a clock: ask every 2^16 steps or so. */
  isOver(): boolean
  /** Tell how far the work is, in steps of its own. Reported at once: call it where `isOver` says yes. */
  progress(done: number, total: number): void
  /** Let messages in and start the next slice. Throws an AbortError when the work has been cancelled. */
  next(): Promise<void>
}

/** `(step & STEP_MASK) === 0` at every 2^16th step: a millisecond or so of work on a graph. */
export const STEP_MASK = 0xffff

/** The error of work that was cancelled. The page tells it by its name: the class ends at the worker. */
export class AbortError extends Error {
  override name = 'AbortError'
  constructor() {
    super('cancelled')
  }
}

/** Never over and never cancelled: work that is given it does all its steps before it lets go of the thread. */
export const UNSLICED: Slice = {
  isOver: () => false,
  progress: () => {},
  next: () => Promise.resolve(),
}

export interface SliceOptions {
  /** Aborted = cancelled. */
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
  /** Milliseconds of a slice. Short enough that a cancelled worker answers soon. */
  readonly budget?: number
}

/** A slice by the clock. `next` waits for a timer, so that messages which came in before are handled first. */
export function createSlice({ signal, onProgress, budget = 40 }: SliceOptions = {}): Slice {
  let end = performance.now() + budget
  return {
    isOver: () => performance.now() >= end,
    progress: (done, total) => onProgress?.(done, total),
    async next() {
      await new Promise((resolve) => setTimeout(resolve))
      if (signal?.aborted) throw new AbortError()
      end = performance.now() + budget
    },
  }
}
