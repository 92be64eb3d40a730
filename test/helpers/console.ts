import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { Shell } from '../../src/commands/run-line.ts'
import { ShellError } from '../../src/commands/shell/shell-error.ts'
import { lineText } from '../../src/perl/span.ts'

/** A console over one dump. */
export function openConsole(analyses: Analyses): Shell {
  return new Shell({
    analyses,
    slice: UNSLICED,
    openDump: (name) => Promise.reject(new ShellError(`No dump '${name}'`)),
    loadedTools: new Set(),
  })
}

/** All pages of a line's answer, as `pmat` prints it: each line with its newline, `error: ...` at the end. */
export async function fullText(shell: Shell, line: string): Promise<string> {
  const first = await shell.run(line)
  const lines = first.lines.map(lineText)
  let { error } = first
  while (error === null && shell.hasMore) {
    const page = await shell.run('more')
    lines.push(...page.lines.map(lineText))
    error = page.error
  }
  if (error !== null) lines.push(`error: ${error}`)
  return lines.map((each) => `${each}\n`).join('')
}
