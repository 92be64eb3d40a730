import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePipeline } from '../../../src/commands/shell/pipeline.ts'
import { ShellError } from '../../../src/commands/shell/shell-error.ts'

function parsed(line: string): unknown {
  const { command, stages } = parsePipeline(line)
  return [command.map(({ text }) => text).join(' '), ...stages]
}

describe('a line with pipes', () => {
  test.each([
    ['summary', ['summary']],
    ['', ['']],
    ['roots | head', ['roots', { name: 'head', count: 10 }]],
    ['roots | head 3', ['roots', { name: 'head', count: 3 }]],
    ['roots | head -3', ['roots', { name: 'head', count: 3 }]],
    ['roots | count', ['roots', { name: 'count' }]],
    ['roots | sort', ['roots', { name: 'sort', column: undefined, reverse: false }]],
    ['count | sort Bytes', ['count', { name: 'sort', column: 'Bytes', reverse: false }]],
    ['largest 50 | sort 4 -r', ['largest 50', { name: 'sort', column: 4, reverse: true }]],
    ['roots | grep ^the', ['roots', { name: 'grep', pattern: '^the', ignoreCase: false, invert: false }]],
    ['roots | grep -i -v "a b"', ['roots', { name: 'grep', pattern: 'a b', ignoreCase: true, invert: true }]],
    ['find pv -r a|b | count', ['find pv -r a|b', { name: 'count' }]],
    ['find pv "|" | head 1 | count', ['find pv |', { name: 'head', count: 1 }, { name: 'count' }]],
  ])('%s', (line, expected) => {
    expect(parsed(line)).toEqual(expected)
  })

  test.each([
    ['| head', 'No command before |', 0],
    ['roots |', 'Nothing after |; to look for one, quote it: "|"', 7],
    ['roots | | head', 'Nothing after |; to look for one, quote it: "|"', 14],
    ['roots | less', "Cannot pipe into 'less', only into grep, head, sort, count", 8],
    ['roots | grep', "Expected a value for 'pattern' argument", -1],
    ['roots | head 0', "'0' is not a number from 1 on", 8],
    ['roots | head 3 4', "'4' is one word too many", 15],
    ['roots | count all', "'all' is one word too many", 14],
    ['roots | sort 2 -r|', "'-r|' is one word too many", 15],
    ['roots | sort 0', "'0' is not a number from 1 on", 8],
    ['roots | sort -k 2', "No such option '-k'", 13],
  ])('%s: %s', (line, message, at) => {
    expect(() => parsePipeline(line)).toThrow(expect.objectContaining({ message, at }))
  })

  test('is parsed or refused, whatever it is', () => {
    const word = fc.oneof(fc.constantFrom('|', 'head', 'grep', 'sort', 'count', '"', '-r', '3'), fc.string())
    fc.assert(
      fc.property(fc.array(word), (words) => {
        let outcome: unknown
        try {
          outcome = parsePipeline(words.join(' ')).stages
        } catch (error) {
          outcome = error
        }
        expect(Array.isArray(outcome) || outcome instanceof ShellError).toBe(true)
      }),
    )
  })
})
