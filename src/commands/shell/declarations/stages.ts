import { declare } from '../declaration.ts'

/** What may stand behind a `|`. */
export const STAGES = {
  grep: declare({
    name: 'grep',
    description: 'Keep the lines that match a Perl pattern',
    options: {
      ignorecase: { type: 'flag', alias: 'i', help: 'match case-insensitively' },
      invert: { type: 'flag', alias: 'v', help: 'keep the lines that do not match' },
    },
    args: [{ name: 'pattern', help: 'a Perl regular expression' }],
    origin: 'pmatscope',
  }),
  head: declare({
    name: 'head',
    description: 'Keep the first lines',
    args: [{ name: 'count', optional: true, help: 'how many, if not 10' }],
    origin: 'pmatscope',
  }),
  sort: declare({
    name: 'sort',
    description: 'Sort the lines by a column, numbers and sizes by value',
    options: { reverse: { type: 'flag', alias: 'r', help: 'the greatest first' } },
    args: [{ name: 'column', optional: true, help: 'its heading, or its number from 1 on; without it the whole line' }],
    origin: 'pmatscope',
  }),
  count: declare({ name: 'count', description: 'Count the lines', origin: 'pmatscope' }),
} as const
