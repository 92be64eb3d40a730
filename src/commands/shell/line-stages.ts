import type { Slice } from '../../base/slice.ts'
import { type Line, lineText } from '../../perl/span.ts'
import type { Stage } from './pipeline.ts'
import { sortLines } from './sort-lines.ts'

/** Where lines go, one after the other. */
export interface LineSink {
  push(line: Line): void
  /** No line follows. */
  end(): void
  /** True once further lines cannot change anything: whoever makes them may stop. */
  isFull(): boolean
}

/** Makes a test of a line's text from a pattern, or throws what is wrong with it. */
export type MakeMatcher = (pattern: string, ignoreCase: boolean) => (text: string) => boolean

/** Put the stages before a sink: what is pushed into the answer comes out of the last stage. */
export function pipeInto(sink: LineSink, stages: readonly Stage[], makeMatcher: MakeMatcher): LineSink {
  return stages.reduceRight((next, stage) => stageInto(next, stage, makeMatcher), sink)
}

/** How many lines go through before the clock is looked at. */
const STEP_LINES = 64

/** An answer through all stages, in slices: it may have a line for each SV. */
export async function pipeLines(
  lines: Iterable<Line>,
  stages: readonly Stage[],
  makeMatcher: MakeMatcher,
  slice: Slice,
): Promise<Line[]> {
  const out: Line[] = []
  const collect: LineSink = { push: (line) => out.push(line), end: () => {}, isFull: () => false }
  const pipe = pipeInto(collect, stages, makeMatcher)
  let step = 0
  for (const line of lines) {
    if (pipe.isFull()) break
    pipe.push(line)
    if (++step % STEP_LINES === 0 && slice.isOver()) await slice.next()
  }
  pipe.end()
  return out
}

function stageInto(next: LineSink, stage: Stage, makeMatcher: MakeMatcher): LineSink {
  switch (stage.name) {
    case 'grep':
      return grepInto(next, makeMatcher(stage.pattern, stage.ignoreCase), stage.invert)
    case 'head':
      return headInto(next, stage.count)
    case 'sort':
      return collectInto(next, (lines) => sortLines(lines, stage.column, stage.reverse))
    case 'count':
      break
  }
  return countInto(next)
}

function grepInto(next: LineSink, matches: (text: string) => boolean, invert: boolean): LineSink {
  return {
    push(line) {
      if (matches(lineText(line)) !== invert) next.push(line)
    },
    end: () => next.end(),
    isFull: () => next.isFull(),
  }
}

function headInto(next: LineSink, count: number): LineSink {
  let left = count
  return {
    push(line) {
      if (left-- > 0) next.push(line)
    },
    end: () => next.end(),
    isFull: () => left <= 0 || next.isFull(),
  }
}

function countInto(next: LineSink): LineSink {
  let count = 0
  return {
    push() {
      count++
    },
    end() {
      next.push([{ text: String(count), kind: 'value' }])
      next.end()
    },
    isFull: () => next.isFull(),
  }
}

function collectInto(next: LineSink, arrange: (lines: Line[]) => Line[]): LineSink {
  const lines: Line[] = []
  return {
    push(line) {
      lines.push(line)
    },
    end() {
      for (const line of arrange(lines)) {
        if (next.isFull()) break
        next.push(line)
      }
      next.end()
    },
    isFull: () => next.isFull(),
  }
}
