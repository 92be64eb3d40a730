import { declare } from '../declaration.ts'

const KINDS = [
  'lost-island',
  'held-outside',
  'holder',
  'name',
  'closure',
  'oversized-buffer',
  'idle-pad',
  'shape',
  'duplicate-strings',
  'made-at',
  'unreachable',
  'unaccounted',
] as const

const COUNT = { type: 'int', alias: 'c', min: 1, help: 'how many to show on a page' } as const

/** What leaks, and who holds what: commands that pmat has not. */
export const findings = declare({
  name: 'findings',
  description: 'Say what leaks, how certain that is, and what to do',
  options: {
    kind: { type: 'str', alias: 'k', help: 'only findings of this kind', completes: KINDS },
    count: COUNT,
  },
  origin: 'pmatscope',
})

export const dominators = declare({
  name: 'dominators',
  description: 'Show what an SV depends on: all that lies on every path to it, with retained sizes',
  takesSv: true,
  origin: 'pmatscope',
})

export const islands = declare({
  name: 'islands',
  description: 'Show lost cycles by their make, and which reference to cut',
  options: { count: COUNT },
  origin: 'pmatscope',
})

export const audit = declare({
  name: 'audit',
  description: 'Compare refcounts with the references in the dump, of one SV or of all',
  options: { count: COUNT },
  args: [{ name: 'sv', optional: true, completes: 'sv', help: 'an SV; without it all of the heap' }],
  origin: 'pmatscope',
})

export const shapes = declare({
  name: 'shapes',
  description: 'Count hashes without a package by their keys, arrays by their pattern',
  options: { count: COUNT },
  origin: 'pmatscope',
})

export const closures = declare({
  name: 'closures',
  description: 'Count closures by where they were written, with what they captured',
  options: { count: COUNT },
  origin: 'pmatscope',
})

export const retained = declare({
  name: 'retained',
  description: 'Show what would go with an SV, a variable or all objects of a package',
  options: { count: { ...COUNT, help: 'how many of its parts to show' } },
  args: [{ name: 'name', completes: 'sv', help: 'an address, a symbol such as %main::cache, or a package' }],
  origin: 'pmatscope',
})

export const whatif = declare({
  name: 'whatif',
  description: 'Say what would be freed if a reference of an SV were weak',
  takesSv: true,
  args: [
    {
      name: 'ref',
      optional: true,
      help: 'its number or its name as outrefs shows it; without it the references are listed',
    },
  ],
  origin: 'pmatscope',
})

export const paths = declare({
  name: 'paths',
  description: 'Show independent paths from the roots to an SV, shortest first',
  takesSv: true,
  options: { count: { type: 'int', alias: 'c', min: 1, help: 'how many paths at most' } },
  args: [{ name: 'ignored', repeatable: true, completes: 'sv', help: 'SVs that no path may lead through' }],
  origin: 'pmatscope',
})
