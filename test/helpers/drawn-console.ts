import { Analyses } from '../../src/analyses/analyses.ts'
import { fullText, openConsole } from './console.ts'
import { openHeap } from './open-dump.ts'
import { type Drawing, drawPmat } from './pmat-writer.ts'

/** The console over a dump that a test draws: what each line answers, all pages, without the last newline. */
export async function drawnConsole(drawing: Drawing): Promise<(line: string) => Promise<string>> {
  const shell = openConsole(new Analyses(await openHeap(drawPmat(drawing))))
  return async (line) => (await fullText(shell, line)).replace(/\n$/, '')
}

/** A text as it is drawn in a test: without the first newline, and without the indent of its first line. */
export function drawn(text: string): string {
  const lines = text.replace(/^\n/, '').replace(/\n *$/, '').split('\n')
  const indent = /^ */.exec(lines[0])?.[0].length ?? 0
  return lines.map((line) => line.slice(indent)).join('\n')
}
