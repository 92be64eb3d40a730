import { createInterface } from 'node:readline'
import { Analyses } from '../analyses/analyses.ts'
import { UNSLICED } from '../base/slice.ts'
import { buildHeap } from '../columns/build-heap.ts'
import type { Session } from '../commands/command.ts'
import { Shell } from '../commands/run-line.ts'
import { quoteToken } from '../commands/shell/tokenize.ts'
import { type Line, lineText } from '../perl/span.ts'
import { partialText } from '../reader/damage.ts'
import { DumpError } from '../reader/dump-error.ts'
import { readDump } from '../reader/read-dump.ts'
import { ShellError } from '../commands/shell/shell-error.ts'
import { openNodeSource } from './node-source.ts'
import { Output } from './output.ts'

const USAGE = 'usage: npm run -s pmat -- FILE [COMMAND ARGS...]'

/**
 * With a command, its answer; without one the answers to the lines of standard input, each under its prompt. Returns the
 * exit code: 1 if the dump cannot be read or the one command fails, 2 if there is no file.
 */
async function main([path, ...words]: readonly string[], output: Output): Promise<number> {
  if (path === undefined) {
    console.error(USAGE)
    return 2
  }
  const shell = new Shell(await openSession(path))
  if (words.length > 0) return (await answer(shell, lineOf(words), output)) ? 0 : 1
  for await (const line of createInterface({ input: process.stdin })) {
    if (/^\s*(#|$)/.test(line)) continue
    await output.write(`pmat> ${line}\n`)
    await answer(shell, line, output)
    await output.write('\n')
  }
  return 0
}

/** Words that the system's shell has split already; but one word with blanks is a line. */
function lineOf(words: readonly string[]): string {
  return words.length === 1 ? words[0] : words.map(quoteToken).join(' ')
}

/** Print all pages of an answer, or what is wrong with the line. Returns whether it went well. */
async function answer(shell: Shell, line: string, output: Output): Promise<boolean> {
  let { lines, error, bytes } = await shell.run(line)
  if (bytes) await output.writeBytes(bytes)
  else await writeLines(output, lines)
  while (error === null && shell.hasMore) {
    const page = await shell.run('more')
    await writeLines(output, page.lines)
    error = page.error
  }
  if (error !== null) await output.write(`error: ${error}\n`)
  return error === null
}

async function writeLines(output: Output, lines: readonly Line[]): Promise<void> {
  for (const line of lines) await output.write(`${lineText(line)}\n`)
}

async function openSession(path: string): Promise<Session> {
  return { analyses: await openDump(path), slice: UNSLICED, openDump: openOther, loadedTools: new Set() }
}

async function openOther(path: string): Promise<Analyses> {
  try {
    return await openDump(path)
  } catch (error) {
    throw error instanceof DumpError ? new ShellError(error.message) : error
  }
}

/** What is not right with a dump that can be read is told on standard error. */
async function openDump(path: string): Promise<Analyses> {
  const heap = await buildHeap(await readDump(openNodeSource(path)))
  const { damage, warnings } = heap.data
  if (damage) console.error(`pmat: ${partialText(damage, heap.svs.numSvs)}`)
  for (const { text } of warnings) console.error(`pmat: ${text}`)
  return new Analyses(heap)
}

const output = new Output(process.stdout)
try {
  process.exitCode = await main(process.argv.slice(2), output)
} catch (error) {
  if (!(error instanceof DumpError)) throw error
  console.error(`pmat: ${error.message}`)
  process.exitCode = 1
}
await output.end()
