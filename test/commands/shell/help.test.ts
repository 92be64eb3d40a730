import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../src/commands/shell/declarations/commands.ts'
import { FILTERS } from '../../../src/commands/shell/declarations/find.ts'
import { commandHint, helpAnswer } from '../../../src/commands/shell/help.ts'
import { lineText } from '../../../src/perl/span.ts'

const help = (...words: string[]) => helpAnswer(words, COMMANDS).map(lineText)

/** What Devel::MAT 0.56 answers to `help` in all its forms: `pmat> help ...`, the answer, an empty line. */
const GOLDEN = readFileSync(new URL('help-0.56.txt', import.meta.url), 'utf8')
const ANSWERS = GOLDEN.split(/^pmat> /m)
  .slice(1)
  .map((section) => section.trimEnd().split('\n'))

describe('as Devel::MAT 0.56', () => {
  test('the golden has every command and filter', () => {
    const documented = COMMANDS.filter(({ origin, name }) => origin === undefined && name !== 'help')
    expect(ANSWERS).toHaveLength(1 + documented.length + Object.keys(FILTERS).length)
  })

  test.each(ANSWERS.map(([command, ...answer]) => [command, answer] as const))('%s', (command, answer) => {
    expect(help(...command.split(' ').slice(1))).toEqual(answer)
  })

  test('what there is no help for', () => {
    expect(() => help('nosuch')).toThrow("Unrecognised command 'nosuch'")
    expect(() => help('find', 'nosuch')).toThrow("Unknown filter type 'nosuch'")
    expect(() => help('find', '__proto__')).toThrow("Unknown filter type '__proto__'")
  })
})

test('help helps with itself, where pmat fails', () => {
  expect(help('help')).toEqual([
    'help - Display a list of available commands',
    '',
    'SYNOPSIS:',
    '  help $COMMAND',
    '',
    'ARGUMENTS:',
    '  $COMMAND...    what to explain: a command, or find and a filter',
  ])
})

test('what pmat does not have is listed apart', () => {
  expect(help()).not.toContain('diff')
  expect(help('pmatscope')).toEqual([
    'audit        - Compare refcounts with the references in the dump, of one SV or of all',
    'bench        - Measure the engine on this dump, stage by stage',
    'cat-svpv     - Write the string of an SV as it is (pmat-cat-svpv)',
    'closures     - Count closures by where they were written, with what they captured',
    'counts       - Count the kinds of SV in several dumps (pmat-counts)',
    'diff         - Compare this dump with another (pmat-diff)',
    'dominators   - Show what an SV depends on: all that lies on every path to it, with retained sizes',
    'export       - Write the last answer as CSV, JSON or Markdown',
    'findings     - Say what leaks, how certain that is, and what to do',
    'islands      - Show lost cycles by their make, and which reference to cut',
    'leakreport   - Show what appears in dumps of one process and stays (pmat-leakreport)',
    'list-orphans - List SVs that nothing refers to (pmat-list-orphans)',
    'paths        - Show independent paths from the roots to an SV, shortest first',
    'retained     - Show what would go with an SV, a variable or all objects of a package',
    'shapes       - Count hashes without a package by their keys, arrays by their pattern',
    'whatif       - Say what would be freed if a reference of an SV were weak',
    '',
    'PIPES:',
    '  | grep  - Keep the lines that match a Perl pattern',
    '  | head  - Keep the first lines',
    '  | sort  - Sort the lines by a column, numbers and sizes by value',
    '  | count - Count the lines',
    '',
    'FILTERS:',
    '  find where - SVs of which a condition holds',
  ])
  expect(help('grep')).toContain('  --ignorecase, -i    match case-insensitively')
})

test('what can be typed is marked', () => {
  const [first] = helpAnswer(['identify'], COMMANDS)
  expect(first[0]).toEqual({ text: 'identify', kind: 'command' })
})

test('a hint is one line', () => {
  expect(commandHint('find pv', FILTERS.pv)).toBe('find pv [OPTIONS...] $PATTERN - PV (string) SVs')
})
